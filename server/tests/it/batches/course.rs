//! A batch from before its start to after its end.

use super::{End, held, mail_ee, path, program};
use crate::support::{html, people::MARI};
use store::{Action, AuditQuery, Route, Store as _};

#[tokio::test]
async fn before_the_start_the_page_says_how_long_it_takes_and_why() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 220).await;
    let words = mari.reads_batch(batch).await;
    for said in [
        "Arved <b>220</b>",
        "Ootab teie luba",
        "220",
        "mail.mail.ee",
        "lubab 15 kirja tunnis",
        "umbes 15 tundi",
        "Alusta saatmist",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let list = mari.get("/et/batches").await.expect(200).html();
    assert!(list.contains(&path(batch)) && list.contains("Ootab teie luba"));
    assert!(!list.contains("<b>220"), "a name is no HTML");
    // Through the portal's server: its name is nobody's to look at, and nothing is known of its pace.
    let batch = program.batch(&program.people().mari, &Route::Relay, 3).await;
    let words = mari.reads_batch(batch).await;
    assert!(
        words.contains("portaali server") && words.contains("Täpselt ei tea"),
        "{words}"
    );
}

#[tokio::test]
async fn a_batch_is_started_paused_continued_and_ends() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 8).await;
    assert_eq!(mari.presses(batch, "start").await, "started");
    program.sends(&[End::Sent, End::Sent]).await;
    let words = mari.reads_batch(batch).await;
    assert!(words.contains("25 %") && words.contains("2 / 8"), "{words}");
    assert!(words.contains("Peata") && words.contains("Värskenda"), "{words}");

    assert_eq!(mari.presses(batch, "pause").await, "paused");
    let words = mari.reads_batch(batch).await;
    assert!(words.contains("Peatatud") && words.contains("Jätka"), "{words}");
    assert_eq!(mari.presses(batch, "go-on").await, "going-on");

    program
        .sends(&[
            End::Failed("recipient-refused"),
            End::Failed("recipient-refused"),
            End::Failed("mailbox-full-recipient"),
            End::InDoubt,
            End::Sent,
            End::Sent,
        ])
        .await;
    let page = mari.get(&path(batch)).await.expect(200).html();
    let words = html::text(html::main_of(&page));
    for said in [
        "Lõppenud, osa jäi saatmata",
        "3 kirja jäi saatmata",
        "2 kirja",
        "1 kiri",
        "Saada uuesti need, mis saatmata jäid (3)",
        "me ei tea",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains("Peata") && !words.contains("Alusta"));
    let log = format!("/et/letters?batch={batch}");
    assert!(html::decoded(&page).contains(&format!("{log}&state=failed&cause=recipient-refused")));
    // The log that is linked to knows what it was asked.
    mari.get(&format!("{log}&state=failed&cause=recipient-refused"))
        .await
        .expect(200);

    assert_eq!(mari.presses(batch, "resend").await, "resent");
    let words = mari.reads_batch(batch).await;
    assert!(words.contains("Saadan") && words.contains("5 / 8"), "{words}");
    program.sends(&[End::Sent, End::Sent, End::Sent]).await;
    let words = mari.reads_batch(batch).await;
    assert!(
        words.contains("osa on kahtlane") && !words.contains("Saada uuesti"),
        "{words}"
    );

    let query = AuditQuery {
        actions: vec![Action::BatchStarted, Action::BatchPaused, Action::BatchResent],
        ..AuditQuery::default()
    };
    let company = program.people().store().company(program.people().mari.company);
    let entries = company.audit(&query, 10).await.unwrap();
    assert_eq!(entries.len(), 4);
    assert!(
        entries
            .iter()
            .all(|entry| entry.entry.actor.name() == "Mari Maasikas")
    );
}

#[tokio::test]
async fn what_is_canceled_does_not_go_on() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 4).await;
    assert_eq!(mari.presses(batch, "start").await, "started");
    program.sends(&[End::Sent]).await;
    // What is lost is said beside the button.
    let words = mari.reads_batch(batch).await;
    assert!(words.contains("jäävad saatmata"), "{words}");
    assert_eq!(mari.presses(batch, "cancel").await, "canceled");
    let words = mari.reads_batch(batch).await;
    assert!(
        words.contains("Katkestatud") && !words.contains("Jätka"),
        "{words}"
    );
    for action in ["start", "pause", "go-on", "resend", "cancel"] {
        assert_eq!(mari.presses(batch, action).await, "late", "{action}");
    }
    let answer = mari.get(&format!("{}?said=late", path(batch))).await;
    assert!(answer.html().contains("ei olnud enam võimalik"));
    assert_eq!(mari.post(&path(batch), &[("action", "rename")]).await.status, 400);
    assert_eq!(mari.post(&path(batch), &[]).await.status, 400);
}

#[tokio::test]
async fn what_stops_the_account_is_said_with_what_to_do() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 4).await;
    mari.presses(batch, "start").await;
    program.sends_and_then(&[End::Sent], held()).await;
    let page = mari.get(&path(batch)).await.expect(200).html();
    let words = html::text(html::main_of(&page));
    assert!(
        words.contains("Seisab") && words.contains("Saatmine seisab alates"),
        "{words}"
    );
    assert!(words.contains("mail.mail.ee"), "{words}");
    assert!(page.contains("href=\"/et/settings\""));
    assert!(
        !words.contains("viimane kiri läheb"),
        "nobody knows when: {words}"
    );
}

#[tokio::test]
async fn many_batches_stand_on_several_pages() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let mut all = Vec::new();
    for _ in 0..31 {
        all.push(program.batch(&program.people().mari, &Route::Relay, 1).await);
    }
    let first = mari.get("/et/batches").await.expect(200).html();
    assert!(first.contains(&path(all[30])) && !first.contains(&path(all[0])));
    let next = html::part(&first, "/et/batches?after=", "\"").to_owned();
    let second = mari.get(&html::decoded(&next)).await.expect(200).html();
    assert!(second.contains(&path(all[0])) && !second.contains(&path(all[1])));
    assert_eq!(mari.get("/et/batches?after=x").await.status, 404);
}
