//! What people answer is passed on, once.

use crate::support::{self, Bench, DOMAIN, KLIENT, Office, reply, user};
use inbound::{EnvelopeSender, Received};
use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders};
use model::{MessageId, UserId, event::Kind};
use sha2::{Digest, Sha256};
use std::sync::{Arc, atomic::Ordering};
use store::{Actor, Event, Idempotency, Inbox as _, MessageQuery, PassedOn, Role};

fn person() -> EnvelopeSender {
    EnvelopeSender::Address(KLIENT.to_owned())
}

/// The messages of the company that are not the first letter's.
async fn passed_on(bench: &Bench, but: &[MessageId]) -> Vec<store::MessageDetail> {
    let company = bench.of(bench.company);
    let messages = company.messages(&MessageQuery::default(), 100).await.unwrap();
    let mut found = Vec::new();
    for message in messages.iter().filter(|message| !but.contains(&message.id)) {
        found.push(company.find_message(message.id).await.unwrap().unwrap());
    }
    found
}

async fn detail(bench: &Bench, event: &Event) -> store::EventDetail {
    bench
        .of(bench.company)
        .find_event(event.id)
        .await
        .unwrap()
        .unwrap()
}

async fn bytes(bench: &Bench, detail: &store::MessageDetail) -> Vec<u8> {
    let letter = detail.letter.clone().unwrap();
    let hash = letter.content.attachments[0].hash;
    let file: Arc<[u8]> = bench.of(bench.company).blob(&hash).await.unwrap().unwrap().into();
    let at = detail.message.created_at;
    let written = smtp::compose::letter(detail.message.letter, at, &letter, &|_| Some(file.clone())).unwrap();
    written.as_bytes().to_vec()
}

#[tokio::test]
async fn an_answer_goes_to_the_user_whose_letter_it_answers_with_the_original() {
    let bench = Bench::new().await;
    let company = bench.of(bench.company);
    let juri = user(&*company, "juri", Role::User).await;
    let (letter, messages) = bench.sent(&juri, &[KLIENT]).await;
    let to = format!("naidis@{DOMAIN}");
    let mail = reply(&to, &format!("In-Reply-To: <{letter}@{DOMAIN}>\r\n"));
    bench
        .arrive(bench.company, Some(&to), person(), mail.clone())
        .await;
    let office = Arc::new(Office::default());
    let pass_on = bench.pass_on(office.clone());
    assert_eq!(pass_on.look().await.unwrap(), 1);
    assert_eq!(pass_on.look().await.unwrap(), 0);
    assert_eq!(office.woken.load(Ordering::SeqCst), 1);

    let went = passed_on(&bench, &messages).await;
    assert_eq!(went.len(), 1);
    assert_eq!(
        (went[0].message.user, went[0].message.recipient.as_str()),
        (juri.id, "juri@ettevote.test")
    );
    let bytes = bytes(&bench, &went[0]).await;
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!(
        (from.name(), from.address()),
        (Some("Mari Maasikas (Näidis OÜ)"), Some(to.as_str()))
    );
    assert_eq!(
        parsed.reply_to().unwrap().first().unwrap().address(),
        Some(KLIENT)
    );
    assert_eq!(parsed.subject(), Some("Re: Arve 17"));
    assert_eq!(
        parsed.header("Auto-Submitted").and_then(|value| value.as_text()),
        Some("auto-generated")
    );
    assert!(parsed.body_text(0).unwrap().contains("Makstud, aitah!"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("Content-Type: message/rfc822;"), "{text}");
    assert!(text.contains(&mail), "the original is there to the byte");
    assert_eq!(
        parsed.attachment(0).unwrap().attachment_name(),
        Some("original.eml")
    );

    let event = &bench.events(bench.company).await[0];
    let letter = went[0].message.letter;
    assert_eq!(
        detail(&bench, event).await.passed_on,
        Some(PassedOn::As { letter })
    );
}

#[tokio::test]
async fn without_a_known_letter_it_goes_to_the_sender_user_or_the_first_admin() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    let readers = |found: Vec<store::MessageDetail>| -> Vec<UserId> {
        found.iter().map(|one| one.message.user).collect()
    };
    bench
        .arrive(bench.company, Some(&to), person(), reply(&to, "X: 1\r\n"))
        .await;
    let pass_on = bench.pass_on(Arc::default());
    pass_on.look().await.unwrap();
    assert_eq!(readers(passed_on(&bench, &[]).await), [bench.mari.id]);

    let company = bench.of(bench.company);
    let arve = user(&*company, "arve", Role::User).await;
    company
        .set_sender_user(Some(arve.id), None, &Actor::Operator)
        .await
        .unwrap();
    bench
        .arrive(bench.company, Some(&to), person(), reply(&to, "X: 2\r\n"))
        .await;
    pass_on.look().await.unwrap();
    let mut found = readers(passed_on(&bench, &[]).await);
    found.retain(|id| *id != bench.mari.id);
    assert_eq!(found, [arve.id]);
}

