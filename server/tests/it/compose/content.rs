//! What is typed is kept, whatever comes next.

use super::{Browser, mistakes, program, program_with};
use crate::support::{
    Setup, html,
    people::{KIVI, TIINA},
};
use store::{DraftContent, Store as _};

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'&lt;";

#[tokio::test]
async fn a_letter_is_saved_as_it_is_typed() {
    let program = program().await;
    let mari = program.mari().await;
    let typed = [
        ("to", "mitte keegi"),
        ("copy", HOSTILE),
        ("subject", HOSTILE),
        ("text", HOSTILE),
    ];
    let path = mari.saves(&typed, &[]).await;
    let page = mari.get(&path).await.expect(200).html();
    assert!(!page.contains("<script>alert"));
    assert_eq!(html::value(&page, "to").as_deref(), Some("mitte keegi"));
    assert_eq!(html::value(&page, "subject").as_deref(), Some(HOSTILE));
    let [draft] = &program.drafts().await[..] else {
        panic!("one draft")
    };
    assert_eq!((draft.content.text.as_str(), draft.version), (HOSTILE, 1));
    let list = mari.get("/et/drafts").await.expect(200).html();
    assert!(list.contains(&path) && !list.contains("<script>alert"));

    mari.writes(&path, &[("text", "Uus")], &[], "save")
        .await
        .expect(303);
    let [draft] = &program.drafts().await[..] else {
        panic!("one draft")
    };
    assert_eq!((draft.content.text.as_str(), draft.version), ("Uus", 2));
    mari.post(&format!("{path}/delete"), &[]).await.expect(303);
    assert!(program.drafts().await.is_empty());
    assert_eq!(mari.get(&path).await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_lost() {
    let program = program().await;
    let mari = program.mari().await;
    let long = "õ".repeat(251);
    let typed = [
        ("to", "jaan@klient.ee, jaan"),
        ("blind_copy", "x@@y"),
        ("subject", long.as_str()),
    ];
    for button in ["send", "preview"] {
        let answer = mari.writes("/et/compose", &typed, &[], button).await;
        let page = answer.html();
        assert_eq!(html::value(&page, "to").as_deref(), Some("jaan@klient.ee, jaan"));
        assert_eq!(html::value(&page, "subject").as_deref(), Some(long.as_str()));
        // What hides the mistake is open.
        assert!(page.contains("<details class=\"server\" open") || page.contains("<details open"));
        let told = mistakes(answer);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("„jaan“"), "{told:?}");
    }
    // Each was saved all the same: nobody types it again.
    assert_eq!(program.drafts().await.len(), 2);
    assert!(program.messages().await.is_empty());
}

#[tokio::test]
async fn a_double_click_on_save_makes_one_draft() {
    let program = program().await;
    let mari = program.mari().await;
    let page = mari.get("/et/compose").await.expect(200).html();
    let file = ("a.txt", "text/plain", &b"a"[..]);
    let request = mari.written(&page, "/et/compose", &[("text", "Tere")], &[file], "save");
    let (one, two) = tokio::join!(mari.send(&request), mari.send(&request));
    let path = one.expect(303).location().to_owned();
    assert_eq!(two.expect(303).location(), path);
    assert_eq!(mari.send(&request).await.expect(303).location(), path);
    let [draft] = &program.drafts().await[..] else {
        panic!("one draft")
    };
    assert_eq!((draft.version, draft.content.attachments.len()), (1, 1));
    // With other words it is a letter of its own, and so is the same on a page that was opened anew.
    mari.writes_on(&page, "/et/compose", &[("text", "Muu")], &[file], "save")
        .await
        .expect(303);
    mari.saves(&[("text", "Tere")], &[file]).await;
    assert_eq!(program.drafts().await.len(), 3);
    // Who went on writing, and presses the button of the old page again, is told.
    let path = path.split('?').next().unwrap();
    mari.writes(path, &[("text", "Tere hommikust")], &[], "save")
        .await
        .expect(303);
    let page = mari.send(&request).await.expect(409).html();
    assert!(page.contains("muudeti vahepeal"));
    assert_eq!(program.drafts().await.len(), 3);
}

#[tokio::test]
async fn a_draft_for_which_there_is_no_room_stays_on_its_page() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 1000000")
        .set("delivery", "draft_bytes = 1000000");
    let program = program_with(setup).await;
    let mari = program.mari().await;
    let long = "x".repeat(900_000);
    let path = mari.saves(&[("text", &long)], &[]).await;
    for (path, longer) in [("/et/compose", 100_000), (&path, 999_900)] {
        for language in ["et", "en"] {
            let path = path.replace("/et/", &format!("/{language}/"));
            let typed = [("subject", "Ei mahu"), ("text", &"y".repeat(longer))];
            let page = mari.writes(&path, &typed, &[], "save").await.expect(409).html();
            let said = ["Teie mustandid võtavad juba 1 MB", "Your drafts take up 1 MB"];
            assert!(said.iter().any(|said| page.contains(said)), "{path}");
            assert_eq!(
                html::value(&page, "subject").as_deref(),
                Some("Ei mahu"),
                "{path}"
            );
        }
    }
    // Files count.
    let file = vec![b'x'; 200_000];
    mari.writes("/et/compose", &[], &[("a.bin", "", &file)], "attach")
        .await
        .expect(409);
    let drafts = program.drafts().await;
    assert_eq!((drafts.len(), drafts[0].content.text.len()), (1, 900_000));
    mari.writes(&path, &[("text", "lühem")], &[], "save")
        .await
        .expect(303);
    mari.saves(&[], &[("a.bin", "", &file)]).await;
}

