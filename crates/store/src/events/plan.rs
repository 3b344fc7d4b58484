//! What follows from mails that were not here before, as rows: decided in one place for all stores, which only read
//! before and write afterwards. For stores alone.

use super::{Arrival, Candidate, Judged, Named, NewEvent, effect, judge};
use crate::{
    changes::{self, Message},
    error::StoreError,
    rows::{EventColumns, FoundRow},
};
use jiff::Timestamp;
use model::{
    CompanyId, EventId, MessageId,
    event::{Cause, Kind},
    message::MessageState,
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A message that events change: all of them together.
#[derive(Debug, PartialEq, Eq)]
pub struct MessageChange {
    /// Which.
    pub id: Uuid,
    /// Where it is then.
    pub state: MessageState,
    /// Its cause then.
    pub cause: Option<String>,
    /// Lines that its history gets.
    pub lines: String,
    /// By how much its version grows.
    pub steps: i64,
}

/// An address that is bad for good.
#[derive(Debug, PartialEq, Eq)]
pub struct BadColumns {
    /// How often it was found to be.
    pub times: i64,
    /// The cause, as at a message.
    pub cause: String,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// The events of each fresh mail, by its id; none: too early, and the mail goes again.
    pub events_of: HashMap<Uuid, Option<Vec<EventId>>>,
    /// All events.
    pub events: Vec<EventColumns>,
    /// Messages that they change, by id.
    pub messages: BTreeMap<Uuid, MessageChange>,
    /// Bad addresses, by company and address in lower case.
    pub bad: BTreeMap<(Uuid, String), BadColumns>,
    /// What webhooks are told, by company.
    pub told: Vec<(Uuid, Message)>,
}

impl Plan {
    /// Mails that came too early.
    pub fn too_early(&self) -> impl Iterator<Item = &Uuid> {
        let mails = self.events_of.iter();
        mails.filter(|(_, events)| events.is_none()).map(|(id, _)| id)
    }
}

/// Which messages and letters these mails name.
#[must_use]
pub fn named(mails: &[&Arrival<'_>]) -> (Vec<Uuid>, Vec<Uuid>) {
    let (mut messages, mut letters) = (Vec::new(), Vec::new());
    for (_, named) in mails
        .iter()
        .flat_map(|arrival| &arrival.mail.events)
        .filter_map(|event| event.names)
    {
        match named {
            Named::Message(id) => messages.push(*id.as_uuid()),
            Named::Letter(id) => letters.push(*id.as_uuid()),
        }
    }
    for ids in [&mut messages, &mut letters] {
        ids.sort_unstable();
        ids.dedup();
    }
    (messages, letters)
}

/// Decides what follows. `found`: the messages that the mails name and those of letters that they name, of all
/// companies, locked; `companies`: the mails' companies with what their portal calls them.
///
/// # Errors
/// [`StoreError::Damaged`] where a row can not be read; those of making an id.
pub fn plan(
    mails: &[&Arrival<'_>],
    found: &[FoundRow],
    companies: &BTreeMap<Uuid, Option<String>>,
    now: Timestamp,
    mut new_id: impl FnMut() -> Result<Uuid, StoreError>,
) -> Result<Plan, StoreError> {
    let mut known = Known::of(found)?;
    let mut plan = Plan::default();
    for arrival in mails {
        let company = arrival.mail.company;
        let events = &arrival.mail.events;
        let judged: Vec<Judged> = events.iter().map(|event| known.judge(company, event)).collect();
        if judged.contains(&Judged::TooEarly) {
            plan.events_of.insert(arrival.id, None);
            continue;
        }
        let mut ids = Vec::with_capacity(events.len());
        for (event, judged) in events.iter().zip(judged) {
            let id = EventId::from_uuid(new_id()?);
            ids.push(id);
            plan.add(arrival, (id, event), &judged, &mut known, companies, now)?;
        }
        plan.events_of.insert(arrival.id, Some(ids));
    }
    Ok(plan)
}

impl Plan {
    fn add(
        &mut self,
        arrival: &Arrival<'_>,
        (id, event): (EventId, &NewEvent),
        judged: &Judged,
        known: &mut Known<'_>,
        companies: &BTreeMap<Uuid, Option<String>>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (at, distrust) = match judged {
            Judged::About(message, distrust) => (known.place(*message), *distrust),
            Judged::Nothing(distrust) => (None, *distrust),
            Judged::TooEarly => return Ok(()),
        };
        let about = at.map(|at| known.found[at]);
        let after = at
            .filter(|_| distrust.is_none())
            .and_then(|at| effect(event.kind, known.states[at]));
        self.events.push(EventColumns::of(
            arrival,
            (id, event),
            about,
            (distrust, after.is_some()),
            now,
        ));
        if let (Some(at), Some(about), Some(after)) = (at, about, after) {
            known.states[at] = after;
            self.change(about, event, after, now)?;
            self.told.extend(
                changes::event_told(about, (id, event), after, now)?.map(|told| (about.company_id, told)),
            );
        }
        // A message that came back is told of as such, and that once.
        if distrust.is_none() && after != Some(MessageState::Bounced) {
            let company = arrival.mail.company.as_uuid();
            let external_id = companies.get(company).and_then(Option::as_deref);
            let told = changes::event_received((company, external_id), arrival.mail, (id, event), about, now);
            self.told.push((*company, told));
        }
        Ok(())
    }

    fn change(
        &mut self,
        about: &FoundRow,
        event: &NewEvent,
        after: MessageState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let cause = changes::returned_cause(event, after);
        let line = changes::returned_line(about.attempts, event, after, now)?;
        let change = self.messages.entry(about.id).or_insert_with(|| MessageChange {
            id: about.id,
            state: after,
            cause: None,
            lines: String::new(),
            steps: 0,
        });
        change.state = after;
        change.cause = cause.map(str::to_owned);
        change.lines.push_str(&line);
        change.steps += 1;
        if event.kind == Kind::Bounce && event.hard {
            let key = (about.company_id, about.recipient_key.clone());
            let cause = event.cause.unwrap_or(Cause::Unknown).of_message().to_owned();
            let bad = self.bad.entry(key).or_insert_with(|| BadColumns {
                times: 0,
                cause: String::new(),
            });
            (bad.times, bad.cause) = (bad.times + 1, cause);
        }
        Ok(())
    }
}

/// The messages that are named, with their states as events move them on.
struct Known<'a> {
    found: Vec<&'a FoundRow>,
    states: Vec<MessageState>,
    messages: HashMap<Uuid, usize>,
    letters: HashMap<Uuid, Vec<usize>>,
}

impl<'a> Known<'a> {
    fn of(rows: &'a [FoundRow]) -> Result<Self, StoreError> {
        let mut known = Self {
            found: rows.iter().collect(),
            states: rows.iter().map(FoundRow::state).collect::<Result<_, _>>()?,
            messages: HashMap::new(),
            letters: HashMap::<Uuid, Vec<usize>>::new(),
        };
        for (at, row) in rows.iter().enumerate() {
            known.messages.insert(row.id, at);
            known.letters.entry(row.letter_id).or_default().push(at);
        }
        Ok(known)
    }

    fn place(&self, message: MessageId) -> Option<usize> {
        self.messages.get(message.as_uuid()).copied()
    }

    fn judge(&self, company: CompanyId, event: &NewEvent) -> Judged {
        let places: &[usize] = match event.names {
            None => &[],
            Some((_, Named::Message(id))) => {
                self.messages.get(id.as_uuid()).map_or(&[], std::slice::from_ref)
            }
            Some((_, Named::Letter(id))) => self.letters.get(id.as_uuid()).map_or(&[], Vec::as_slice),
        };
        let here = |at: &&usize| self.found[**at].company_id == *company.as_uuid();
        let candidates: Vec<Candidate> = places.iter().filter(here).map(|at| self.candidate(*at)).collect();
        let elsewhere = candidates.is_empty() && !places.is_empty();
        judge(event, &candidates, elsewhere)
    }

    fn candidate(&self, at: usize) -> Candidate {
        let row = self.found[at];
        Candidate {
            id: MessageId::from_uuid(row.id),
            state: self.states[at],
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            recipient_key: row.recipient_key.clone(),
        }
    }
}