#[tokio::test]
async fn it_comes_once_even_where_the_program_ended_before_it_was_noted() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    bench
        .arrive(bench.company, Some(&to), person(), reply(&to, ""))
        .await;
    let waiting = bench.store.to_pass_on(10).await.unwrap();
    // What the program does first. Stored letters have this key: it may not change.
    let key = format!("pass-on {}", waiting[0].mail);
    let digest = Sha256::digest(&key).into();
    let letter = support::letter(bench.mari.id, &["naidis@ettevote.test"]);
    let company = bench.of(bench.company);
    let key = Idempotency { key, digest };
    let first = company
        .accept(&[letter], Some(&key), None, &Actor::Program)
        .await
        .unwrap();
    // It ended there, and another one goes on; whom it would choose now does not matter.
    let aadu = user(&*company, "aadu", Role::User).await;
    company
        .set_sender_user(Some(aadu.id), None, &Actor::Operator)
        .await
        .unwrap();
    assert_eq!(bench.pass_on(Arc::default()).look().await.unwrap(), 1);
    assert_eq!(passed_on(&bench, &[]).await.len(), 1);
    let event = &bench.events(bench.company).await[0];
    let letter = first.letters[0].id;
    assert_eq!(
        detail(&bench, event).await.passed_on,
        Some(PassedOn::As { letter })
    );
    assert!(bench.store.to_pass_on(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_can_not_be_handed_over_now_is_tried_again() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    bench
        .arrive(bench.company, Some(&to), person(), reply(&to, ""))
        .await;
    let waiting = bench.store.to_pass_on(10).await.unwrap();
    // Something else under its key: the store refuses.
    let key = Idempotency {
        key: format!("pass-on {}", waiting[0].mail),
        digest: [0; 32],
    };
    let letter = support::letter(bench.mari.id, &["naidis@ettevote.test"]);
    let company = bench.of(bench.company);
    company
        .accept(&[letter], Some(&key), None, &Actor::Program)
        .await
        .unwrap();
    assert_eq!(bench.pass_on(Arc::default()).look().await.unwrap(), 0);
    assert!(
        bench.store.to_pass_on(10).await.unwrap().is_empty(),
        "not at once"
    );
    bench.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(bench.store.to_pass_on(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn machines_are_marked_and_not_passed_on() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    let own = bench.sent(&bench.mari, &[KLIENT]).await;
    let loops = format!("From: Naidis <{to}>\r\nTo: x@klient.test\r\nSubject: Arve\r\n\r\nTere\r\n");
    let ours = format!(
        "From: A <a@klient.test>\r\nTo: <{to}>\r\nMessage-ID: <{}@{DOMAIN}>\r\nSubject: Arve\r\n\r\nTere\r\n",
        own.0
    );
    let hops = "Received: from a by b; c\r\n".repeat(51);
    for (mail, sender) in [
        (reply(&to, "Auto-Submitted: auto-replied\r\n"), person()),
        (reply(&to, "X-A: 1\r\n"), EnvelopeSender::Null),
        (loops, person()),
        (ours, person()),
        (format!("{hops}{}", reply(&to, "X-A: 2\r\n")), person()),
    ] {
        let kept = bench.arrive(bench.company, Some(&to), sender, mail.clone()).await;
        assert!(matches!(kept, Received::Kept { .. }), "{mail}");
    }
    let pass_on = bench.pass_on(Arc::default());
    assert_eq!(pass_on.look().await.unwrap(), 0);
    assert!(passed_on(&bench, &own.1).await.is_empty());
    let events = bench.events(bench.company).await;
    assert_eq!(events.len(), 5);
    let automatic = events
        .iter()
        .filter(|event| event.kind == Kind::AutomaticReply)
        .count();
    assert!(automatic >= 2, "{events:?}");
}

#[tokio::test]
async fn a_readers_own_mail_does_not_come_back_to_him() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    // His machine answers, and does not say that it is one.
    let own = reply(&path, "").replace(KLIENT, &bench.mari.email.to_string().to_uppercase());
    let sender = EnvelopeSender::Address(bench.mari.email.to_string());
    bench.arrive(bench.company, Some(&path), sender, own).await;
    assert_eq!(bench.pass_on(Arc::default()).look().await.unwrap(), 0);
    let event = &bench.events(bench.company).await[0];
    assert_eq!(detail(&bench, event).await.passed_on, Some(PassedOn::NotPossible));
}

#[tokio::test]
async fn without_a_relay_or_a_reader_it_stays_and_says_so() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    bench
        .arrive(bench.company, Some(&to), person(), reply(&to, ""))
        .await;
    let office = Office {
        no_relay: true,
        ..Office::default()
    };
    assert_eq!(bench.pass_on(Arc::new(office)).look().await.unwrap(), 0);
    let event = &bench.events(bench.company).await[0];
    let detail = detail(&bench, event).await;
    assert_eq!(
        (detail.passed_on, detail.waits_to_pass_on),
        (Some(PassedOn::NoRelay), false)
    );
}

#[tokio::test]
async fn one_that_is_larger_than_what_is_kept_of_others_goes_whole() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    let large = reply(&to, "") + &"y\r\n".repeat(500_000);
    bench
        .arrive(bench.company, Some(&to), person(), large.clone())
        .await;
    assert_eq!(bench.pass_on(Arc::default()).look().await.unwrap(), 1);
    let went = passed_on(&bench, &[]).await;
    let text = String::from_utf8(bytes(&bench, &went[0]).await).unwrap();
    assert!(text.contains(&large));
}

#[tokio::test]
async fn of_one_that_is_too_large_its_text_goes() {
    let bench = Bench::new().await;
    let to = format!("naidis@{DOMAIN}");
    let large = reply(&to, "") + &"y\r\n".repeat(2_000_000);
    bench.arrive(bench.company, Some(&to), person(), large).await;
    assert_eq!(bench.pass_on(Arc::default()).look().await.unwrap(), 1);
    let went = passed_on(&bench, &[]).await;
    let content = went[0].letter.clone().unwrap().content;
    assert!(content.attachments.is_empty());
    let text = content.text.unwrap();
    assert!(
        text.contains("Makstud") && text.ends_with("(too large)"),
        "{}",
        &text[..200.min(text.len())]
    );
}
