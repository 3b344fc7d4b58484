//! The queue: accounts that are leased, messages that are taken, and what became of them. For the crate `delivery`
//! alone; it works over all companies.
//!
//! An account is leased, not a message: whoever holds the lease takes up to N of its messages. The lease has a token
//! that grows with each lease (fencing): every write that a worker makes carries it, and does nothing where somebody
//! else has leased the account since. A worker that slept past its lease can write nothing.
//!
//! | state before | step | state after |
//! |---|---|---|
//! | queued | [`Queue::take`] | leased |
//! | leased | [`Step::Sending`], committed before the first byte of the content leaves | sending |
//! | leased, sending | [`Step::Sent`], [`Step::Deferred`], [`Step::Failed`] | sent, queued (not before), failed |
//! | sending | [`Step::InDoubt`] | in doubt |
//! | leased | [`Step::Back`], [`Step::Later`] | queued, as if it had not been taken |
//! | leased, the lease ran out | the next [`Queue::lease_accounts`] | queued |
//! | sending, the lease ran out | the next [`Queue::lease_accounts`] | in doubt |
//!
//! Where the batch of a message was paused meanwhile, "queued" is "paused"; where it was canceled, "canceled".

use crate::{
    audit::Actor, connections::OpenConnections, error::StoreError, pace::PaceLimits, settings::Owner,
    verification::SecretOwner,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    AccountId, BatchId, CompanyId, LetterId, Mailbox, MessageId, UserId,
    letter::Letter,
    message::{Attempt, RecipientRole},
    session::Stage,
    settings::Destination,
};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// Through what an account's letters go out. One account of a company for each: kept as JSON text, which is its key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "through", rename_all = "kebab-case")]
pub enum Route {
    /// The portal's relay. Each company has its own account for it, so that companies take turns.
    Relay,
    /// A server of the company's own.
    OwnServer {
        /// Which.
        destination: Destination,
        /// Whose password; none where nobody signs in there.
        secret: Option<SecretOwner>,
    },
}

/// The right to send through an account, until it runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lease {
    /// The account.
    pub account: AccountId,
    /// Its company.
    pub company: CompanyId,
    /// Greater than that of every lease of the account before.
    pub token: u64,
}

/// An account that was leased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeasedAccount {
    /// The lease.
    pub lease: Lease,
    /// Through what its letters go out.
    pub route: Route,
    /// Since when its server could not be reached or refused everything, and how often in a row; none where it works.
    pub trouble: Option<Trouble>,
    /// What programs noted of their connections when they released it, the last one first.
    pub open: Vec<OpenConnections>,
}

/// An account whose server does not work just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// How often in a row it was tried.
    pub times: u32,
}

/// Why an account does not work: the server's fault or the settings', not that of any message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFault {
    /// The stable key of the cause (a cause of the catalogue).
    pub cause: String,
    /// Where it showed.
    pub stage: Stage,
    /// The server's reply code and words, where it said any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The version of the password that was tried: with another one it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_version: Option<u64>,
}

impl AccountFault {
    /// The cause of a hold that the operator wished for (`saatja queue hold`): he alone ends it.
    pub const BY_OPERATOR: &'static str = "held-by-operator";

    /// Whether the operator holds the account.
    #[must_use]
    pub fn is_by_operator(&self) -> bool {
        self.cause == Self::BY_OPERATOR
    }

    /// Whether this one may let an account go that is held, or in trouble, for this reason.
    #[must_use]
    pub fn may_be_ended_by(&self, by: &Actor) -> bool {
        !self.is_by_operator() || *by == Actor::Operator
    }

