//! How much of what came in is kept a day, for each company. Counted by each program for itself, since it began: it is
//! there so that nobody fills the disk with mail, not to be exact.

use jiff::Timestamp;
use model::CompanyId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

const DAY: i64 = 24 * 60 * 60;

/// What is kept a day.
#[derive(Debug)]
pub struct Budget {
    a_day: u64,
    today: Mutex<(i64, HashMap<CompanyId, u64>)>,
}

impl Budget {
    /// So many bytes a company.
    pub fn of(a_day: u64) -> Self {
        Self {
            a_day,
            today: Mutex::default(),
        }
    }

    /// Takes so many bytes of a company's day; none are taken where there are not as many left.
    ///
    /// # Errors
    /// The time until the next day begins (UTC).
    pub fn take(&self, company: CompanyId, bytes: u64, now: Timestamp) -> Result<(), Duration> {
        let day = now.as_second().div_euclid(DAY);
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        if today.0 != day {
            *today = (day, HashMap::new());
        }
        let used = today.1.entry(company).or_default();
        if used.saturating_add(bytes) > self.a_day {
            let left = DAY - now.as_second().rem_euclid(DAY);
            return Err(Duration::from_secs(left.unsigned_abs()));
        }
        *used += bytes;
        Ok(())
    }

    /// What was taken was not kept.
    pub fn give_back(&self, company: CompanyId, bytes: u64, now: Timestamp) {
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        if today.0 == now.as_second().div_euclid(DAY)
            && let Some(used) = today.1.get_mut(&company)
        {
            *used = used.saturating_sub(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;
    use jiff::Timestamp;
    use model::CompanyId;
    use std::time::Duration;

    fn company(number: u8) -> CompanyId {
        format!("00000000-0000-7000-8000-0000000000{number:02}")
            .parse()
            .unwrap()
    }

    #[test]
    fn each_company_has_its_own_day() {
        let budget = Budget::of(100);
        let evening: Timestamp = "2026-11-22T23:59:30Z".parse().unwrap();
        assert_eq!(budget.take(company(1), 60, evening), Ok(()));
        assert_eq!(budget.take(company(1), 41, evening), Err(Duration::from_secs(30)));
        assert_eq!(budget.take(company(1), 40, evening), Ok(()));
        assert_eq!(budget.take(company(2), 100, evening), Ok(()));
        budget.give_back(company(2), 30, evening);
        assert_eq!(budget.take(company(2), 30, evening), Ok(()));
        assert!(budget.take(company(2), 1, evening).is_err());
        let morning = "2026-11-23T00:00:00Z".parse().unwrap();
        assert_eq!(budget.take(company(1), 100, morning), Ok(()));
        assert!(budget.take(company(1), 101, morning).is_err());
    }
}
