//! Places for connections to an account's server: a provider counts each until it is closed, also one that only says
//! goodbye, whichever turn it was opened in.

use model::AccountId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// Accounts that are remembered before it is looked which of them have connections.
const MANY: usize = 1024;

/// The places of all accounts.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    accounts: HashMap<AccountId, (Arc<Semaphore>, usize)>,
    look_at: usize,
}

impl Places {
    /// The places at an account's server, `most` in all.
    pub fn of(&self, account: AccountId, most: usize) -> Arc<Semaphore> {
        let mut known = self.lock();
        if known.accounts.len() >= known.look_at.max(MANY) {
            // A place that is taken holds its account's.
            known
                .accounts
                .retain(|_, (places, _)| Arc::strong_count(places) > 1);
            known.look_at = known.accounts.len() * 2;
        }
        let new = || (Arc::new(Semaphore::new(most)), most);
        known.accounts.entry(account).or_insert_with(new).0.clone()
    }

    /// How many of an account's are taken, once those that say goodbye have said it: it is waited so long for no more
    /// than `kept` to be left.
    pub async fn taken(&self, account: AccountId, kept: usize, at_most: Duration) -> usize {
        let known = self.lock().accounts.get(&account).cloned();
        let Some((places, most)) = known else { return 0 };
        let others = u32::try_from(most.saturating_sub(kept)).unwrap_or(u32::MAX);
        // Who is late is counted below.
        let _ = timeout(at_most, places.acquire_many(others)).await;
        most.saturating_sub(places.available_permits())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        // What a panicking thread left is still a map of places.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, Places};
    use model::AccountId;
    use std::{sync::Arc, time::Duration};

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

    #[tokio::test]
    async fn goodbyes_are_waited_for_and_late_ones_are_counted() {
        let (places, long, short) = (
            Places::default(),
            Duration::from_mins(1),
            Duration::from_millis(10),
        );
        assert_eq!(places.taken(account(0), 1, long).await, 0);
        let of = places.of(account(0), 3);
        let (kept, leaving) = (
            of.clone().try_acquire_owned().unwrap(),
            of.clone().try_acquire_owned().unwrap(),
        );
        assert_eq!(places.taken(account(0), 1, short).await, 2, "it does not leave");
        let (left, ()) = tokio::join!(places.taken(account(0), 1, long), async { drop(leaving) });
        assert_eq!(left, 1);
        drop(kept);
        assert_eq!(of.available_permits(), 3);
    }
}
