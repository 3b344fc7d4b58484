//! Which letter a mail is about, and whether it is believed.

use crate::support::{Bench, DOMAIN, KLIENT, company, dsn, reply};
use inbound::{Arrival, EnvelopeSender, Received};
use model::{
    event::{Cause, Clue, Distrust, Kind, Source},
    message::MessageState,
};
use std::sync::atomic::Ordering;
use testkit::wait::{PATIENCE, wait_until};

#[tokio::test]
async fn a_report_to_the_return_path_is_the_letters() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let Received::Kept { events, .. } = bench.report(&path, dsn(&path, KLIENT, "", "")).await else {
        panic!("it is kept");
    };
    let found = bench.events(bench.company).await;
    assert_eq!(events, [found[0].id]);
    let event = &found[0];
    assert_eq!(
        (event.kind, event.cause, event.hard),
        (Kind::Bounce, Some(Cause::NoSuchAddress), true)
    );
    assert_eq!(
        (event.clue, event.distrust, event.changed),
        (Some(Clue::ReturnPath), None, true)
    );
    assert_eq!(event.message.as_ref().map(|(id, _)| *id), Some(messages[0]));
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
    let bad = bench
        .of(bench.company)
        .bad_addresses(&[KLIENT.parse().unwrap()])
        .await
        .unwrap();
    assert_eq!(bad.len(), 1);
}

#[tokio::test]
async fn the_same_mail_again_changes_nothing_whatever_way_it_takes() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let mail = dsn(&path, KLIENT, "", "");
    let Received::Kept { mail: first, .. } = bench.report(&path, mail.clone()).await else {
        panic!("it is kept");
    };
    let again = format!("Received: from mx2 by mx; later\r\n{mail}");
    assert_eq!(
        bench.report(&path.to_uppercase(), again).await,
        Received::Replayed { mail: first }
    );
    let events = bench.events(bench.company).await;
    assert_eq!(events.len(), 1);
    let detail = bench
        .of(bench.company)
        .find_event(events[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(detail.times, 2);
}

#[tokio::test]
async fn an_envelope_id_in_a_report_to_the_event_mailbox_is_enough() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let id = format!("Original-Envelope-Id: {}\n", path.split('@').next().unwrap());
    let to = format!("naidis@{DOMAIN}");
    bench.report(&to, dsn(&to, KLIENT, &id, "")).await;
    let events = bench.events(bench.company).await;
    assert_eq!(
        (events[0].clue, events[0].distrust),
        (Some(Clue::EnvelopeId), None)
    );
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
}

#[tokio::test]
async fn a_message_id_counts_with_its_recipient_alone() {
    let bench = Bench::new().await;
    let (letter, messages) = bench.sent(&bench.mari, &[KLIENT, "teine@klient.test"]).await;
    let to = format!("naidis@{DOMAIN}");
    let returned = format!("Message-ID: <{letter}@{DOMAIN}>\nSubject: Arve 17\n");
    bench
        .report(&to, dsn(&to, "teine@klient.test", "", &returned))
        .await;
    let events = bench.events(bench.company).await;
    assert_eq!(
        (events[0].clue, events[0].distrust),
        (Some(Clue::MessageId), None)
    );
    assert_eq!(
        bench.state(bench.company, messages[1]).await,
        MessageState::Bounced
    );
    assert_eq!(bench.state(bench.company, messages[0]).await, MessageState::Sent);

    bench
        .report(&to, dsn(&to, "keegi@mujal.test", "", &returned))
        .await;
    let events = bench.events(bench.company).await;
    assert_eq!(events[0].distrust, Some(Distrust::OtherRecipient));
    assert_eq!(bench.state(bench.company, messages[0]).await, MessageState::Sent);
}

