//! A letter is handed over once.

use super::{mistakes, program, program_with};
use crate::support::{Browser, Setup, html};
use model::message::{MessageState, RecipientRole};
use store::{DraftContent, Store as _};

#[tokio::test]
async fn a_letter_is_written_looked_at_and_sent() {
    let program = program().await;
    let mari = program.mari().await;
    let typed = [
        ("to", "Jaan Kask <jaan@klient.ee>, kati@klient.ee"),
        ("copy", "raamatupidaja@naidis.ee"),
        ("blind_copy", "arhiiv@naidis.ee"),
    ];
    let pdf = ("arve.pdf", "application/pdf", &b"%PDF"[..]);
    let answer = mari
        .writes("/et/compose", &typed, &[pdf], "preview")
        .await
        .expect(303);
    let preview = answer.location().to_owned();
    let page = mari.get(&preview).await.expect(200).html();
    let words = html::text(html::main_of(&page));
    for shown in [
        "jaan@klient.ee",
        "kati@klient.ee",
        "raamatupidaja@naidis.ee",
        "arhiiv@naidis.ee",
        "Arve 1",
        "Arve on lisatud.",
        "arve.pdf",
        "Mari Maasikas <mari@naidis.ee>",
    ] {
        assert!(words.contains(shown), "{shown}: {words}");
    }
    let version = html::value(&page, "version").unwrap();
    let send = preview.replace("/preview", "/send");
    let answer = mari.post(&send, &[("version", &version)]).await.expect(303);
    let letter = answer.location().to_owned();
    assert!(program.drafts().await.is_empty());
    let messages = program.messages().await;
    let mut found: Vec<(&str, RecipientRole)> = messages
        .iter()
        .map(|message| (message.recipient.as_str(), message.role))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("arhiiv@naidis.ee", RecipientRole::BlindCopy),
            ("jaan@klient.ee", RecipientRole::To),
            ("kati@klient.ee", RecipientRole::To),
            ("raamatupidaja@naidis.ee", RecipientRole::Copy),
        ]
    );
    assert!(
        messages
            .iter()
            .all(|message| message.state == MessageState::Queued)
    );
    let people = program.people();
    let company = people.store().company(people.mari.company);
    let detail = company.find_message(messages[0].id).await.unwrap().unwrap();
    let stored = detail.letter.unwrap();
    assert_eq!(stored.head.to[0].name.as_ref().unwrap().as_str(), "Jaan Kask");
    assert_eq!(stored.content.attachments.len(), 1);
    // The page of what was sent is there.
    assert!(mari.get(&letter).await.expect(200).html().contains("Arve 1"));
    // The same button once more leads to the same letter.
    let again = mari.post(&send, &[("version", &version)]).await.expect(303);
    assert_eq!(again.location(), letter);
    assert_eq!(program.messages().await.len(), 4);
}

#[tokio::test]
async fn a_double_click_sends_once() {
    let program = program().await;
    let mari = program.mari().await;
    // From a letter that was never saved, from a draft; one press after the other, and both at once.
    let draft = mari.saves(&[], &[]).await;
    for (path, sent) in [("/et/compose", 1), (draft.as_str(), 2)] {
        let page = mari.get(path).await.expect(200).html();
        let request = mari.written(&page, path, &[], &[], "send");
        let (one, two) = tokio::join!(mari.send(&request), mari.send(&request));
        let three = mari.send(&request).await.expect(303);
        assert_eq!(program.messages().await.len(), sent, "{path}");
        assert!(program.drafts().await.len() < 2);
        // At least one of both came to the letter's page; the other at the latest when it is pressed again.
        let places = [one, two].map(|answer| answer.header("location").unwrap_or_default().to_owned());
        assert!(
            places.contains(&three.location().to_owned()),
            "{places:?} {}",
            three.location()
        );
    }
    assert!(program.drafts().await.is_empty());
}

