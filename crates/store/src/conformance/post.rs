//! Letters, accounts and steps for the tests of the queue.

use super::{
    bench::{BY, Bench, own_server},
    webhooks::{add, messages},
};
use crate::{
    Accepted, AccountFault, Advance, Clock as _, CompanyStore, EventKind, Idempotency, Lease, MessageQuery,
    NewBatch, NewLetter, PaceLimits, Release, Route, Step, Store, Taken, User, Webhook, WebhookMessage,
};
use jiff::{SignedDuration, Timestamp};
use model::{
    BatchId, DisplayName, Host, Mailbox, MessageId,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{Attempt, AttemptResult, MessageState, RecipientRole},
    session::Stage,
    settings::{Destination, SendingMode},
};
use std::time::Duration;

/// As long as a lease lasts here.
pub(super) const TURN: Duration = Duration::from_mins(1);

/// No limit at all.
pub(super) const FREE: PaceLimits = PaceLimits {
    interval: None,
    per_day: None,
};

/// The server of [`own_server`].
pub(super) fn route() -> Route {
    route_to("smtp.naidis.ee")
}

/// A server of this name.
pub(super) fn route_to(host: &str) -> Route {
    Route::OwnServer {
        destination: Destination {
            host: Host::parse(host).unwrap(),
            ..own_server().destination
        },
        secret: None,
    }
}

pub(super) fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).unwrap()
}

