//! The list and its file.

use super::{about, came_back, forged, mail, reads, report, takes_in};
use crate::{
    letters::stage::{Fate, Stage, own},
    support::{
        html,
        people::{KIVI, MARI, TIINA},
    },
};
use model::event::{Cause, Kind};
use store::{Action, AuditQuery, Store as _};

#[tokio::test]
async fn everybody_sees_what_is_about_his_own_and_an_admin_all() {
    let stage = Stage::new().await;
    let (mari, kivi, tiina) = (
        &stage.people.mari.clone(),
        &stage.people.kivi.clone(),
        &stage.people.tiina.clone(),
    );
    let (message, of_mari) = came_back(&stage, mari, "a@kliendid.ee", "Arve 1", Cause::NoSuchAddress).await;
    let (_, of_kivi) = came_back(&stage, kivi, "b@kliendid.ee", "Arve 2", Cause::MailboxFull).await;
    let (_, of_tiina) = came_back(&stage, tiina, "c@kliendid.ee", "Arve 3", Cause::Unknown).await;
    let away = stage
        .ended(
            mari,
            "d@kliendid.ee",
            "Arve 4",
            own(mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    let reply = about(away, "d@kliendid.ee", Kind::AutomaticReply, None);
    takes_in(&stage, mail(mari.company, &report("d@kliendid.ee"), vec![reply])).await;
    let set_aside = forged(&stage, mari, away, "d@kliendid.ee").await;
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let kivi = program.sign_in(KIVI).await;
    let tiina = program.sign_in(TIINA).await;

    let list = reads(&mari, "/events").await;
    for words in [
        "a@kliendid.ee",
        "Sellist saaja aadressi ei ole",
        "Arve 1",
        "Kõik 2",
        "Kõrvale jäetud 1",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(
        !list.contains("b@kliendid.ee") && !list.contains("c@kliendid.ee"),
        "{list}"
    );
    let list = reads(&kivi, "/events").await;
    for words in [
        "a@kliendid.ee",
        "b@kliendid.ee",
        "Mari Maasikas",
        "Saaja postkast on täis",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(!list.contains("c@kliendid.ee"), "{list}");

    for (browser, id, status) in [
        (&mari, of_mari, 200),
        (&mari, set_aside, 200),
        (&kivi, of_mari, 200),
        (&tiina, of_mari, 404),
        (&mari, of_kivi, 404),
        (&kivi, of_tiina, 404),
        (&tiina, of_tiina, 200),
    ] {
        let answer = browser.get(&format!("/et/events/{id}")).await;
        assert_eq!(answer.status, status, "{id}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let answer = browser.post(&format!("/et/events/{id}/mail.eml"), &[]).await;
        assert_eq!(answer.status, status, "{id}");
        // Nothing is written by looking.
        browser
            .get(&format!("/et/events/{id}/mail.eml"))
            .await
            .expect(404);
    }
    mari.get("/et/events/x").await.expect(404);
    program.browser().get("/et/events").await.expect(401);

    for (filter, found, not) in [
        ("kind=bounce", "a@kliendid.ee", "d@kliendid.ee"),
        ("kind=automatic-reply", "d@kliendid.ee", "a@kliendid.ee"),
        ("kind=set-aside", "Teade võib olla võltsitud", "a@kliendid.ee"),
        ("cause=mailbox-full", "b@kliendid.ee", "a@kliendid.ee"),
        ("search=A%40KLIENDID", "a@kliendid.ee", "b@kliendid.ee"),
        ("person=mari", "a@kliendid.ee", "b@kliendid.ee"),
        (&format!("letter={message}"), "a@kliendid.ee", "d@kliendid.ee"),
        (
            "from=2020-01-01&until=2099-01-01",
            "a@kliendid.ee",
            "c@kliendid.ee",
        ),
    ] {
        let list = reads(&kivi, &format!("/events?{filter}")).await;
        assert!(list.contains(found) && !list.contains(not), "{filter}: {list}");
    }
    assert!(
        reads(&kivi, "/events?until=2020-01-01")
            .await
            .contains("Selliseid sündmusi ei ole")
    );
    // Who sees his own alone can not ask for another's.
    let list = reads(&mari, "/events?person=kivi").await;
    assert!(
        list.contains("a@kliendid.ee") && !list.contains("b@kliendid.ee"),
        "{list}"
    );
}

#[tokio::test]
async fn what_is_asked_wrongly_is_said() {
    let program = Stage::new().await.start().await;
    let kivi = program.sign_in(KIVI).await;
    for (filter, words) in [
        ("person=Juhan", "kasutajat firmas ei ole"),
        ("from=eile", "kirjutage kuupäev"),
        ("from=2026-05-04&until=2026-05-03", "enne esimest"),
    ] {
        let page = kivi.get(&format!("/et/events?{filter}")).await.expect(422).html();
        let said = html::text(html::part(&page, "id=\"error-summary\"", "</ul>"));
        assert!(said.contains(words), "{filter}: {said}");
    }
    for bad in ["kind=nothing", "after=1", "batch=1", "letter=1", "cause=a"] {
        kivi.get(&format!("/et/events?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn nothing_came_back_yet() {
    let program = Stage::new().await.start().await;
    let mari = program.sign_in(MARI).await;
    let list = reads(&mari, "/events").await;
    assert!(
        list.contains("Tagasi ei ole veel midagi tulnud") && !list.contains("CSV") && !list.contains("Otsi"),
        "{list}"
    );
    let english = mari.get("/en/events").await.expect(200).html();
    assert!(english.contains("Nothing has come back yet."));
}

#[tokio::test]
async fn a_long_list_is_paged() {
    let stage = Stage::new().await;
    let mari = stage.people.mari.clone();
    let message = stage
        .ended(
            &mari,
            "k@kliendid.ee",
            "Arve",
            own(&mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    for number in 0..51 {
        let event = about(
            message,
            &format!("k{number}@kliendid.ee"),
            Kind::AutomaticReply,
            None,
        );
        let text = format!("Subject: {number}\r\n\r\n");
        let reply = store::NewInbound {
            subject: format!("Vastus <{number}>"),
            ..mail(mari.company, &text, vec![event])
        };
        takes_in(&stage, reply).await;
    }
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let page = mari
        .get("/et/events?kind=automatic-reply")
        .await
        .expect(200)
        .html();
    assert!(page.contains("Vastus &lt;50&gt;") && !page.contains("Vastus &lt;0&gt;"));
    let next = page
        .split("href=\"")
        .find(|rest| rest.contains("after="))
        .expect("a way on");
    let next = html::decoded(next.split('"').next().unwrap());
    assert!(next.contains("kind=automatic-reply"), "{next}");
    let page = mari.get(&next).await.expect(200).html();
    assert!(page.contains("Vastus &lt;0&gt;") && !page.contains("Vastus &lt;50&gt;"));
    // At the letter only the last ones are listed, with the way to all of them.
    let letter = mari
        .get(&format!("/et/letters/{message}"))
        .await
        .expect(200)
        .html();
    assert_eq!(letter.matches("/et/events/").count(), 10);
    assert!(letter.contains(&format!("/et/events?letter={message}")) && letter.contains("Näita kõiki (51)"));
}

#[tokio::test]
async fn the_file_is_safe_for_spreadsheets_and_is_written_into_the_log() {
    let stage = Stage::new().await;
    let (mari, kivi) = (stage.people.mari.clone(), stage.people.kivi.clone());
    came_back(
        &stage,
        &mari,
        "a@kliendid.ee",
        "=HYPERLINK(1)",
        Cause::NoSuchAddress,
    )
    .await;
    came_back(&stage, &kivi, "b@kliendid.ee", "Arve 2", Cause::MailboxFull).await;
    let program = stage.start().await;
    let kivi = program.sign_in(KIVI).await;
    kivi.get("/et/events.csv").await.expect(404);
    let answer = kivi.post("/et/events.csv", &[]).await.expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    assert!(
        answer
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let text = String::from_utf8(answer.body).unwrap();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        text.contains("\"'=HYPERLINK(1)\"") && text.contains("\"'=Undelivered Mail\""),
        "{text}"
    );
    for words in [
        "no-such-address",
        "Sellist saaja aadressi ei ole",
        "mx.kliendid.ee",
        "\"550\"",
        "\"5.1.1\"",
    ] {
        assert!(lines[2].contains(words), "{words}: {text}");
    }
    let filtered = kivi
        .post("/et/events.csv", &[("cause", "mailbox-full")])
        .await
        .expect(200);
    assert!(
        !String::from_utf8(filtered.body)
            .unwrap()
            .contains("a@kliendid.ee")
    );
    let mari = program.sign_in(MARI).await;
    let own = mari
        .post("/et/events.csv", &[("person", "kivi")])
        .await
        .expect(200);
    let own = String::from_utf8(own.body).unwrap();
    assert!(
        own.contains("a@kliendid.ee") && !own.contains("b@kliendid.ee"),
        "{own}"
    );
    kivi.post("/et/events.csv", &[("from", "eile")]).await.expect(422);
    let people = program.people();
    let query = AuditQuery {
        actions: vec![Action::EventsExported],
        ..AuditQuery::default()
    };
    let company = people.store().company(people.kivi.company);
    let entries = company.audit(&query, 10).await.unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[1].entry.after.as_ref().unwrap()["cause"], "mailbox-full");
}
