//! How often something may happen, counted together by all replicas.

use crate::error::StoreError;
use async_trait::async_trait;
use std::time::Duration;

/// So many within a time, as a bucket that leaks evenly (GCRA): `burst` at once, then one every `per / burst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// How long until all of them are there again.
    pub per: Duration,
}

/// Limits.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Takes one of what `key` may do of `what`. None: it is within the limit. Otherwise nothing was taken, and this is
    /// how long to wait for the next.
    async fn take(&self, what: &str, key: &str, rate: Rate) -> Result<Option<Duration>, StoreError>;
}

/// Where a bucket stands, in microseconds since 1970: when it will be empty again. Every store keeps this number a key
/// and moves it in one statement or transaction.
///
/// # Errors
/// The time to wait, where there is no room; the number stays as it is then.
pub fn take_from(empty_at: Option<i64>, now: i64, rate: Rate) -> Result<i64, Duration> {
    let per = i64::try_from(rate.per.as_micros()).unwrap_or(i64::MAX);
    let step = per / i64::from(rate.burst.max(1));
    let next = empty_at.unwrap_or(now).max(now).saturating_add(step);
    let over = next.saturating_sub(now).saturating_sub(per);
    if rate.burst == 0 {
        return Err(rate.per);
    }
    if over > 0 {
        return Err(Duration::from_micros(over.unsigned_abs()));
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::{Rate, take_from};
    use std::time::Duration;

    const RATE: Rate = Rate {
        burst: 3,
        per: Duration::from_mins(1),
    };

    #[test]
    fn a_burst_and_then_an_even_flow() {
        let mut at = None;
        for _ in 0..3 {
            at = Some(take_from(at, 0, RATE).unwrap());
        }
        assert_eq!(take_from(at, 0, RATE), Err(Duration::from_secs(20)));
        let later = 20_000_000;
        let at = take_from(at, later, RATE).unwrap();
        assert_eq!(take_from(Some(at), later, RATE), Err(Duration::from_secs(20)));
        // Long afterwards the whole burst is there again.
        let mut at = Some(at);
        for _ in 0..3 {
            at = Some(take_from(at, 600_000_000, RATE).unwrap());
        }
        assert!(take_from(at, 600_000_000, RATE).is_err());
    }

    #[test]
    fn none_means_never() {
        let never = Rate { burst: 0, ..RATE };
        assert!(take_from(None, 0, never).is_err());
    }
}
