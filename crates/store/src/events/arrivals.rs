//! Mails that arrive in one call, each once: what comes twice in it is counted. For stores alone.

use super::{NewInbound, TakenIn};
use crate::{
    error::StoreError,
    rows::{micros, name_key, number, plain},
};
use jiff::Timestamp;
use model::{EventId, InboundId};
use std::collections::HashMap;
use uuid::Uuid;

/// A mail under the id that it gets where it was not here before.
#[derive(Debug)]
pub struct Arrival<'a> {
    /// The id.
    pub id: Uuid,
    /// The mail.
    pub mail: &'a NewInbound,
    /// How often it is there in this call.
    pub times: i64,
}

/// The columns of a mail that are text from outside. NUL, which PostgreSQL does not keep, is left out.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct MailColumns {
    pub envelope_sender: Option<String>,
    pub envelope_recipient: Option<String>,
    pub sender: Option<String>,
    pub subject: String,
    pub subject_key: String,
    pub message_id: Option<String>,
    pub size: i64,
    pub pass_on_at: Option<i64>,
}

impl Arrival<'_> {
    /// Its columns.
    #[must_use]
    pub fn columns(&self, now: Timestamp) -> MailColumns {
        let mail = self.mail;
        let subject = plain(&mail.subject);
        MailColumns {
            envelope_sender: mail.envelope_sender.as_deref().map(plain),
            envelope_recipient: mail.envelope_recipient.as_deref().map(plain),
            sender: mail.sender.as_deref().map(plain),
            subject_key: name_key(&subject),
            subject,
            message_id: mail.message_id.as_deref().map(plain),
            size: number(mail.size),
            pass_on_at: mail.pass_on.then(|| micros(now)),
        }
    }
}

/// The mails of one call.
#[derive(Debug)]
pub struct Arrivals<'a> {
    /// Each once.
    pub mails: Vec<Arrival<'a>>,
    /// Which of them each mail of the call is, and whether it is the first time.
    places: Vec<(usize, bool)>,
}

impl<'a> Arrivals<'a> {
    /// Tells them apart.
    ///
    /// # Errors
    /// Those of making an id.
    pub fn of(
        mails: &'a [NewInbound],
        mut new_id: impl FnMut() -> Result<Uuid, StoreError>,
    ) -> Result<Self, StoreError> {
        let (mut arrivals, mut places) = (Vec::<Arrival<'a>>::new(), Vec::new());
        let mut seen = HashMap::new();
        for mail in mails {
            let next = arrivals.len();
            let at = *seen.entry((mail.company, mail.digest)).or_insert(next);
            if at == next {
                let id = new_id()?;
                arrivals.push(Arrival { id, mail, times: 0 });
            }
            arrivals[at].times += 1;
            places.push((at, at == next));
        }
        Ok(Self {
            mails: arrivals,
            places,
        })
    }

    /// Those that were not here before. `stored`: the id under which each of them is there now, in their order; none
    /// where its company is gone.
    #[must_use]
    pub fn fresh(&self, stored: &[Option<Uuid>]) -> Vec<&Arrival<'a>> {
        let both = self.mails.iter().zip(stored);
        both.filter(|(arrival, stored)| **stored == Some(arrival.id))
            .map(|(arrival, _)| arrival)
            .collect()
    }

    /// What became of each mail of the call. `events`: those of the fresh ones, by id; none: too early.
    #[must_use]
    pub fn outcomes(
        &self,
        stored: &[Option<Uuid>],
        events: &HashMap<Uuid, Option<Vec<EventId>>>,
    ) -> Vec<TakenIn> {
        let outcome = |(at, first): &(usize, bool)| {
            let Some(id) = stored[*at] else {
                return TakenIn::NoSuchCompany;
            };
            let mail = InboundId::from_uuid(id);
            match events.get(&id) {
                Some(None) => TakenIn::TooEarly,
                Some(Some(events)) if *first => TakenIn::Kept {
                    mail,
                    events: events.clone(),
                },
                _ => TakenIn::Replayed { mail },
            }
        };
        self.places.iter().map(outcome).collect()
    }
}