    /// Whether a hold for this reason takes the place of what the account is held for now.
    #[must_use]
    pub fn takes_the_place_of(&self, before: Option<&Self>) -> bool {
        before.is_none_or(|before| self.is_by_operator() && !before.is_by_operator())
    }
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenMessage {
    /// Its id.
    pub id: MessageId,
    /// Its letter.
    pub letter: LetterId,
    /// Whose settings it goes out with.
    pub user: UserId,
    /// Its batch.
    pub batch: Option<BatchId>,
    /// Where it goes.
    pub recipient: Mailbox,
    /// As what the recipient stands in the letter.
    pub role: RecipientRole,
    /// How often it was tried before.
    pub attempts: u32,
    /// When the first attempt began; none where there was none.
    pub first_attempt_at: Option<Timestamp>,
    /// When it is no longer worth sending, where its sender said so.
    pub deadline: Option<Timestamp>,
    /// The cause of its last attempt, where there was one.
    pub cause: Option<String>,
    /// When it last came to another state, [`Step::Back`] and [`Step::Later`] left out.
    pub changed_at: Timestamp,
}

/// What was taken.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// The messages, in the order in which they are to be sent.
    pub messages: Vec<TakenMessage>,
    /// Their letters, each once, with the time of acceptance; those that can not be read are not among them.
    pub letters: Vec<(LetterId, Timestamp, Arc<Letter>)>,
    /// When the pace lets the next one out, where it does not now.
    pub not_before: Option<Timestamp>,
}

/// One step of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// The lease that the message was taken under.
    pub lease: Lease,
    /// The message.
    pub message: MessageId,
    /// What happened.
    pub step: Step,
}

/// What happened to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Its content may leave from now on. Counts as an attempt. Refused where the message is no longer leased under
    /// this token (the lease was lost, the message paused or canceled), or the lease is over by the store's clock.
    Sending,
    /// The server took it.
    Sent {
        /// The attempt.
        attempt: Attempt,
    },
    /// It is tried again later. Counts as an attempt where it had not come to [`Step::Sending`].
    Deferred {
        /// Not before this time.
        not_before: Timestamp,
        /// The attempt.
        attempt: Attempt,
    },
    /// It does not go out.
    Failed {
        /// The attempt.
        attempt: Attempt,
    },
    /// Nobody knows.
    InDoubt {
        /// The attempt.
        attempt: Attempt,
    },
    /// It was not tried, and goes back as it was.
    Back,
    /// The same, and it waits.
    Later {
        /// Not before this time.
        not_before: Timestamp,
    },
}

/// How a turn with an account ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// What is known about the account now.
    pub account: AccountNow,
    /// The server asked to go slower (421, 432, 450 4.7.x): the pace is halved, and recovers by itself.
    pub slower: bool,
    /// When the last letter had come to the server, where one did: the next one's distance counts from then.
    pub came: Option<Timestamp>,
    /// Connections that the program leaves open; none where it has nothing to say of them.
    pub open: Option<OpenConnections>,
}

/// What is known about an account after a turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AccountNow {
    /// Nothing new: as it was before.
    #[default]
    Unknown,
    /// It works: earlier trouble is forgotten.
    Works,
    /// It does not work for now. [`LeasedAccount::trouble`] counts.
    Trouble {
        /// Nothing of it is taken before this time.
        not_before: Timestamp,
        /// Why.
        why: AccountFault,
    },
    /// It does not work until somebody changes something. Its messages wait; their clocks stand still.
    Held {
        /// Why.
        why: AccountFault,
    },
}

/// An account that is held and has messages that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAccount {
    /// The account.
    pub account: AccountId,
    /// Its company.
    pub company: CompanyId,
    /// Through what its letters go out.
    pub route: Route,
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: AccountFault,
    /// Whether its owner was told ([`Queue::told_of_hold`]).
    pub told: bool,
    /// The users who have messages waiting on it.
    pub users: Vec<UserId>,
}

/// How many messages are where, and how old the oldest is that waits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// Messages by state; states without any are left out. Final states are not counted.
    pub by_state: Vec<(model::message::MessageState, u64)>,
    /// When the longest waiting queued message could have been sent (not before its time).
    pub oldest_due: Option<Timestamp>,
    /// Accounts that are held.
    pub held_accounts: u64,
    /// Accounts that are leased now.
    pub leased_accounts: u64,
}

