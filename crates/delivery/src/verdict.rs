//! What a turn has learnt about its account.

use crate::{outcome::Account, retry};
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use store::{AccountFault, AccountNow, Random, Release, Trouble};

/// What a turn has learnt about its account.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The server did something for a message: it works.
    proven: AtomicBool,
    slower: AtomicBool,
    fault: Mutex<Option<Fault>>,
}

#[derive(Debug, Clone)]
struct Fault {
    why: AccountFault,
    held: bool,
    lasts: Option<Duration>,
}

impl Verdict {
    /// The account works.
    pub fn works(&self) {
        self.proven.store(true, Ordering::Relaxed);
    }

    pub fn is_proven(&self) -> bool {
        self.proven.load(Ordering::Relaxed)
    }

    pub fn slower(&self) {
        self.slower.store(true, Ordering::Relaxed);
    }

    /// Takes in what a failure says of the account. What was heard first counts, but that a hold comes before trouble.
    pub fn hear(&self, account: Account, why: AccountFault) {
        let (held, lasts) = match account {
            Account::Works => return self.works(),
            Account::TroubleUnlessProven if self.is_proven() => return,
            Account::TroubleUnlessProven => (false, None),
            Account::Trouble(lasts) => (false, lasts),
            Account::Held => (true, None),
        };
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if fault.as_ref().is_none_or(|known| held && !known.held) {
            *fault = Some(Fault { why, held, lasts });
        }
    }

    /// Whether the turn has to end: nothing more is to be sent now.
    pub fn ends_turn(&self) -> bool {
        self.fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    /// What the queue is told. `before`: the trouble that the account was in; after `patience` of it somebody has to
    /// look, unless nobody could do anything (`never_held`).
    pub fn release(
        &self,
        before: Option<&Trouble>,
        patience: Duration,
        never_held: bool,
        now: Timestamp,
        random: &dyn Random,
    ) -> Release {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let account = match fault {
            None if self.is_proven() => AccountNow::Works,
            None => AccountNow::Unknown,
            Some(Fault { why, held, lasts }) => {
                // What went through in this turn ended the trouble that was before.
                let before = before.filter(|_| !self.is_proven());
                let too_long = before.is_some_and(|trouble| {
                    now.duration_since(trouble.since)
                        >= SignedDuration::try_from(patience).unwrap_or(SignedDuration::MAX)
                });
                if (held || too_long) && !never_held {
                    AccountNow::Held { why }
                } else {
                    let times = before.map_or(0, |trouble| trouble.times).saturating_add(1);
                    let lasts = lasts.and_then(|lasts| SignedDuration::try_from(lasts).ok());
                    let not_before = match lasts {
                        Some(lasts) => retry::later(now, lasts, random),
                        None => retry::next_try(times, now, random),
                    };
                    AccountNow::Trouble { not_before, why }
                }
            }
        };
        Release {
            account,
            slower: self.slower.load(Ordering::Relaxed),
            ..Release::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;
    use crate::outcome::Account;
    use jiff::{SignedDuration, Timestamp};
    use model::session::Stage;
    use std::time::Duration;
    use store::{AccountFault, AccountNow, OsRandom, Trouble};

    const PATIENCE: Duration = Duration::from_hours(48);

    fn why(cause: &str) -> AccountFault {
        AccountFault {
            cause: cause.to_owned(),
            stage: Stage::Connect,
            reply: None,
            secret_version: None,
        }
    }

    fn now() -> Timestamp {
        "2026-05-04T09:00:00Z".parse().unwrap()
    }

    fn told(verdict: &Verdict, before: Option<&Trouble>, never_held: bool) -> AccountNow {
        verdict
            .release(before, PATIENCE, never_held, now(), &OsRandom)
            .account
    }

    #[test]
    fn trouble_grows_and_ends_in_a_hold_after_48_hours() {
        let verdict = Verdict::default();
        assert_eq!(told(&verdict, None, false), AccountNow::Unknown);
        verdict.hear(Account::Trouble(None), why("connect-refused"));
        assert!(verdict.ends_turn());
        for (hours, times, minutes) in [(0, 0, 1), (1, 3, 30), (47, 40, 60)] {
            let before = Trouble {
                since: now() - SignedDuration::from_hours(hours),
                times,
            };
            let AccountNow::Trouble { not_before, .. } = told(&verdict, Some(&before), false) else {
                panic!("{hours}");
            };
            let wait = (not_before - now()).total(jiff::Unit::Minute).unwrap();
            assert!(
                wait >= f64::from(minutes) && wait <= f64::from(minutes) * 1.1,
                "{hours}: {wait}"
            );
        }
        let before = Trouble {
            since: now() - SignedDuration::from_hours(48),
            times: 50,
        };
        assert!(matches!(
            told(&verdict, Some(&before), false),
            AccountNow::Held { .. }
        ));
        assert!(matches!(
            told(&verdict, Some(&before), true),
            AccountNow::Trouble { .. }
        ));
    }

    #[test]
    fn what_broke_off_after_something_went_through_is_no_trouble() {
        let verdict = Verdict::default();
        verdict.works();
        verdict.hear(Account::TroubleUnlessProven, why("closed"));
        assert_eq!(told(&verdict, None, false), AccountNow::Works);
        verdict.hear(Account::Held, why("wrong-credentials"));
        assert!(matches!(told(&verdict, None, false), AccountNow::Held { .. }));
    }

    #[test]
    fn a_hold_comes_before_trouble() {
        let verdict = Verdict::default();
        verdict.hear(Account::Trouble(None), why("timeout"));
        verdict.hear(Account::Held, why("wrong-credentials"));
        verdict.hear(Account::Trouble(None), why("closed"));
        assert_eq!(
            told(&verdict, None, false),
            AccountNow::Held {
                why: why("wrong-credentials")
            }
        );
    }
}
