//! The log, a message's page, its files, the export: who sees what.

use super::{
    mistakes, reads,
    stage::{FILE, Fate, RELAYS_WORDS, Stage, letter, own},
};
use crate::support::people::{KIVI, MARI, TIINA};
use store::{Action, AuditQuery, Route, Store as _};

#[tokio::test]
async fn everybody_sees_his_own_and_an_admin_his_companys() {
    let stage = Stage::new().await;
    let (mari, kivi, tiina) = (&stage.people.mari, &stage.people.kivi, &stage.people.tiina);
    let server = |user| own(user, "smtp.naidis.ee");
    let sent = stage
        .ended(mari, "a@kliendid.ee", "Arve 1", server(mari), Fate::Sent)
        .await;
    let failed = stage
        .ended(kivi, "b@kliendid.ee", "Arve 2", server(kivi), Fate::Failed)
        .await;
    let theirs = stage
        .ended(tiina, "c@kliendid.ee", "Arve 3", server(tiina), Fate::Sent)
        .await;
    stage.planned(mari, "d@kliendid.ee", "Arve 4", server(mari)).await;
    stage.batch(mari, "Novembri arved", server(mari)).await;
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let kivi = program.sign_in(KIVI).await;
    let tiina = program.sign_in(TIINA).await;

    let log = reads(&mari, "/letters").await;
    for words in ["a@kliendid.ee", "Saadetud 1", "Läheb teele", "Peatatud 1"] {
        assert!(log.contains(words), "{words}: {log}");
    }
    assert!(
        !log.contains("b@kliendid.ee") && !log.contains("c@kliendid.ee"),
        "{log}"
    );
    let log = reads(&kivi, "/letters").await;
    for words in [
        "a@kliendid.ee",
        "b@kliendid.ee",
        "Mari Maasikas",
        "Saaja aadressi ei ole",
    ] {
        assert!(log.contains(words), "{words}: {log}");
    }
    assert!(!log.contains("c@kliendid.ee"), "{log}");

    for (browser, id, status) in [
        (&mari, sent, 200),
        (&kivi, sent, 200),
        (&tiina, sent, 404),
        (&mari, failed, 404),
        (&kivi, theirs, 404),
        (&tiina, theirs, 200),
    ] {
        for path in ["", "/files/0"] {
            let answer = browser.get(&format!("/et/letters/{id}{path}")).await;
            assert_eq!(answer.status, status, "{id}{path}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
    mari.get("/et/letters/x").await.expect(404);
    mari.get(&format!("/et/letters/{sent}/files/1")).await.expect(404);
    program.browser().get("/et/letters").await.expect(401);

    for (filter, found, not) in [
        ("state=sent", "a@kliendid.ee", "b@kliendid.ee"),
        ("state=failed", "b@kliendid.ee", "a@kliendid.ee"),
        ("state=paused", "mass@kliendid.ee", "a@kliendid.ee"),
        ("cause=recipient-refused", "b@kliendid.ee", "a@kliendid.ee"),
        ("search=ARVE+2", "b@kliendid.ee", "a@kliendid.ee"),
        ("person=mari", "a@kliendid.ee", "b@kliendid.ee"),
        (
            "from=2020-01-01&until=2099-01-01&search=a%40k",
            "a@kliendid.ee",
            "b@kliendid.ee",
        ),
    ] {
        let log = reads(&kivi, &format!("/letters?{filter}")).await;
        assert!(log.contains(found) && !log.contains(not), "{filter}: {log}");
    }
    assert!(
        reads(&kivi, "/letters?until=2020-01-01")
            .await
            .contains("Selliseid kirju ei ole")
    );
    // Who sees his own alone can not ask for another's.
    let log = reads(&mari, "/letters?person=kivi").await;
    assert!(
        log.contains("a@kliendid.ee") && !log.contains("b@kliendid.ee"),
        "{log}"
    );
    for (filter, words) in [
        ("person=Juhan", "kasutajat firmas ei ole"),
        ("from=eile", "kirjutage kuupäev"),
        ("from=2026-05-04&until=2026-05-03", "enne esimest"),
    ] {
        let said = mistakes(kivi.get(&format!("/et/letters?{filter}")).await);
        assert!(said.contains(words), "{filter}: {said}");
    }
    for bad in ["state=nothing", "after=1", "batch=1", "cause=a%20b"] {
        kivi.get(&format!("/et/letters?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn a_long_log_is_paged() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    for number in 0..51 {
        let route = own(mari, "smtp.naidis.ee");
        stage
            .planned(mari, &format!("k{number}@kliendid.ee"), "Arve", route)
            .await;
    }
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let page = mari.get("/et/letters?state=waiting").await.expect(200).html();
    assert!(page.contains("k50@kliendid.ee") && !page.contains(">k0@kliendid.ee"));
    let next = page
        .split("href=\"")
        .find(|rest| rest.contains("after="))
        .expect("a way on");
    let next = crate::support::html::decoded(next.split('"').next().unwrap());
    assert!(next.contains("state=waiting"), "{next}");
    let page = mari.get(&next).await.expect(200).html();
    assert!(page.contains(">k0@kliendid.ee") && !page.contains("k50@kliendid.ee"));
}

#[tokio::test]
async fn a_message_says_why_and_nothing_of_the_relay() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    let own = own(mari, "smtp.naidis.ee");
    let failed = stage
        .ended(mari, "vale@kliendid.ee", "Arve 1", own, Fate::Failed)
        .await;
    let relayed = stage
        .ended(mari, "vale@kliendid.ee", "Arve 2", Route::Relay, Fate::Failed)
        .await;
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let html = mari
        .get(&format!("/et/letters/{failed}"))
        .await
        .expect(200)
        .html();
    for words in [
        "Saaja aadressi ei ole olemas",
        "no &lt;b&gt;such&lt;/b&gt; user here",
        "Tere!",
        "arve õ.html",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(
        !html.contains("<script>alert") && !html.contains("onerror"),
        "{html}"
    );
    let html = mari
        .get(&format!("/et/letters/{relayed}"))
        .await
        .expect(200)
        .html();
    assert!(
        html.contains("portaali server") && !html.contains("relay.operator"),
        "{html}"
    );
    assert!(!RELAYS_WORDS.is_empty());
    let file = mari
        .get(&format!("/et/letters/{failed}/files/0"))
        .await
        .expect(200);
    assert_eq!(file.body, FILE);
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    let disposition = file.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"arve _.html\""),
        "{disposition}"
    );
}

#[tokio::test]
async fn an_export_is_a_file_that_no_spreadsheet_runs() {
    let stage = Stage::new().await;
    let (mari, kivi) = (&stage.people.mari, &stage.people.kivi);
    let evil = "=HYPERLINK(\"https://evil.example\")";
    stage
        .ended(
            mari,
            "a@kliendid.ee",
            evil,
            own(mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    stage
        .ended(
            kivi,
            "b@kliendid.ee",
            "Arve",
            own(kivi, "smtp.naidis.ee"),
            Fate::Failed,
        )
        .await;
    let program = stage.start().await;
    let kivi = program.sign_in(KIVI).await;
    assert_eq!(
        kivi.get("/et/letters.csv").await.status,
        404,
        "nothing is exported by looking"
    );
    let answer = kivi.post("/et/letters.csv", &[]).await.expect(200);
    assert!(
        answer
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment; filename=\"saatja-20")
    );
    let text = String::from_utf8(answer.body).unwrap();
    let lines: Vec<&str> = text
        .strip_prefix('\u{feff}')
        .expect("a byte order mark")
        .lines()
        .collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        text.contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\""),
        "{text}"
    );
    assert!(
        lines[1].contains("recipient-refused") && lines[1].contains("Saaja aadressi ei ole"),
        "{text}"
    );
    let answer = kivi
        .post("/et/letters.csv", &[("state", "sent")])
        .await
        .expect(200);
    assert!(!String::from_utf8(answer.body).unwrap().contains("b@kliendid.ee"));
    let mari = program.sign_in(MARI).await;
    let answer = mari
        .post("/et/letters.csv", &[("person", "kivi")])
        .await
        .expect(200);
    let text = String::from_utf8(answer.body).unwrap();
    assert!(
        text.contains("a@kliendid.ee") && !text.contains("b@kliendid.ee"),
        "{text}"
    );
    mistakes(kivi.post("/et/letters.csv", &[("from", "eile")]).await);
    let people = program.people();
    let query = AuditQuery {
        actions: vec![Action::MessagesExported],
        ..AuditQuery::default()
    };
    let entries = people
        .store()
        .company(people.kivi.company)
        .audit(&query, 10)
        .await
        .unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[1].entry.after.as_ref().unwrap()["state"], "sent");
}

#[tokio::test]
async fn all_recipients_of_a_letter_are_told_of_each_other() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    let mut to_two = letter(mari, "a@kliendid.ee", "Arve", own(mari, "smtp.naidis.ee"));
    to_two.recipients.push((
        "salaja@kliendid.ee".parse().unwrap(),
        model::message::RecipientRole::BlindCopy,
    ));
    to_two.not_before = Some("2090-01-01T00:00:00Z".parse().unwrap());
    let id = stage.accept(mari, to_two).await;
    let program = stage.start().await;
    let page = reads(&program.sign_in(MARI).await, &format!("/letters/{id}")).await;
    assert!(
        page.contains("salaja@kliendid.ee") && page.contains("pimekoopia"),
        "{page}"
    );
}
