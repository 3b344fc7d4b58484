//! Mails that come back, for the tests of events.

use super::{
    bench::Bench,
    post::{accept_one, end_all},
};
use crate::{
    Batch, CompanyStore, Event, EventQuery, MessageDetail, Named, NewEvent, NewInbound, Step, TakenIn, User,
};
use model::{
    CompanyId, EventId, LetterId, MessageId,
    event::{Cause, Clue, Kind, Source},
};
use sha2::{Digest as _, Sha256};

/// What a mail says that is nothing but of this kind.
pub(super) fn event(kind: Kind) -> NewEvent {
    NewEvent {
        kind,
        cause: None,
        hard: false,
        status: None,
        reply_code: None,
        evidence: String::new(),
        reporter: None,
        recipient: None,
        names: None,
        distrust: None,
    }
}

/// A bounce for good, signed, about this message.
pub(super) fn bounce_of(message: MessageId) -> NewEvent {
    NewEvent {
        cause: Some(Cause::NoSuchAddress),
        hard: true,
        status: Some("5.1.1".parse().unwrap()),
        reply_code: Some(550),
        evidence: "550 5.1.1 nobody \u{0}here, õ".to_owned(),
        reporter: Some("mx.mujal.ee".to_owned()),
        ..signed(Kind::Bounce, message)
    }
}

/// Something else that is signed.
pub(super) fn signed(kind: Kind, message: MessageId) -> NewEvent {
    NewEvent {
        names: Some((Clue::ReturnPath, Named::Message(message))),
        ..event(kind)
    }
}

/// A bounce that names a letter and a recipient, and is not signed.
pub(super) fn bounce_by_letter(letter: LetterId, recipient: &str) -> NewEvent {
    NewEvent {
        recipient: Some(recipient.to_owned()),
        names: Some((Clue::MessageId, Named::Letter(letter))),
        cause: Some(Cause::MailboxFull),
        ..event(Kind::Bounce)
    }
}

/// A mail that says this; another one for another text.
pub(super) fn mail(company: CompanyId, text: &str, events: Vec<NewEvent>) -> NewInbound {
    NewInbound {
        company,
        source: Source::Smtp,
        envelope_sender: None,
        envelope_recipient: Some("naidis-1@sündmused.ee".to_owned()),
        sender: Some("MAILER-DAEMON@mujal.ee".to_owned()),
        subject: text.to_owned(),
        message_id: Some("<1@mujal.ee>".to_owned()),
        size: text.len() as u64,
        digest: Sha256::digest(text).into(),
        raw: Some(text.as_bytes().to_vec()),
        user: None,
        pass_on: false,
        events,
    }
}

/// Takes one mail in.
pub(super) async fn take_in(bench: &Bench, mail: &NewInbound) -> TakenIn {
    let taken = bench.store.take_in(std::slice::from_ref(mail)).await.unwrap();
    assert_eq!(taken.len(), 1);
    taken.into_iter().next().unwrap()
}

/// Takes a mail in that was not here before, and says which events it became.
pub(super) async fn kept(bench: &Bench, mail: &NewInbound) -> Vec<EventId> {
    match take_in(bench, mail).await {
        TakenIn::Kept { events, .. } => events,
        other => panic!("{other:?}"),
    }
}

/// The same with a mail of one event.
pub(super) async fn kept_one(
    bench: &Bench,
    company: &dyn CompanyStore,
    text: &str,
    event: NewEvent,
) -> Event {
    let events = kept(bench, &mail(company.id(), text, vec![event])).await;
    assert_eq!(events.len(), 1);
    company.find_event(events[0]).await.unwrap().unwrap().event
}

/// Lets a message that was sent come back.
pub(super) async fn bounced(bench: &Bench, company: &dyn CompanyStore, message: MessageId) {
    let text = message.to_string();
    assert!(kept_one(bench, company, &text, bounce_of(message)).await.changed);
}

/// A message that came to this end.
pub(super) async fn ended(
    bench: &Bench,
    company: &dyn CompanyStore,
    user: &User,
    end: fn(&Bench) -> Step,
) -> MessageId {
    let message = accept_one(company, user).await;
    assert_eq!(end_all(bench, end).await, 1);
    message
}

pub(super) async fn detail(company: &dyn CompanyStore, message: MessageId) -> MessageDetail {
    company.find_message(message).await.unwrap().unwrap()
}

/// All events, oldest first.
pub(super) async fn all(company: &dyn CompanyStore) -> Vec<Event> {
    let query = EventQuery {
        oldest_first: true,
        ..EventQuery::default()
    };
    company.events(&query, 10_000).await.unwrap()
}

pub(super) async fn batch_of(company: &dyn CompanyStore, id: model::BatchId) -> Batch {
    company.find_batch(id).await.unwrap().unwrap().batch
}
