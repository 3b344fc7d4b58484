//! Places for connections to an account's server: a provider counts each until it is closed, also one that only says
//! goodbye, whichever turn it was opened in.

use model::AccountId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// Accounts that are remembered before it is looked which of them have connections.
const MANY: usize = 1024;

/// The places of all accounts.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    accounts: HashMap<AccountId, Arc<Semaphore>>,
    look_at: usize,
}

impl Places {
    /// The places at an account's server, `most` in all.
    pub fn of(&self, account: AccountId, most: usize) -> Arc<Semaphore> {
        // What a panicking thread left is still a map of places.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.accounts.len() >= known.look_at.max(MANY) {
            // A place that is taken holds its account's.
            known.accounts.retain(|_, places| Arc::strong_count(places) > 1);
            known.look_at = known.accounts.len() * 2;
        }
        let places = known.accounts.entry(account);
        places.or_insert_with(|| Arc::new(Semaphore::new(most))).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, Places};
    use model::AccountId;
    use std::sync::Arc;

    fn account(n: usize) -> AccountId {
        let text = format!("01890000-0000-7000-8000-{n:012x}");
        AccountId::from_uuid(text.parse().unwrap())
    }

    #[test]
    fn accounts_without_connections_are_forgotten_and_others_are_not() {
        let places = Places::default();
        let taken = places.of(account(0), 3).try_acquire_owned().unwrap();
        for n in 1..=3 * MANY {
            let _ = places.of(account(n), 3);
        }
        assert!(places.0.lock().unwrap().accounts.len() <= MANY);
        assert_eq!(places.of(account(0), 3).available_permits(), 2);
        drop(taken);
        assert_eq!(places.of(account(0), 3).available_permits(), 3);
        assert_eq!(Arc::strong_count(&places.of(account(0), 3)), 2);
    }
}
