//! Connections that programs keep to an account's server after a turn: a provider counts those of all programs together.
//! Kept as JSON in the account's row. Pure: every store keeps the same.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Connections of one program that may still be open after its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenConnections {
    /// The program: a number that it made up when it began.
    pub program: u64,
    /// How many.
    pub count: u32,
    /// When all of them are closed at the latest.
    pub until: Timestamp,
}

/// For so long it is known of a program that it serves an account too.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(10);
/// As many programs are remembered.
const MOST: usize = 16;

impl OpenConnections {
    /// What is known of an account's programs once this one has noted its own.
    #[must_use]
    pub fn noted(self, mut before: Vec<Self>, now: Timestamp) -> Vec<Self> {
        before.retain(|other| {
            let over = now.duration_since(other.until);
            // One from a clock that was set back since says nothing.
            other.program != self.program && over < REMEMBERED && over > -REMEMBERED
        });
        before.truncate(MOST - 1);
        before.insert(0, self);
        before
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, OpenConnections};
    use jiff::{SignedDuration, Timestamp};

    fn of(program: u64, until: i64) -> OpenConnections {
        OpenConnections {
            program,
            count: 2,
            until: Timestamp::UNIX_EPOCH + SignedDuration::from_secs(until),
        }
    }

    fn programs(noted: &[OpenConnections]) -> Vec<u64> {
        noted.iter().map(|one| one.program).collect()
    }

    #[test]
    fn the_last_that_is_known_of_each_program_counts_for_a_while() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1000);
        let noted = of(1, 1015).noted(vec![of(2, 900), of(1, 990), of(3, 399), of(4, 9999)], now);
        assert_eq!(programs(&noted), [1, 2]);
        assert_eq!(noted[0].until, of(1, 1015).until);
        let many = (2..100).map(|program| of(program, 1000)).collect();
        assert_eq!(of(1, 1015).noted(many, now).len(), MOST);
    }
}