#[tokio::test]
async fn the_list_shows_the_first_recipients_and_counts_the_others() {
    let program = program().await;
    let mari = program.mari().await;
    let many: Vec<String> = (0..500).map(|n| format!("klient{n}@klient.ee")).collect();
    mari.saves(&[("to", &many.join(", "))], &[]).await;
    for (language, expected) in [
        (
            "et",
            "klient0@klient.ee, klient1@klient.ee, klient2@klient.ee ja veel 497",
        ),
        (
            "en",
            "klient0@klient.ee, klient1@klient.ee, klient2@klient.ee and 497 more",
        ),
    ] {
        let page = mari.get(&format!("/{language}/drafts")).await.expect(200).html();
        assert!(html::text(&page).contains(expected), "{}", html::text(&page));
        assert!(!page.contains("klient3@"));
    }
}

#[tokio::test]
async fn who_is_overtaken_is_told_and_keeps_what_he_typed() {
    let program = program().await;
    let mari = program.mari().await;
    let path = mari.saves(&[], &[]).await;
    let seen = mari.get(&path).await.html();
    mari.writes_on(&seen, &path, &[("text", "esimene")], &[], "save")
        .await
        .expect(303);
    for button in ["save", "send"] {
        let late = mari
            .writes_on(&seen, &path, &[("subject", "teine")], &[], button)
            .await;
        let page = late.expect(409).html();
        assert!(page.contains("muudeti vahepeal"));
        assert_eq!(html::value(&page, "subject").as_deref(), Some("teine"));
        assert_eq!(html::value(&page, "version").as_deref(), Some("2"));
    }
    assert_eq!(program.drafts().await[0].content.text, "esimene");
    assert!(program.messages().await.is_empty());
    // A draft that is gone: what was typed stands there as a new letter.
    mari.post(&format!("{path}/delete"), &[]).await.expect(303);
    let late = mari
        .writes_on(&seen, &path, &[("subject", "teine")], &[], "save")
        .await;
    let page = late.expect(409).html();
    assert_eq!(html::value(&page, "subject").as_deref(), Some("teine"));
    assert!(page.contains("action=\"/et/compose\""));
}