/// A letter of this user's to this address.
pub(super) fn new_letter(user: &User, to: &str) -> NewLetter {
    let recipient = mailbox(to);
    NewLetter {
        user: user.id,
        route: route(),
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: DisplayName::parse("Näidis OÜ").unwrap(),
                from: mailbox("mari@naidis.ee"),
                reply_to: None,
                envelope_sender: mailbox("mari@naidis.ee"),
                to: vec![Addressee {
                    name: None,
                    address: recipient.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse("Arve nr 1").unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(recipient, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

/// The same with this subject.
pub(super) fn about(subject: &str, letter: NewLetter) -> NewLetter {
    let mut letter = letter;
    letter.letter.subject = Subject::parse(subject).unwrap();
    letter
}

/// The same through this server.
pub(super) fn through(route: Route, letter: NewLetter) -> NewLetter {
    NewLetter { route, ..letter }
}

/// Accepts letters, and says which messages they became, in the order in which they were handed over.
pub(super) async fn accept(company: &dyn CompanyStore, letters: &[NewLetter]) -> Vec<MessageId> {
    let accepted = company.accept(letters, None, None, &BY).await.unwrap();
    ids_of(&accepted)
}

/// Accepts one letter to one recipient.
pub(super) async fn accept_one(company: &dyn CompanyStore, user: &User) -> MessageId {
    accept(company, &[new_letter(user, "saaja@mujal.ee")]).await[0]
}

pub(super) fn ids_of(accepted: &Accepted) -> Vec<MessageId> {
    let letters = accepted.letters.iter();
    letters
        .flat_map(|letter| letter.messages.iter().map(|(id, _)| *id))
        .collect()
}

pub(super) fn key(key: &str, digest: u8) -> Idempotency {
    Idempotency {
        key: key.to_owned(),
        digest: [digest; 32],
    }
}

pub(super) fn new_batch(user: &User, paused: bool) -> NewBatch {
    NewBatch {
        user: user.id,
        name: "Märtsi arved".to_owned(),
        reference: None,
        paused,
    }
}

/// Accepts a batch of these letters under its own key, and says which messages they became.
pub(super) async fn accept_batch(
    company: &dyn CompanyStore,
    user: &User,
    letters: &[NewLetter],
    paused: bool,
) -> (BatchId, Vec<MessageId>) {
    let batch = company.stage_batch(&new_batch(user, paused)).await.unwrap();
    company.stage_letters(batch, letters).await.unwrap();
    let accepted = company
        .accept_batch(batch, &key(&batch.to_string(), 1), &BY)
        .await
        .unwrap();
    assert_eq!((accepted.batch, accepted.again), (Some(batch), false));
    (batch, of_batch(company, batch).await)
}

/// A batch's messages, oldest first.
pub(super) async fn of_batch(company: &dyn CompanyStore, batch: BatchId) -> Vec<MessageId> {
    let query = MessageQuery {
        batch: Some(batch),
        oldest_first: true,
        ..MessageQuery::default()
    };
    let found = company.messages(&query, 10_000).await.unwrap();
    found.iter().map(|message| message.id).collect()
}

/// Leases the one account that has something to send.
pub(super) async fn lease(bench: &Bench) -> Lease {
    let leased = bench.store.lease_accounts(10, TURN, false).await.unwrap();
    assert_eq!(leased.len(), 1, "{leased:?}");
    leased[0].lease
}

/// Leases whatever may be leased.
pub(super) async fn leases(store: &dyn Store, limit: u32) -> Vec<Lease> {
    let leased = store.lease_accounts(limit, TURN, false).await.unwrap();
    leased.into_iter().map(|account| account.lease).collect()
}

/// Takes all that is due.
pub(super) async fn take(store: &dyn Store, lease: Lease) -> Taken {
    store.take_messages(lease, &FREE, 1000).await.unwrap()
}

/// Which messages were taken.
pub(super) fn ids(taken: &Taken) -> Vec<MessageId> {
    taken.messages.iter().map(|message| message.id).collect()
}

/// Makes one step; says whether it was made.
pub(super) async fn advance(store: &dyn Store, lease: Lease, message: MessageId, step: Step) -> bool {
    let done = store.advance(&[Advance { lease, message, step }]).await.unwrap();
    assert_eq!(done.len(), 1);
    done[0]
}

/// Ends a turn of which nothing is known.
pub(super) async fn release(store: &dyn Store, lease: Lease) -> bool {
    store.release(lease, &Release::default()).await.unwrap()
}

/// An attempt that ended now.
pub(super) fn attempt(bench: &Bench, number: u32, result: AttemptResult) -> Attempt {
    let now = bench.clock.now().as_microsecond();
    Attempt {
        number,
        began_at: now,
        ended_at: now,
        result,
        server: Some(own_server().destination),
        stage: Some(Stage::Data),
        cause: (result != AttemptResult::Sent).then(|| "mailbox-full".to_owned()),
        code: None,
        enhanced: None,
        text: Some("õ \u{0}\n".to_owned()),
        by: None,
        next_at: None,
    }
}

pub(super) fn sent(bench: &Bench) -> Step {
    Step::Sent {
        attempt: attempt(bench, 1, AttemptResult::Sent),
    }
}

pub(super) fn failed(bench: &Bench) -> Step {
    Step::Failed {
        attempt: attempt(bench, 1, AttemptResult::Failed),
    }
}

pub(super) fn in_doubt(bench: &Bench) -> Step {
    Step::InDoubt {
        attempt: attempt(bench, 1, AttemptResult::InDoubt),
    }
}

/// Not before so many seconds from now.
pub(super) fn deferred(bench: &Bench, seconds: i64) -> Step {
    Step::Deferred {
        not_before: from_now(bench, seconds),
        attempt: attempt(bench, 1, AttemptResult::Deferred),
    }
}

pub(super) fn from_now(bench: &Bench, seconds: i64) -> Timestamp {
    bench.clock.now() + SignedDuration::from_secs(seconds)
}

/// Where a message is.
pub(super) async fn state(company: &dyn CompanyStore, id: MessageId) -> MessageState {
    company.find_message(id).await.unwrap().unwrap().message.state
}

/// Where messages are.
pub(super) async fn states(company: &dyn CompanyStore, ids: &[MessageId]) -> Vec<MessageState> {
    let mut found = Vec::new();
    for id in ids {
        found.push(state(company, *id).await);
    }
    found
}

/// Takes all that is due, and brings each to its end at once.
pub(super) async fn end_all(bench: &Bench, end: fn(&Bench) -> Step) -> usize {
    let mut ended = 0;
    for lease in leases(&*bench.store, 100).await {
        for id in ids(&take(&*bench.store, lease).await) {
            assert!(advance(&*bench.store, lease, id, Step::Sending).await);
            assert!(advance(&*bench.store, lease, id, end(bench)).await);
            ended += 1;
        }
        assert!(release(&*bench.store, lease).await);
    }
    ended
}

pub(super) fn fault(cause: &str) -> AccountFault {
    AccountFault {
        cause: cause.to_owned(),
        stage: Stage::Auth,
        reply: Some("535 5.7.8 no".to_owned()),
        secret_version: Some(3),
    }
}

/// A webhook that is told of everything.
pub(super) async fn listen(company: &dyn CompanyStore) -> Webhook {
    add(company, "https://naidis.ee/hook", &[]).await
}

/// What a webhook was told, oldest first.
pub(super) async fn told(company: &dyn CompanyStore, webhook: &Webhook) -> Vec<EventKind> {
    let written = messages(company, webhook).await;
    written.iter().rev().map(|message| message.kind).collect()
}

/// What a webhook was told of this kind, oldest first.
pub(super) async fn told_of(
    company: &dyn CompanyStore,
    webhook: &Webhook,
    kind: EventKind,
) -> Vec<WebhookMessage> {
    let mut written = messages(company, webhook).await;
    written.retain(|message| message.kind == kind);
    written.reverse();
    written
}
