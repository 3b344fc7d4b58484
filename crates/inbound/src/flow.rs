//! How many mails a company gets that prove nothing, whatever names no letter of it by a signature, and how many replies.
//! Counted together by all replicas; who has no room is remembered, so that a flood does not go to the database. And how
//! many come to one return path.

use jiff::{SignedDuration, Timestamp};
use model::{CompanyId, MessageId};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use store::{Rate, Store, StoreError};

/// Companies that are remembered at most.
const MOST: usize = 10_000;

/// The limit.
#[derive(Debug)]
pub struct Flow {
    what: &'static str,
    an_hour: u32,
    full: Mutex<HashMap<CompanyId, Timestamp>>,
}

impl Flow {
    /// So many an hour of what is counted under this name.
    pub fn of(what: &'static str, an_hour: u32) -> Self {
        Self {
            what,
            an_hour,
            full: Mutex::default(),
        }
    }

    /// Takes one. None: there was room; otherwise this long to wait.
    pub async fn take(
        &self,
        store: &dyn Store,
        company: CompanyId,
        now: Timestamp,
    ) -> Result<Option<Duration>, StoreError> {
        if let Some(wait) = self.known(company, now) {
            return Ok(Some(wait));
        }
        let rate = Rate {
            burst: self.an_hour,
            per: Duration::from_hours(1),
        };
        let wait = store.take(self.what, &company.to_string(), rate).await?;
        if let Some(wait) = wait {
            let until = now.checked_add(SignedDuration::try_from(wait).unwrap_or_default());
            let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
            if full.len() >= MOST {
                full.clear();
            }
            full.insert(company, until.unwrap_or(now));
        }
        Ok(wait)
    }

    fn known(&self, company: CompanyId, now: Timestamp) -> Option<Duration> {
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        let until = *full.get(&company)?;
        if until <= now {
            full.remove(&company);
            return None;
        }
        Duration::try_from(until.duration_since(now)).ok()
    }
}

/// Mails to the return path of one message in an hour: a report or two, and a reply.
const TO_ONE: u32 = 20;
/// Messages that are remembered at most.
const MOST_MESSAGES: usize = 100_000;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// How often mail comes to one message's return path. Counted by each program for itself: the paths are many, and it is
/// there against somebody who uses one without end.
#[derive(Debug, Default)]
pub struct Often(Mutex<HashMap<MessageId, (u32, Timestamp)>>);

impl Often {
    /// Counts one. None: there was room; otherwise this long to wait.
    pub fn take(&self, message: MessageId, now: Timestamp) -> Option<Duration> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() >= MOST_MESSAGES && !counted.contains_key(&message) {
            counted.retain(|_, (_, since)| now.duration_since(*since) < HOUR);
            if counted.len() >= MOST_MESSAGES {
                counted.clear();
            }
        }
        let (times, since) = counted.entry(message).or_insert((0, now));
        if now.duration_since(*since) >= HOUR {
            (*times, *since) = (0, now);
        }
        if *times >= TO_ONE {
            return Duration::try_from(HOUR - now.duration_since(*since)).ok();
        }
        *times += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{HOUR, MOST_MESSAGES, Often, TO_ONE};
    use jiff::Timestamp;
    use model::MessageId;
    use std::time::Duration;

    fn message(number: usize) -> MessageId {
        format!("00000000-0000-7000-8000-{number:012x}").parse().unwrap()
    }

    #[test]
    fn one_path_has_room_for_some_an_hour() {
        let (often, begin) = (Often::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..TO_ONE {
            assert_eq!(often.take(message(1), begin), None);
        }
        assert_eq!(often.take(message(1), begin), Some(Duration::from_hours(1)));
        assert_eq!(often.take(message(2), begin), None, "others have theirs");
        assert_eq!(often.take(message(1), begin + HOUR), None);
    }

    #[test]
    fn it_forgets_before_it_grows_without_end() {
        let often = Often::default();
        for number in 0..=MOST_MESSAGES {
            assert_eq!(often.take(message(number), Timestamp::UNIX_EPOCH), None);
        }
        assert!(often.0.lock().unwrap().len() <= MOST_MESSAGES);
    }
}
