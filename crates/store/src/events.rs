//! What came back: inbound mails, and what each says of a recipient of ours.
//!
//! A mail is taken in once: its digest tells whether it was here before. Each recipient that it speaks of becomes an
//! event. An event that is believed may change the message it is about, in the same transaction:
//!
//! | message | event | message then |
//! |---|---|---|
//! | sent, in doubt | bounce | bounced: history line, webhook, and the address is noted where it is bad for good |
//! | in doubt | delivered, delayed | sent: the other server has it |
//! | any other | any | stays |
//!
//! What is not believed ([`Distrust`]) is kept and shown, and changes nothing. [`judge`] and [`effect`] are the rules,
//! for all stores.

use crate::{audit::Actor, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    BatchId, CompanyId, DisplayName, EventId, EventName, InboundId, LetterId, Mailbox, MessageId, UserId,
    event::{Cause, Clue, Distrust, Kind, Source},
    session::EnhancedCode,
};

/// A mail that was read, before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInbound {
    /// Which company it came to: by its event mailbox, its return path, the API key or the user's mailbox.
    pub company: CompanyId,
    /// Which way.
    pub source: Source,
    /// The envelope sender, cut to 320 bytes; none where it was null or is not known.
    pub envelope_sender: Option<String>,
    /// The envelope recipient; none where it is not known.
    pub envelope_recipient: Option<String>,
    /// From whom, as it says; cut and cleaned.
    pub sender: Option<String>,
    /// Its subject; cut and cleaned.
    pub subject: String,
    /// Its own Message-ID.
    pub message_id: Option<String>,
    /// How large it was, in bytes.
    pub size: u64,
    /// SHA-256 of the mail without what servers put on top of it on its way, and of the return path that it came to.
    pub digest: [u8; 32],
    /// At most its first MiB, of a reply that is passed on more; none where the company has used up what is kept a day.
    pub raw: Option<Vec<u8>>,
    /// The user whose mailbox it came to (IMAP).
    pub user: Option<UserId>,
    /// Whether a person wrote it and it has to be passed on: [`Inbox::to_pass_on`] lists it then.
    pub pass_on: bool,
    /// What it says, one for each recipient; at least one.
    pub events: Vec<NewEvent>,
}

/// What a mail says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// What it is.
    pub kind: Kind,
    /// Why; none where nothing was refused.
    pub cause: Option<Cause>,
    /// Whether the address itself is bad for good.
    pub hard: bool,
    /// The enhanced status code that it gives.
    pub status: Option<EnhancedCode>,
    /// The SMTP reply code that it gives.
    pub reply_code: Option<u16>,
    /// The line that said so.
    pub evidence: String,
    /// Who reported it.
    pub reporter: Option<String>,
    /// The recipient as the mail names it.
    pub recipient: Option<String>,
    /// What it names of ours, and by what.
    pub names: Option<(Clue, Named)>,
    /// Why it is not believed, where that is known already: a signature that is not ours.
    pub distrust: Option<Distrust>,
}

/// What of ours a mail names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// A message: a signed return path or envelope id.
    Message(MessageId),
    /// A letter, by its Message-ID. Which of its messages it is the recipient tells.
    Letter(LetterId),
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenIn {
    /// It is kept.
    Kept {
        /// Its id.
        mail: InboundId,
        /// Its events, in the order in which they were handed over.
        events: Vec<EventId>,
    },
    /// It had been here before, and is counted: nothing else is changed.
    Replayed {
        /// The id that it has.
        mail: InboundId,
    },
    /// Its message is being sent at this moment: the answer to it is not noted yet. To be tried again in a moment;
    /// nothing was kept.
    TooEarly,
    /// There is no such company any more.
    NoSuchCompany,
}

/// An event mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventMailbox {
    /// Whose.
    pub company: CompanyId,
    /// Until when mail to it still reaches the company, where that has another name by now.
    pub until: Option<Timestamp>,
}

/// A person's reply that is to be passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToPassOn {
    /// The company.
    pub company: CompanyId,
    /// The mail.
    pub mail: InboundId,
    /// Whose letter it answers, where that is known.
    pub user: Option<UserId>,
    /// As it came; none where it was deleted in the meantime.
    pub raw: Option<Vec<u8>>,
}

/// What came of passing a reply on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum PassedOn {
    /// It is in the queue as this letter.
    As {
        /// The letter.
        letter: LetterId,
    },
    /// It goes nowhere: there is nobody in the company to get it.
    Nobody,
    /// It goes nowhere: the program sends nothing through a relay.
    NoRelay,
    /// It goes nowhere: too large, or not readable any more.
    NotPossible,
}