#[tokio::test]
async fn nobody_sees_or_sends_a_draft_of_another() {
    let program = program().await;
    let mari = program.mari().await;
    let path = mari.saves(&[], &[]).await;
    let seen = mari.get(&path).await.html();
    // Not even the company's admin: it is not sent yet.
    for other in [KIVI, TIINA] {
        let other = program.sign_in(other).await;
        assert_eq!(other.get(&path).await.status, 404);
        assert_eq!(other.get(&format!("{path}/preview")).await.status, 404);
        for button in ["save", "send"] {
            let status = other.writes_on(&seen, &path, &[], &[], button).await.status;
            assert_eq!(status, 409, "as a letter of his own that is not saved yet");
        }
        other
            .post(&format!("{path}/send"), &[("version", "1")])
            .await
            .expect(303);
        other.post(&format!("{path}/delete"), &[]).await.expect(303);
        assert!(!other.get("/et/drafts").await.html().contains("Arve 1"));
    }
    let drafts = program.drafts().await;
    assert_eq!((drafts.len(), drafts[0].version), (1, 1));
    assert!(program.messages().await.is_empty());
    let stranger = program.browser();
    for path in [path.as_str(), "/et/compose", "/et/drafts"] {
        assert_eq!(stranger.get(path).await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn unknown_fields_and_buttons_are_refused() {
    let program = program().await;
    let mari = program.mari().await;
    let page = mari.get("/et/compose").await.html();
    let form = |fields: &[(&str, &str)]| super::multipart(mari.own("POST", "/et/compose"), fields, &[]);
    let key = ("key", "00112233445566778899aabbccddeeff");
    assert_eq!(mari.send(&form(&[key, ("action", "preview")])).await.status, 422);
    assert_eq!(program.drafts().await.len(), 1);
    for fields in [
        &[key, ("user", "x")][..],
        &[key, ("html", "<p>")],
        &[key, ("version", "-1")],
        &[key, ("action", "rename")],
        &[key, ("action", "remove-x")],
        &[("action", "save")],
        &[("key", ""), ("action", "save")],
        &[("key", "arve-17"), ("action", "save")],
        &[("key", &key.1[1..]), ("action", "save")],
        &[("key", &"a".repeat(100_000)), ("action", "save")],
    ] {
        assert_eq!(mari.send(&form(fields)).await.status, 400, "{fields:?}");
    }
    let elsewhere = mari
        .written(&page, "/et/compose", &[], &[], "save")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example");
    assert_eq!(mari.send(&elsewhere).await.status, 403);
    assert_eq!(program.drafts().await.len(), 1);
}

async fn with_look(program: &super::Program) -> String {
    let people = program.people();
    let company = people.store().company(people.mari.company);
    let content = DraftContent {
        to: "jaan@klient.ee".into(),
        subject: "Arve 1".into(),
        text: "Tere!\nArve on lisatud.".into(),
        html: Some("<p onclick=\"x\">Tere!</p><script>alert(1)</script>".into()),
        ..DraftContent::default()
    };
    let back = Some("https://portaal.example/arved/1");
    let draft = company
        .create_draft(people.mari.id, &content, None, back)
        .await
        .unwrap();
    format!("/et/compose/{}", draft.id)
}

async fn look(program: &super::Program) -> Option<String> {
    program.drafts().await[0].content.html.clone()
}

#[tokio::test]
async fn the_portals_look_goes_along_until_the_text_is_changed_and_is_never_shown_raw() {
    let program = program().await;
    let mari: Browser = program.mari().await;
    let path = with_look(&program).await;
    let page = mari.get(&path).await.expect(200).html();
    assert!(page.contains("Portaal andis kirjale kujunduse"));
    assert!(!page.contains("onclick") && !page.contains("<script>alert"));
    // A browser sends CR LF; the subject may change.
    mari.writes(&path, &[("subject", "Arve 2")], &[], "save")
        .await
        .expect(303);
    assert!(look(&program).await.is_some());
    let preview = mari.get(&format!("{path}/preview")).await.expect(200).html();
    assert!(preview.contains("Kaasa läheb portaali kujundus") && !preview.contains("onclick"));
    // A changed text is shown before it goes out without the look.
    let answer = mari
        .writes(&path, &[("text", "Tere")], &[], "send")
        .await
        .expect(303);
    assert_eq!(answer.location(), format!("{path}/preview?said=look-lost"));
    assert!(program.messages().await.is_empty());
    assert_eq!(look(&program).await, None);
    let preview = mari.get(answer.location()).await.expect(200).html();
    assert!(preview.contains("portaali kujunduseta"));
}

#[tokio::test]
async fn html_alone_is_shown_as_the_text_that_is_made_of_it() {
    let program = program_with(Setup::new().await).await;
    let mari = program.mari().await;
    let people = program.people();
    let company = people.store().company(people.mari.company);
    let content = DraftContent {
        to: "jaan@klient.ee".into(),
        html: Some("<p>Tere, <b>Jaan</b>!</p>".into()),
        ..DraftContent::default()
    };
    let draft = company
        .create_draft(people.mari.id, &content, None, None)
        .await
        .unwrap();
    let path = format!("/et/compose/{}/preview", draft.id);
    let page = mari.get(&path).await.expect(200).html();
    assert!(html::text(&page).contains("Tere, Jaan!"), "{}", html::text(&page));
}
