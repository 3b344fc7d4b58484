//! Rows of what came back.

use super::{ToldMessageRow, count, display_name, from_json, micros, name_key, parsed, plain, time};
use crate::{
    error::StoreError,
    events::{Arrival, BadAddress, Event, EventCounts, EventDetail, NewEvent, ToPassOn},
};
use jiff::Timestamp;
use model::{
    BatchId, CompanyId, EventId, InboundId, Mailbox, MessageId, UserId,
    event::{Cause, Distrust, Kind},
    message::MessageState,
};
use uuid::Uuid;

/// A message that a mail names, with what webhooks are told of it.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug, Clone)]
pub struct FoundRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_external_id: Option<String>,
    pub user_id: Uuid,
    /// None where he has none, or is gone.
    pub user_external_id: Option<String>,
    pub letter_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub recipient: String,
    pub recipient_key: String,
    /// Of the letter.
    pub reference: Option<String>,
    pub state: String,
    pub attempts: i64,
}

impl FoundRow {
    pub(crate) fn state(&self) -> Result<MessageState, StoreError> {
        parsed("state", &self.state)
    }

    /// What is told of it once it is in another state.
    pub(crate) fn told(&self, state: MessageState, cause: Option<String>) -> ToldMessageRow {
        ToldMessageRow {
            id: self.id,
            company_id: self.company_id,
            company_external_id: self.company_external_id.clone(),
            user_id: self.user_id,
            user_external_id: self.user_external_id.clone(),
            letter_id: self.letter_id,
            batch_id: self.batch_id,
            recipient: self.recipient.clone(),
            reference: self.reference.clone(),
            state: state.key().to_owned(),
            attempts: self.attempts,
            cause,
        }
    }
}

/// An event as it is written.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug, Clone, serde::Serialize)]
pub struct EventColumns {
    pub id: Uuid,
    pub company_id: Uuid,
    pub mail_id: Uuid,
    pub message_id: Option<Uuid>,
    pub letter_id: Option<Uuid>,
    pub batch_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    pub kind: &'static str,
    pub cause: Option<&'static str>,
    pub hard: bool,
    pub status: Option<String>,
    pub reply_code: Option<i64>,
    pub evidence: String,
    pub reporter: Option<String>,
    pub recipient: Option<String>,
    pub recipient_key: Option<String>,
    pub clue: Option<&'static str>,
    pub distrust: Option<&'static str>,
    pub changed: bool,
    pub received_at: i64,
}

impl EventColumns {
    /// An event of a mail, about this message where it is known.
    pub(crate) fn of(
        arrival: &Arrival<'_>,
        (id, event): (EventId, &NewEvent),
        about: Option<&FoundRow>,
        (distrust, changed): (Option<Distrust>, bool),
        now: Timestamp,
    ) -> Self {
        let recipient = event.recipient.as_deref().map(plain);
        let named_key = recipient.as_deref().map(name_key);
        let mailbox_of = arrival.mail.user.map(|user| *user.as_uuid());
        Self {
            id: *id.as_uuid(),
            company_id: *arrival.mail.company.as_uuid(),
            mail_id: arrival.id,
            message_id: about.map(|about| about.id),
            letter_id: about.map(|about| about.letter_id),
            batch_id: about.and_then(|about| about.batch_id),
            user_id: about.map(|about| about.user_id).or(mailbox_of),
            kind: event.kind.key(),
            cause: event.cause.map(Cause::key),
            hard: event.hard,
            status: event.status.map(|status| status.to_string()),
            reply_code: event.reply_code.map(i64::from),
            evidence: plain(&event.evidence),
            reporter: event.reporter.as_deref().map(plain),
            recipient_key: about.map(|about| about.recipient_key.clone()).or(named_key),
            recipient,
            clue: event.names.map(|(clue, _)| clue.key()),
            distrust: distrust.map(Distrust::key),
            changed,
            received_at: micros(now),
        }
    }
}

/// An event with what its mail, its message and its user say.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct EventRow {
    pub id: Uuid,
    pub mail_id: Uuid,
    pub kind: String,
    pub cause: Option<String>,
    pub hard: bool,
    pub status: Option<String>,
    pub reply_code: Option<i64>,
    pub evidence: String,
    pub reporter: Option<String>,
    /// As the mail names it.
    pub recipient: Option<String>,
    /// Of the message where it was known, else of `recipient`; in lower case.
    pub recipient_key: Option<String>,
    pub message_id: Option<Uuid>,
    /// Of the message; none where that is gone.
    pub message_recipient: Option<String>,
    /// Of the letter.
    pub message_subject: Option<String>,
    pub batch_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    /// His name now; where he is gone, that of the letter.
    pub user_name: Option<String>,
    pub clue: Option<String>,
    pub distrust: Option<String>,
    pub changed: bool,
    /// Of the mail.
    pub sender: Option<String>,
    /// Of the mail.
    pub subject: String,
    pub received_at: i64,
}

