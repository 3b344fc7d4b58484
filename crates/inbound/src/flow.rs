//! How many mails a company gets that prove nothing: whatever names no letter of it by a signature. Counted together by
//! all replicas; who has no room is remembered, so that a flood does not go to the database.

use jiff::{SignedDuration, Timestamp};
use model::CompanyId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use store::{Rate, Store, StoreError};

/// What is counted.
const WHAT: &str = "inbound-unsigned";
/// Companies that are remembered at most.
const MOST: usize = 10_000;

/// The limit.
#[derive(Debug)]
pub struct Flow {
    an_hour: u32,
    full: Mutex<HashMap<CompanyId, Timestamp>>,
}

impl Flow {
    /// So many an hour.
    pub fn of(an_hour: u32) -> Self {
        Self {
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
        let wait = store.take(WHAT, &company.to_string(), rate).await?;
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
