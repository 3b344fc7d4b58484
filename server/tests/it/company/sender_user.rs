//! Another sender user: foretold, saved, felt by the others.

use super::{admin, mistakes, went_to};
use crate::support::{
    Program, Setup, html,
    people::{KIVI, MARI},
    servers::{PASSWORD, Typed},
};
use store::Action;

const PAGE: &str = "/company/sender-user";

async fn with_server() -> Program {
    let program = Setup::new().await.start().await;
    let mari = program.sign_in(MARI).await;
    mari.save_well(Typed::new("mari@naidis.ee", "mail.naidis.ee"))
        .await;
    program
}

#[tokio::test]
async fn it_is_foretold_and_then_it_is_so() {
    let program = with_server().await;
    let (kivi, id) = (admin(&program).await, program.people().mari.id.to_string());
    assert!(kivi.reads(PAGE).await.contains("Meili saatmise kasutajat ei ole"));
    let chosen = [("user", id.as_str()), ("action", "preview")];
    let page = kivi.posts(PAGE, &chosen).await.expect(200).html();
    let words = html::text(&page);
    for expected in [
        "Kas määrata Mari Maasikas meili saatmise kasutajaks?",
        "Kivi Rahn",
        "mail.naidis.ee:465",
        "1 kasutaja",
    ] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    assert!(!page.contains(PASSWORD));
    assert!(
        kivi.reads(PAGE).await.contains("Meili saatmise kasutajat ei ole"),
        "nothing is saved by looking"
    );
    assert!(program.audit(Action::SenderUserChanged).await.is_empty());

    went_to(
        kivi.posts(PAGE, &[("user", &id), ("action", "save")]).await,
        "/sender-user?said=sender-user-saved",
    );
    assert!(kivi.reads(PAGE).await.contains("Mari Maasikas"));
    // The admin himself has set nothing: his letters go as hers do.
    let own = kivi.get("/et/settings").await.expect(200).html();
    assert!(own.contains("mail.naidis.ee") && !own.contains(PASSWORD));
    let page = kivi
        .reads(&format!("/company/users/{}", program.people().kivi.id))
        .await;
    assert!(
        page.contains("Mari Maasikas") && page.contains("mail.naidis.ee"),
        "{page}"
    );
    let entry = program.audited(Action::SenderUserChanged).await.entry;
    assert_eq!(entry.subject, format!("Mari Maasikas <{MARI}>"));

    went_to(
        kivi.posts(PAGE, &chosen).await,
        "/sender-user?said=sender-user-same",
    );
    let page = kivi
        .posts(PAGE, &[("user", "nobody"), ("action", "preview")])
        .await
        .expect(200)
        .html();
    assert!(page.contains("Kivi Rahn"));
    went_to(
        kivi.posts(PAGE, &[("user", "nobody"), ("action", "save")]).await,
        "/sender-user?said=sender-user-saved",
    );
    let page = kivi
        .reads(&format!("/company/users/{}", program.people().kivi.id))
        .await;
    assert!(!page.contains("mail.naidis.ee"), "{page}");
}

#[tokio::test]
async fn whose_letters_would_stop_is_said_first() {
    let program = with_server().await;
    let (kivi, id) = (admin(&program).await, program.people().mari.id.to_string());
    went_to(
        kivi.posts(PAGE, &[("user", &id), ("action", "save")]).await,
        "/sender-user?said=sender-user-saved",
    );
    // He signs in at her server as himself: once she is not below him there is no server for his password.
    let own_name = Typed::new("", "")
        .with("mode", "")
        .with("port", "")
        .with("security", "");
    kivi.save_well(own_name.with("user_name", KIVI)).await;
    let fields = [("user", "nobody"), ("action", "preview")];
    let page = html::text(&kivi.posts(PAGE, &fields).await.expect(200).html());
    assert!(
        page.contains("1 kasutaja") && page.contains("Kivi Rahn"),
        "{page}"
    );
    assert!(page.contains("mail.naidis.ee:465"), "{page}");
}

#[tokio::test]
async fn mistakes_and_conflicts() {
    let program = with_server().await;
    let (kivi, id) = (admin(&program).await, program.people().mari.id.to_string());
    assert_eq!(mistakes(kivi.posts(PAGE, &[]).await), ["Valige kasutaja."]);
    for gone in ["x", "01890000-0000-7000-8000-000000000000"] {
        for action in ["preview", "save"] {
            let answer = kivi.posts(PAGE, &[("user", gone), ("action", action)]).await;
            assert_eq!(
                mistakes(answer),
                ["Seda kasutajat firmas enam ei ole. Valige teine."]
            );
        }
    }
    let version = kivi.version(PAGE).await;
    went_to(
        kivi.posts(PAGE, &[("user", &id), ("action", "save")]).await,
        "/sender-user?said=sender-user-saved",
    );
    let other = program.people().kivi.id.to_string();
    for action in ["preview", "save"] {
        let fields = [
            ("user", other.as_str()),
            ("version", &version),
            ("action", action),
        ];
        let page = kivi.post(&format!("/et{PAGE}"), &fields).await.expect(409).html();
        assert!(page.contains("Keegi muutis"));
        assert_eq!(
            html::value(&page, "user"),
            Some(other.clone()),
            "the choice is kept"
        );
    }
    assert_eq!(program.audit(Action::SenderUserChanged).await.len(), 1);
}