/// What comes in, over all companies.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Whose message this is.
    async fn company_of_message(&self, message: MessageId) -> Result<Option<CompanyId>, StoreError>;

    /// Whether a message of this letter is being sent at this moment: what is about it is taken in later.
    async fn is_being_sent(&self, named: Named) -> Result<bool, StoreError>;

    /// Whose letter this is.
    async fn company_of_letter(&self, letter: LetterId) -> Result<Option<CompanyId>, StoreError>;

    /// Whose event mailbox has this name; none where nobody has it, or its time is over.
    async fn event_mailbox(&self, name: &EventName) -> Result<Option<EventMailbox>, StoreError>;

    /// Takes mails in, all in one transaction, with what follows from them ([`judge`], [`effect`]). What can not be
    /// taken in holds up none of the others.
    async fn take_in(&self, mails: &[NewInbound]) -> Result<Vec<TakenIn>, StoreError>;

    /// Replies that wait to be passed on, oldest first.
    async fn to_pass_on(&self, limit: u32) -> Result<Vec<ToPassOn>, StoreError>;

    /// Notes what came of passing one on.
    async fn passed_on(&self, company: CompanyId, mail: InboundId, what: PassedOn) -> Result<(), StoreError>;

    /// Lets one wait until then: it could not be passed on now.
    async fn pass_on_later(
        &self,
        company: CompanyId,
        mail: InboundId,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// Deletes what mails said that came before `raw_before`, and mails with their events that came before
    /// `events_before`, and addresses that were last bad before `events_before`. Says how many rows went or changed, at
    /// most `limit` of each kind at once.
    async fn delete_inbound_before(
        &self,
        raw_before: Timestamp,
        events_before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError>;
}

/// An event in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The mail that says it.
    pub mail: InboundId,
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub cause: Option<Cause>,
    /// Whether the address is bad for good.
    pub hard: bool,
    /// The enhanced status code.
    pub status: Option<EnhancedCode>,
    /// The SMTP reply code.
    pub reply_code: Option<u16>,
    /// The line that said so.
    pub evidence: String,
    /// Who reported it.
    pub reporter: Option<String>,
    /// The message's recipient where the message is known; else as the mail names it.
    pub recipient: Option<String>,
    /// The message that it is about, and its subject.
    pub message: Option<(MessageId, String)>,
    /// Its batch.
    pub batch: Option<BatchId>,
    /// Whose letter it is, or whose mailbox it came to; his name as the letter has it.
    pub user: Option<(UserId, DisplayName)>,
    /// By what it was found.
    pub clue: Option<Clue>,
    /// Why it is not believed.
    pub distrust: Option<Distrust>,
    /// Whether it changed its message's state.
    pub changed: bool,
    /// From whom the mail is, as it says.
    pub sender: Option<String>,
    /// The mail's subject.
    pub subject: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// An event with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDetail {
    /// The event.
    pub event: Event,
    /// The recipient as the mail names it, where that is another than the message's.
    pub named_recipient: Option<String>,
    /// Which way the mail came.
    pub source: Source,
    /// Its envelope sender.
    pub envelope_sender: Option<String>,
    /// Its envelope recipient.
    pub envelope_recipient: Option<String>,
    /// How large it was.
    pub size: u64,
    /// How often it came.
    pub times: u64,
    /// What it said, at most its first MiB; none where that was deleted.
    pub raw: Option<Vec<u8>>,
    /// The mail's other events.
    pub others: Vec<Event>,
    /// What came of passing it on, and whether it still waits for that.
    pub passed_on: Option<PassedOn>,
    /// Whether it still waits to be passed on.
    pub waits_to_pass_on: bool,
}

/// Which events are asked for. All that is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Of this user's letters alone.
    pub user: Option<UserId>,
    /// Of one of these kinds; an empty list: of any.
    pub kinds: Vec<Kind>,
    /// With this cause.
    pub cause: Option<Cause>,
    /// About this message.
    pub message: Option<MessageId>,
    /// About messages of this batch.
    pub batch: Option<BatchId>,
    /// Stands in the recipient's address, or in the mail's subject; the case of letters does not count.
    pub search: Option<String>,
    /// Those that are believed (true), or that are not (false).
    pub trusted: Option<bool>,
    /// Came at this time or later.
    pub from: Option<Timestamp>,
    /// Came before this time.
    pub until: Option<Timestamp>,
    /// Only those behind this one: the last id of the page before.
    pub after: Option<EventId>,
    /// Oldest first; otherwise newest first.
    pub oldest_first: bool,
}

/// How many events there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventCounts {
    /// By kind, those that are believed alone.
    pub kinds: Vec<(Kind, u64)>,
    /// Bounces by cause, most first, those that are believed alone.
    pub causes: Vec<(Cause, u64)>,
    /// Those that are not believed.
    pub distrusted: u64,
}

/// An address that letters did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAddress {
    /// The address.
    pub address: Mailbox,
    /// How often.
    pub times: u64,
    /// The last cause, as at a message ([`Cause::of_message`], or a cause of the catalogue).
    pub cause: String,
    /// When it was first.
    pub first_at: Timestamp,
    /// When it was last.
    pub last_at: Timestamp,
}

/// What came back to one company.
#[async_trait]
pub trait EventStore: Send + Sync {
    /// Events, newest first unless asked otherwise, at most `limit`.
    async fn events(&self, query: &EventQuery, limit: u32) -> Result<Vec<Event>, StoreError>;

    /// How many there are of the same query; what it says of kinds, of trust and of the page before does not count.
    async fn count_events(&self, query: &EventQuery) -> Result<EventCounts, StoreError>;

    /// One event.
    async fn find_event(&self, id: EventId) -> Result<Option<EventDetail>, StoreError>;

    /// Those of these addresses that letters did not reach for good, in any order. Noted at a bounce that is hard, and
    /// at a refusal at once with the catalogue's cause `recipient-refused`.
    async fn bad_addresses(&self, addresses: &[Mailbox]) -> Result<Vec<BadAddress>, StoreError>;

    /// Somebody says that an address is good again, with an audit entry. Says whether it was noted.
    async fn forget_bad_address(&self, address: &Mailbox, by: &Actor) -> Result<bool, StoreError>;
}

mod arrivals;
mod judge;
mod plan;

pub use arrivals::{Arrival, Arrivals, MailColumns};
pub use judge::{Candidate, Judged, effect, judge};
pub use plan::{BadColumns, MessageChange, Plan, named, plan};