#[tokio::test]
async fn of_a_users_own_mailbox_only_what_is_about_our_letters_is_kept() {
    let bench = Bench::new().await;
    let (letter, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let arrives = async |returned: &str| {
        let arrival = Arrival {
            source: Source::Imap,
            company: bench.company,
            user: Some(bench.mari.id),
            envelope_sender: EnvelopeSender::Unknown,
            envelope_recipient: None,
            raw: dsn("mari@naidis.ee", KLIENT, "", returned).into(),
        };
        bench.receiver.receive(arrival).await
    };
    for other in [
        "Message-ID: <oma-kiri@naidis.ee>\nSubject: Isiklik\n",
        "Message-ID: <019e34a9-be00-7ff7-a7c6-ef7fac2dcfc9@naidis.ee>\nSubject: Isiklik\n",
    ] {
        assert_eq!(arrives(other).await, Received::NotOurs);
    }
    assert!(bench.events(bench.company).await.is_empty());
    let ours = arrives(&format!("Message-ID: <{letter}@naidis.ee>\nSubject: Arve\n")).await;
    assert!(matches!(ours, Received::Kept { .. }), "{ours:?}");
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
}

#[tokio::test]
async fn a_forged_signature_changes_nothing_and_is_shown_at_its_letter() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    // Another signature, of the same form: the last but one character holds eight bits of it and the message's id none.
    let (local, _) = path.split_once('@').unwrap();
    let turned = if local.as_bytes()[36] == b'a' { 'b' } else { 'a' };
    let forged = format!("{}{turned}{}", &local[..36], &local[37..]);
    let to = format!("naidis@{DOMAIN}");
    let id = format!("Original-Envelope-Id: {forged}\n");
    bench.report(&to, dsn(&to, KLIENT, &id, "")).await;
    let events = bench.events(bench.company).await;
    assert_eq!(events[0].distrust, Some(Distrust::Signature));
    assert_eq!(events[0].message.as_ref().map(|(id, _)| *id), Some(messages[0]));
    assert_eq!(bench.state(bench.company, messages[0]).await, MessageState::Sent);
}

#[tokio::test]
async fn another_companys_letter_can_not_be_touched() {
    let bench = Bench::new().await;
    let (kivi, jaan) = company(&bench.store, "Kivi AS", "kivi").await;
    let (letter, messages) = bench.sent(&jaan, &[KLIENT]).await;
    let path = bench.return_path(kivi, messages[0]).await;
    let to = format!("naidis@{DOMAIN}");
    let id = format!("Original-Envelope-Id: {}\n", path.split('@').next().unwrap());
    let returned = format!("Message-ID: <{letter}@{DOMAIN}>\n");
    for (id, returned) in [(id.as_str(), ""), ("", returned.as_str())] {
        bench.report(&to, dsn(&to, KLIENT, id, returned)).await;
    }
    let events = bench.events(bench.company).await;
    assert_eq!(events.len(), 2);
    for event in &events {
        assert_eq!(
            (event.distrust, &event.message),
            (Some(Distrust::OtherCompany), &None),
            "{event:?}"
        );
    }
    assert_eq!(bench.state(kivi, messages[0]).await, MessageState::Sent);
    assert!(bench.events(kivi).await.is_empty());
}

#[tokio::test]
async fn a_report_that_is_faster_than_the_answer_waits_for_it() {
    let bench = Bench::new().await;
    let (_, messages) = bench.accepted(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let steps = bench.sending().await;
    let report = bench.report(&path, dsn(&path, KLIENT, "", ""));
    let answer = async {
        wait_until("somebody waits for the answer", PATIENCE, async || {
            bench.naps.load(Ordering::SeqCst) > 0
        })
        .await;
        bench.finish(&steps).await;
        bench.gate.add_permits(1);
    };
    let (received, ()) = tokio::join!(report, answer);
    assert!(matches!(received, Received::Kept { .. }), "{received:?}");
    assert_eq!(bench.naps.load(Ordering::SeqCst), 1);
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
}

#[tokio::test]
async fn who_waits_too_long_for_the_answer_comes_back() {
    let bench = Bench::new().await;
    let (_, messages) = bench.accepted(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let steps = bench.sending().await;
    bench.gate.add_permits(50);
    assert_eq!(
        bench.report(&path, dsn(&path, KLIENT, "", "")).await,
        Received::TryLater
    );
    assert_eq!(bench.naps.load(Ordering::SeqCst), 50);
    assert!(
        bench.events(bench.company).await.is_empty(),
        "nothing was kept of it"
    );
    bench.finish(&steps).await;
    let again = bench.report(&path, dsn(&path, KLIENT, "", "")).await;
    assert!(matches!(again, Received::Kept { .. }), "{again:?}");
}

#[tokio::test]
async fn an_answer_is_its_letters_by_what_it_answers() {
    let bench = Bench::new().await;
    let (letter, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let to = format!("naidis@{DOMAIN}");
    let answers = format!("In-Reply-To: <{letter}@{DOMAIN}>\r\n");
    let person = EnvelopeSender::Address(KLIENT.to_owned());
    bench
        .arrive(bench.company, Some(&to), person, reply(&to, &answers))
        .await;
    let events = bench.events(bench.company).await;
    assert_eq!((events[0].kind, events[0].distrust), (Kind::RealReply, None));
    assert_eq!(events[0].message.as_ref().map(|(id, _)| *id), Some(messages[0]));
    assert_eq!(bench.state(bench.company, messages[0]).await, MessageState::Sent);
}