#[tokio::test]
async fn the_same_draft_with_other_words_is_not_taken_for_the_same() {
    let program = program().await;
    let mari = program.mari().await;
    let path = mari.saves(&[], &[]).await;
    let seen = mari.get(&path).await.html();
    mari.writes_on(&seen, &path, &[], &[], "send").await.expect(303);
    let page = mari
        .writes_on(&seen, &path, &[("text", "Midagi muud")], &[], "send")
        .await
        .expect(409)
        .html();
    assert!(page.contains("juba saadetud"));
    assert_eq!(program.messages().await.len(), 1);
    // It stands there as a new letter, and goes out when he wants it.
    mari.writes_on(&page, "/et/compose", &[("text", "Midagi muud")], &[], "send")
        .await
        .expect(303);
    assert_eq!(program.messages().await.len(), 2);
}

async fn from_portal(program: &crate::support::Program) -> String {
    let people = program.people();
    let company = people.store().company(people.mari.company);
    let content = DraftContent {
        to: "jaan@klient.ee".into(),
        subject: "Arve 1".into(),
        text: "Tere!\nArve on lisatud.".into(),
        ..DraftContent::default()
    };
    let reference = "arve-1".parse().unwrap();
    let back = Some("https://portaal.example/arved/1");
    let draft = company
        .create_draft(people.mari.id, &content, Some(&reference), back)
        .await
        .unwrap();
    format!("/et/compose/{}", draft.id)
}

#[tokio::test]
async fn the_way_back_to_the_portal_is_offered() {
    let program = program().await;
    let mari: Browser = program.mari().await;
    let path = from_portal(&program).await;
    let page = mari.writes(&path, &[], &[], "send").await.expect(200).html();
    assert!(page.contains("href=\"https://portaal.example/arved/1\""));
    let [message] = &program.messages().await[..] else {
        panic!("one message")
    };
    assert!(page.contains(&format!("/et/letters/{}", message.id)));
    assert_eq!(
        message.reference.as_ref().map(ToString::to_string).as_deref(),
        Some("arve-1")
    );
}

#[tokio::test]
async fn without_settings_the_letter_stays_and_the_page_says_what_to_do() {
    let program = program_with_no_relay().await;
    let mari = program.mari().await;
    let page = mari.get("/et/compose").await.expect(200).html();
    assert!(page.contains("href=\"/et/settings\""));
    let page = mari
        .writes("/et/compose", &[("subject", "Alles")], &[], "send")
        .await
        .expect(409)
        .html();
    assert!(page.contains("seadistused pole korras"));
    assert_eq!(html::value(&page, "subject").as_deref(), Some("Alles"));
    let drafts = program.drafts().await;
    assert_eq!((drafts.len(), drafts[0].content.subject.as_str()), (1, "Alles"));
    // Nobody is told to send what can not be sent.
    let preview = format!("/et/compose/{}/preview", drafts[0].id);
    let page = mari.get(&preview).await.expect(200).html();
    assert!(!page.contains(&preview.replace("/preview", "/send")));
    // Mistakes are told first.
    let told = mistakes(mari.writes("/et/compose", &[("to", "")], &[], "send").await);
    assert_eq!(told.len(), 1);
}

async fn program_with_no_relay() -> crate::support::Program {
    Setup::new()
        .await
        .set("delivery", "enabled = false")
        .start()
        .await
}

#[tokio::test]
async fn copies_of_the_settings_are_said_and_go_along() {
    let program = program_with(Setup::new().await).await;
    let mari = program.mari().await;
    let page = mari.get("/et/settings").await.html();
    let version = html::value(&page, "version").unwrap();
    let fields = [
        ("version", version.as_str()),
        ("mode", "portal"),
        ("address", "mari@naidis.ee"),
        ("display_name", "Mari Maasikas"),
        ("copy", "arhiiv@naidis.ee"),
        ("action", "save"),
    ];
    mari.post("/et/settings", &fields).await.expect(303);
    let page = mari.get("/et/compose").await.html();
    assert!(html::text(&page).contains("saab koopia ka arhiiv@naidis.ee"));
    mari.writes("/et/compose", &[], &[], "send").await.expect(303);
    let mut to: Vec<String> = program
        .messages()
        .await
        .iter()
        .map(|message| message.recipient.to_string())
        .collect();
    to.sort();
    assert_eq!(to, ["arhiiv@naidis.ee", "jaan@klient.ee"]);
}
