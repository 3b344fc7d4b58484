//! The warning before the next letter goes to an address that letters did not reach. Nobody is kept from sending.

use super::{batch_to, came_back, reads};
use crate::{
    letters::stage::Stage,
    support::{
        Setup, html,
        people::{MARI, TIINA},
    },
};
use model::event::Cause;
use store::{Action, AuditQuery, MessageQuery, Store as _};

const RELAY: &str = "relay.saatja.test";

/// Letters can be accepted for the relay; none is sent.
async fn stage() -> Stage {
    let setup = Setup::new()
        .await
        .set("relay", &format!("host = \"{RELAY}\""))
        .set("relay", "port = 465")
        .set("relay", "security = \"tls\"")
        .set("delivery", "enabled = false");
    Stage::over(setup).await
}

async fn number_of_messages(program: &crate::support::Program) -> usize {
    let people = program.people();
    let company = people.store().company(people.mari.company);
    company
        .messages(&MessageQuery::default(), 100)
        .await
        .unwrap()
        .len()
}

#[tokio::test]
async fn who_writes_to_such_an_address_is_told_and_sends_all_the_same() {
    let stage = stage().await;
    let mari = stage.people.mari.clone();
    came_back(&stage, &mari, "jaan@klient.ee", "Arve 1", Cause::NoSuchAddress).await;
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    // A letter that was never saved is sent: it is told first, and nothing goes out yet.
    let typed = [("to", "Kati <kati@klient.ee>, Jaan@Klient.ee")];
    let answer = browser
        .writes("/et/compose", &typed, &[], "send")
        .await
        .expect(303);
    let preview = answer.location().to_owned();
    assert!(preview.ends_with("/preview?said=bad-addresses"), "{preview}");
    assert_eq!(number_of_messages(&program).await, 1);
    let page = browser.get(&preview).await.expect(200).html();
    let words = html::text(html::main_of(&page));
    for said in [
        "1 aadressile kirjad ei jõudnud",
        "Sellist saaja aadressi ei ole.",
        "see on ainult hoiatus",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(
        words.find("ainult hoiatus") < words.rfind("Saada"),
        "it stands above the button: {words}"
    );
    // The draft's own page tells too, above its button; who has seen that sends at once.
    let draft = preview.split("/preview").next().unwrap().to_owned();
    let page = browser.get(&draft).await.expect(200).html();
    let warned = html::value(&page, "warned").expect("the page says of what it warned");
    assert_eq!(warned.to_lowercase(), "jaan@klient.ee");
    let sent = browser.writes(&draft, &typed, &[], "send").await.expect(303);
    assert!(sent.location().starts_with("/et/letters/"), "{}", sent.location());
    assert_eq!(number_of_messages(&program).await, 3);
}

#[tokio::test]
async fn an_address_that_is_right_again_warns_no_more() {
    let stage = stage().await;
    let mari = stage.people.mari.clone();
    let (_, event) = came_back(&stage, &mari, "jaan@klient.ee", "Arve 1", Cause::NoSuchAddress).await;
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    // Another company knows nothing of it, and can not make this one forget.
    let tiina = program.sign_in(TIINA).await;
    let back = format!("/events/{event}");
    let fields = [("address", "jaan@klient.ee"), ("back", back.as_str())];
    let answer = tiina.post("/et/events/forget", &fields).await.expect(303);
    assert!(
        answer.location().ends_with("said=forgotten-before"),
        "{}",
        answer.location()
    );
    assert!(reads(&browser, &back).await.contains("Aadress on jälle õige"));
    for bad in ["https://evil.example/", "//evil.example/x", "/settings"] {
        let fields = [("address", "jaan@klient.ee"), ("back", bad)];
        browser.post("/et/events/forget", &fields).await.expect(400);
    }
    // By the button of the letter that is being written: what is typed stays.
    let typed = [("to", "jaan@klient.ee"), ("subject", "Uus arve")];
    let draft = browser.saves(&typed, &[]).await;
    assert!(
        browser
            .get(&draft)
            .await
            .expect(200)
            .html()
            .contains("forget:jaan@klient.ee")
    );
    let answer = browser
        .writes(&draft, &typed, &[], "forget:jaan@klient.ee")
        .await
        .expect(303);
    let page = browser.get(answer.location()).await.expect(200).html();
    let words = html::text(html::main_of(&page));
    assert!(words.contains("Märgitud: aadress on jälle õige"), "{words}");
    assert!(!page.contains("forget:") && page.contains("Uus arve"));
    assert!(!reads(&browser, &back).await.contains("Aadress on jälle õige"));
    // Once more: it is said that there is nothing to forget.
    let answer = browser.post("/et/events/forget", &fields).await.expect(303);
    assert!(
        answer.location().ends_with("said=forgotten-before"),
        "{}",
        answer.location()
    );
    let people = program.people();
    let query = AuditQuery {
        actions: vec![Action::AddressForgotten],
        ..AuditQuery::default()
    };
    let entries = people
        .store()
        .company(mari.company)
        .audit(&query, 10)
        .await
        .unwrap();
    assert_eq!(entries.len(), 1);
    // And the letter goes out with one press.
    let sent = browser.writes(&draft, &typed, &[], "send").await.expect(303);
    assert!(sent.location().starts_with("/et/letters/"), "{}", sent.location());
}

#[tokio::test]
async fn a_batch_tells_before_it_is_started() {
    let stage = stage().await;
    let mari = stage.people.mari.clone();
    came_back(&stage, &mari, "jaan@klient.ee", "Arve 1", Cause::Inactive).await;
    came_back(&stage, &mari, "kati@klient.ee", "Arve 1", Cause::NoSuchAddress).await;
    let batch = batch_to(&stage, &mari, "Kati@klient.ee").await;
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let path = format!("/batches/{batch}");
    let page = reads(&browser, &path).await;
    assert!(
        page.contains("1 kiri 2-st läheb aadressile, kuhu kirjad ei jõudnud"),
        "{page}"
    );
    assert!(
        page.contains("Kati@klient.ee") && !page.contains("jaan@klient.ee"),
        "{page}"
    );
    let fields = [("address", "kati@klient.ee"), ("back", path.as_str())];
    let answer = browser.post("/et/events/forget", &fields).await.expect(303);
    let page = browser.get(answer.location()).await.expect(200).html();
    assert!(page.contains("on jälle õige") && !page.contains("läheb aadressile"));
    browser
        .post(&format!("/et{path}"), &[("action", "start")])
        .await
        .expect(303);
}

#[tokio::test]
async fn a_batch_says_how_many_came_back_and_why() {
    use super::{about, mail, report, takes_in};
    use model::event::Kind;
    let stage = stage().await;
    let mari = stage.people.mari.clone();
    let all = ["a@klient.ee", "b@klient.ee", "c@klient.ee"];
    let (batch, messages) = stage.sent_batch(&mari, "Novembri arved", &all).await;
    for (message, to) in &messages[..2] {
        let event = about(*message, to, Kind::Bounce, Some(Cause::MailboxFull));
        takes_in(&stage, mail(mari.company, &report(to), vec![event])).await;
    }
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let page = browser
        .get(&format!("/et/batches/{batch}"))
        .await
        .expect(200)
        .html();
    let words = html::text(html::main_of(&page));
    for said in [
        "2 kirja 3-st tuli tagasi",
        "Saaja postkast on täis.",
        "2 kirja",
        "Lõppenud, osa tuli tagasi",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let log = format!("/et/letters?batch={batch}&amp;state=bounced&amp;cause=returned-mailbox-full");
    assert!(page.contains(&log), "{page}");
    let log = browser.get(&html::decoded(&log)).await.expect(200).html();
    assert!(log.contains("a@klient.ee") && log.contains("b@klient.ee") && !log.contains("c@klient.ee"));
    let events = reads(&browser, &format!("/events?batch={batch}")).await;
    assert!(
        events.contains("Novembri arved") && events.contains("Tuli tagasi 2"),
        "{events}"
    );
}
