//! The addresses to allow, and the event mailbox's name.

use super::{admin, mistakes, went_to};
use crate::support::{Program, Setup, html};
use model::{CompanyId, EventName};
use store::{Action, Actor, CompanyChange, CompanyDirectory as _, Store as _};

const PAGE: &str = "/company/network";

async fn with_events() -> Program {
    let setup = Setup::new().await.set("events", "domain = \"event.saatja.test\"");
    setup.set("network", "egress = [\"192.0.2.17\"]").start().await
}

async fn name_of(program: &Program, company: CompanyId) -> String {
    let company = program.people().store().find_company(company).await.unwrap();
    company.unwrap().event_name.as_str().to_owned()
}

#[tokio::test]
async fn the_event_mailbox_gets_another_name() {
    let program = with_events().await;
    let kivi = admin(&program).await;
    let page = kivi.reads(PAGE).await;
    assert!(
        page.contains("192.0.2.17") && page.contains("naidis-ou@event.saatja.test"),
        "{page}"
    );
    let page = kivi
        .posts(PAGE, &[("event_name", " arved "), ("action", "preview")])
        .await
        .expect(200)
        .html();
    let words = html::text(&page);
    assert!(
        words.contains("arved@event.saatja.test") && words.contains("naidis-ou@event.saatja.test"),
        "{words}"
    );
    assert_eq!(html::value(&page, "event_name").as_deref(), Some("arved"));
    let company = program.people().kivi.company;
    assert_eq!(
        name_of(&program, company).await,
        "naidis-ou",
        "nothing is saved by looking"
    );
    went_to(
        kivi.posts(PAGE, &[("event_name", "arved"), ("action", "save")])
            .await,
        "/network?said=event-name-saved",
    );
    assert!(kivi.reads(PAGE).await.contains("arved@event.saatja.test"));
    let entry = program.audited(Action::CompanyChanged).await.entry;
    assert_eq!(entry.before.unwrap()["event_name"], "naidis-ou");
    assert_eq!(entry.after.unwrap()["event_name"], "arved");
    went_to(
        kivi.posts(PAGE, &[("event_name", "arved"), ("action", "preview")])
            .await,
        "/network?said=nothing-changed",
    );
}

#[tokio::test]
async fn mistakes_keep_what_was_typed() {
    let program = with_events().await;
    let kivi = admin(&program).await;
    for bad in ["", "Näidis", "a--b", "postmaster", "a@b", &"a".repeat(41)] {
        for action in ["preview", "save"] {
            let answer = kivi.posts(PAGE, &[("event_name", bad), ("action", action)]).await;
            assert_eq!(html::value(&answer.html(), "event_name").as_deref(), Some(bad));
            assert!(mistakes(answer)[0].contains("väikesed tähed"), "{bad}");
        }
    }
    let answer = kivi
        .posts(PAGE, &[("event_name", "teine-ou"), ("action", "save")])
        .await;
    assert_eq!(mistakes(answer), ["See nimi on teisel firmal. Valige muu."]);
    // What another company had before stays its own as well.
    let people = program.people();
    let change = CompanyChange {
        event_name: Some("uus".parse::<EventName>().unwrap()),
        ..CompanyChange::default()
    };
    let theirs = people.store().company(people.tiina.company);
    theirs.update_company(&change, &Actor::Operator).await.unwrap();
    let answer = kivi
        .posts(PAGE, &[("event_name", "teine-ou"), ("action", "save")])
        .await;
    assert_eq!(mistakes(answer).len(), 1);
    assert_eq!(name_of(&program, people.kivi.company).await, "naidis-ou");
}

#[tokio::test]
async fn who_is_overtaken_is_told() {
    let program = with_events().await;
    let kivi = admin(&program).await;
    let version = kivi.version(PAGE).await;
    kivi.posts(PAGE, &[("event_name", "esimene"), ("action", "save")])
        .await
        .expect(303);
    for action in ["preview", "save"] {
        let fields = [
            ("event_name", "teine"),
            ("version", version.as_str()),
            ("action", action),
        ];
        let page = kivi.post("/et/company/network", &fields).await.expect(409).html();
        assert!(page.contains("Keegi muutis") && page.contains("esimene@event.saatja.test"));
        assert_eq!(html::value(&page, "event_name").as_deref(), Some("teine"));
    }
    assert_eq!(name_of(&program, program.people().kivi.company).await, "esimene");
}

#[tokio::test]
async fn without_a_domain_there_is_nothing_to_name() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let page = kivi.get("/et/company/network").await.expect(200).html();
    assert!(!page.contains("event_name"));
    let fields = [("event_name", "arved"), ("version", "1"), ("action", "save")];
    kivi.post("/et/company/network", &fields).await.expect(404);
}
