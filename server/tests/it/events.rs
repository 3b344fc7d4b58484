//! A test as it is watched: the stages as they come, then the verdict.

use crate::support::{
    Program, Setup, Stream, html,
    people::MARI,
    servers::{Servers, Typed},
};
use serde_json::Value;
use std::time::Duration;
use testkit::{catcher::Behaviour, certificates::Certificates};

/// A server whose every answer takes a moment, so that there is something to watch.
async fn slow(behaviour: Behaviour) -> (Program, Servers) {
    let certificates = Certificates::new();
    let servers = Servers::with(&certificates, &["mail.saatja.test"], |config| {
        config.answer_delay = Duration::from_millis(60);
        config.behaviour = behaviour;
    })
    .await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial("mail.saatja.test:465", servers.tls());
    (setup.start().await, servers)
}

async fn all(mut stream: Stream) -> Vec<Value> {
    assert_eq!(stream.status, 200);
    let kind = stream.headers.iter().find(|(name, _)| name == "content-type");
    assert_eq!(kind.map(|(_, kind)| kind.as_str()), Some("text/event-stream"));
    let mut events = Vec::new();
    while let Some(event) = stream.event().await {
        events.push(event);
    }
    events
}

/// The stages that are over, in a state of the page.
fn over(event: &Value) -> Vec<(String, String)> {
    let stages = html::stages(event["html"].as_str().expect("the page's middle"));
    stages
        .into_iter()
        .filter(|(class, _)| ["ok", "bad", "skip"].contains(&class.as_str()))
        .collect()
}

/// States come in order, each with what the last had and more; the last one, and no other, is the verdict.
fn check(events: &[Value], last_class: &str) {
    let (last, before) = events.split_last().expect("at least one state");
    assert_eq!(last["done"], true);
    assert!(before.iter().all(|event| event["done"] == false), "{before:?}");
    for pair in events.windows(2) {
        let (earlier, later) = (over(&pair[0]), over(&pair[1]));
        assert_eq!(later.get(..earlier.len()), Some(earlier.as_slice()));
    }
    assert_eq!(
        over(last).last().map(|(class, _)| class.as_str()),
        Some(last_class)
    );
    for event in events {
        assert!(
            event["title"]
                .as_str()
                .is_some_and(|title| title.ends_with("Saatja")),
            "{event}"
        );
        assert!(!event["html"].as_str().unwrap_or_default().contains('⟦'));
    }
}

#[tokio::test]
async fn states_arrive_in_order_and_end_with_the_verdict() {
    for (behaviour, class) in [(Behaviour::Accept, "ok"), (Behaviour::RecipientUnknown, "bad")] {
        let (program, _servers) = slow(behaviour).await;
        let browser = program.sign_in(MARI).await;
        browser
            .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
            .await;
        let path = browser.start_test().await;
        let events = format!("/live{path}");
        let (first, second) = tokio::join!(
            async { all(browser.stream(&format!("{events}?lang=et")).await).await },
            async { all(browser.stream(&format!("{events}?lang=en")).await).await },
        );
        assert!(
            first.len() > 2,
            "the stages were seen as they came: {}",
            first.len()
        );
        check(&first, class);
        check(&second, class);
        assert_ne!(first.last(), second.last(), "each reader in his language");
        // Whoever comes later gets the verdict at once, and it is what the page shows.
        let late = all(browser.stream(&format!("{events}?lang=et")).await).await;
        assert_eq!(late.len(), 1);
        assert_eq!(late.last(), first.last());
        let page = browser.get(&format!("/et{path}")).await.html();
        assert_eq!(
            html::verdict(&page),
            html::verdict(late[0]["html"].as_str().unwrap())
        );
        assert!(
            !page.contains("<script"),
            "a page with the verdict needs no script"
        );
    }
}

#[tokio::test]
async fn page_of_a_running_test_watches_it_or_waits_without_script() {
    let (program, _servers) = slow(Behaviour::Accept).await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let path = browser.start_test().await;
    let page = browser.get(&format!("/et{path}")).await.expect(200).html();
    assert!(page.contains(&format!("/live{path}?lang=et")), "{page}");
    let without_script = html::part(&page, "<noscript>", "</noscript>");
    assert!(
        without_script.contains(&format!("0; url=/et{path}?wait=yes")),
        "{without_script}"
    );
    assert!(
        html::text(html::part(
            &browser.get("/et/settings").await.html(),
            "class=\"standing\"",
            "</div>"
        ))
        .contains("käib")
    );
    let page = browser
        .get(&format!("/et{path}?wait=yes"))
        .await
        .expect(200)
        .html();
    assert!(
        html::stages(&page).iter().all(|(class, _)| class == "ok"),
        "{}",
        html::verdict(&page)
    );
}

#[tokio::test]
async fn stream_wants_a_language_that_there_is() {
    let (program, _servers) = slow(Behaviour::Accept).await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let (path, _) = browser.test().await;
    for query in ["", "?lang=", "?lang=xx", "?lang=et&company=1", "?language=et"] {
        let answer = browser.get(&format!("/live{path}{query}")).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json")),
            "{query}"
        );
    }
}