/// The queue of all companies.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Leases accounts that have something to send now, are not held and not leased, at most `limit`: companies take
    /// turns by when they were last served, accounts of one company too. An account whose lease ran out is recovered
    /// first: what was leased waits again, what was being sent is in doubt (with the attempt noted, and the messages to
    /// webhooks). `without_trouble`: only those that work as far as is known.
    async fn lease_accounts(
        &self,
        limit: u32,
        lease: Duration,
        without_trouble: bool,
    ) -> Result<Vec<LeasedAccount>, StoreError>;

    /// Makes leases last this long from now on. Says for each whether it is still held.
    async fn renew_leases(&self, leases: &[Lease], lease: Duration) -> Result<Vec<bool>, StoreError>;

    /// Takes up to `most` messages that may go now, oldest first (by the time before which they may not go, then by
    /// id), as many as the pace lets out, and not more than 8 MiB of letters (one at least). Nothing where the lease is
    /// lost.
    async fn take_messages(&self, lease: Lease, limits: &PaceLimits, most: u32) -> Result<Taken, StoreError>;

    /// Makes many steps in one transaction, with the messages to webhooks and the end of batches. Says for each whether
    /// it was made: not where the lease or the message is somebody else's by now.
    async fn advance(&self, steps: &[Advance]) -> Result<Vec<bool>, StoreError>;

    /// Ends a turn. What is still leased under it waits again. The account's next turn is when its pace, its trouble
    /// and its messages allow. Does nothing where the lease is lost, and says false.
    async fn release(&self, lease: Lease, release: &Release) -> Result<bool, StoreError>;

    /// Makes due anew what only an earlier clock or earlier limits put off; to be called when a program begins, and when
    /// it finds that the clock was set back. A message that nobody asked to send later waits no longer than it would
    /// have by this clock, and no lease lasts longer than `lease` from now. Where a pace keeps an account waiting, it is
    /// asked again with the limits as they are. Says how many messages were brought forward.
    async fn catch_up(&self, lease: Duration) -> Result<u64, StoreError>;

    /// When the next account has something to send, or a lease runs out: none where nothing waits.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Waits until something may have become due (letters were accepted, a person said go on, an account was
    /// released), by this store or another replica, and `at_most` so long. What happened since it last returned
    /// counts. It may return without a reason; a store that can not tell waits the whole time.
    async fn wait_for_work(&self, at_most: Duration) {
        tokio::time::sleep(at_most).await;
    }

    /// Moves the messages of a user that wait (queued or paused, not taken) to the account of this route, made where
    /// there is none, and says how many. `from`: only those of this account. Letters from the event mailbox
    /// ([`model::settings::SendingMode::ReplyTo`]) stay with the relay: no other server sends for that address.
    async fn reroute(
        &self,
        company: CompanyId,
        user: UserId,
        from: Option<AccountId>,
        to: &Route,
    ) -> Result<u64, StoreError>;

    /// Held accounts, oldest hold first, behind this one, at most `limit`.
    async fn held_accounts(
        &self,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<HeldAccount>, StoreError>;

    /// Notes that an account's owner was told of this hold.
    async fn told_of_hold(&self, account: AccountId, since: Timestamp) -> Result<(), StoreError>;

    /// Lets an account be tried again: held or in trouble before. Deadlines of its messages move by as long as it was
    /// held. Says whether there was anything to end. What the operator holds ([`AccountFault::is_by_operator`]) he alone
    /// ends. With an audit entry, but where the program does it by itself: it writes none when it holds one either.
    async fn release_account(&self, account: AccountId, by: &Actor) -> Result<bool, StoreError>;

    /// Holds an account by somebody's wish (`saatja queue hold`), with an audit entry. The operator's wish takes the
    /// place of a fault that it is held for, whose clocks go on standing still. Says whether anything was changed: not
    /// where there is no such account, or it is held already otherwise.
    async fn hold_account(
        &self,
        account: AccountId,
        why: &AccountFault,
        by: &Actor,
    ) -> Result<bool, StoreError>;

    /// How much waits: for metrics and the command line.
    async fn queue_counts(&self) -> Result<QueueCounts, StoreError>;

    /// Accounts with what waits on them, for the command line: behind this one by id, at most `limit`.
    async fn queue_accounts(
        &self,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<crate::messages::AccountStatus>, StoreError>;
}

/// Whose password a route's server gets, as the settings know owners.
#[must_use]
pub fn owner_of(secret: SecretOwner) -> Owner {
    match secret {
        SecretOwner::Company => Owner::Company,
        SecretOwner::User(user) => Owner::User(user),
    }
}