fn word<T: std::str::FromStr>(what: &'static str, text: Option<&str>) -> Result<Option<T>, StoreError> {
    text.map(|text| parsed(what, text)).transpose()
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let code = |code: i64| u16::try_from(code).map_err(|_| StoreError::Damaged { what: "reply code" });
        let of_message = row.message_id.and(row.recipient_key);
        let user = row.user_id.map(UserId::from_uuid).zip(row.user_name);
        Ok(Self {
            id: EventId::from_uuid(row.id),
            mail: InboundId::from_uuid(row.mail_id),
            kind: parsed("kind", &row.kind)?,
            cause: word("cause", row.cause.as_deref())?,
            hard: row.hard,
            status: word("status", row.status.as_deref())?,
            reply_code: row.reply_code.map(code).transpose()?,
            evidence: row.evidence,
            reporter: row.reporter,
            recipient: row.message_recipient.or(of_message).or(row.recipient),
            message: row.message_id.map(MessageId::from_uuid).zip(row.message_subject),
            batch: row.batch_id.map(BatchId::from_uuid),
            user: user
                .map(|(user, name)| Ok::<_, StoreError>((user, display_name(&name)?)))
                .transpose()?,
            clue: word("clue", row.clue.as_deref())?,
            distrust: word("distrust", row.distrust.as_deref())?,
            changed: row.changed,
            sender: row.sender,
            subject: row.subject,
            received_at: time(row.received_at)?,
        })
    }
}

/// What a mail says of itself beside its events.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct InboundRow {
    pub source: String,
    pub envelope_sender: Option<String>,
    pub envelope_recipient: Option<String>,
    pub size: i64,
    pub times: i64,
    pub raw: Option<Vec<u8>>,
    pub pass_on_at: Option<i64>,
    pub passed_on: Option<String>,
}

impl InboundRow {
    /// The event, with its mail and that mail's other events.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a column can not be read.
    pub fn with_events(self, event: EventRow, others: Vec<EventRow>) -> Result<EventDetail, StoreError> {
        let named = event.recipient.clone();
        let event = Event::try_from(event)?;
        let same = |named: &String| {
            let shown = event.recipient.as_deref().unwrap_or_default();
            name_key(named) == name_key(shown)
        };
        Ok(EventDetail {
            named_recipient: named.filter(|named| !same(named)),
            event,
            source: parsed("source", &self.source)?,
            envelope_sender: self.envelope_sender,
            envelope_recipient: self.envelope_recipient,
            size: count(self.size)?,
            times: count(self.times)?,
            raw: self.raw,
            others: others
                .into_iter()
                .map(Event::try_from)
                .collect::<Result<_, _>>()?,
            passed_on: self
                .passed_on
                .map(|what| from_json("passed on", &what))
                .transpose()?,
            waits_to_pass_on: self.pass_on_at.is_some(),
        })
    }
}

/// How many events are of one kind and cause.
#[expect(missing_docs, reason = "as the query names them")]
#[derive(Debug)]
pub struct EventCountRow {
    pub kind: String,
    pub cause: Option<String>,
    pub believed: bool,
    pub number: i64,
}

/// The counts together.
///
/// # Errors
/// [`StoreError::Damaged`] where a word is none.
pub fn event_counts(rows: impl IntoIterator<Item = EventCountRow>) -> Result<EventCounts, StoreError> {
    let mut counts = EventCounts::default();
    for row in rows {
        let (kind, number) = (parsed("kind", &row.kind)?, count(row.number)?);
        if !row.believed {
            counts.distrusted += number;
            continue;
        }
        add(&mut counts.kinds, kind, number);
        if let (Kind::Bounce, Some(cause)) = (kind, row.cause) {
            add(&mut counts.causes, parsed("cause", &cause)?, number);
        }
    }
    counts.kinds.sort_unstable();
    counts
        .causes
        .sort_unstable_by_key(|(cause, number)| (std::cmp::Reverse(*number), *cause));
    Ok(counts)
}

fn add<T: PartialEq>(counts: &mut Vec<(T, u64)>, what: T, number: u64) {
    match counts.iter_mut().find(|(counted, _)| *counted == what) {
        Some((_, counted)) => *counted += number,
        None => counts.push((what, number)),
    }
}

/// An address that letters did not reach.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct BadAddressRow {
    pub address_key: String,
    pub times: i64,
    pub cause: String,
    pub first_at: i64,
    pub last_at: i64,
}

impl BadAddressRow {
    /// Under the address that was asked for.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a column can not be read.
    pub fn of(self, address: Mailbox) -> Result<BadAddress, StoreError> {
        Ok(BadAddress {
            address,
            times: count(self.times)?,
            cause: self.cause,
            first_at: time(self.first_at)?,
            last_at: time(self.last_at)?,
        })
    }
}

/// A reply that is to be passed on.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct PassOnRow {
    pub company_id: Uuid,
    pub id: Uuid,
    pub user_id: Option<Uuid>,
    pub raw: Option<Vec<u8>>,
}

impl From<PassOnRow> for ToPassOn {
    fn from(row: PassOnRow) -> Self {
        Self {
            company: CompanyId::from_uuid(row.company_id),
            mail: InboundId::from_uuid(row.id),
            user: row.user_id.map(UserId::from_uuid),
            raw: row.raw,
        }
    }
}
