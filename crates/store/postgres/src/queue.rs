//! The queue.
//!
//! Locks are taken in one order: companies are kept, users locked, then accounts by id, then batches by id. Whoever
//! changes a message that waits or was taken has its account, and its batch where it has one, so that nobody waits for a
//! message. What leases accounts waits for nobody: it passes over what another replica looks at.

mod accounts;
mod advance;
mod catch_up;
mod counts;
mod due;
mod ends;
mod holds;
mod lease;
mod locks;
mod pace;
mod recover;
mod release;
mod settle;
mod take;
mod wait;

pub(crate) use accounts::accounts_for;
pub(crate) use counts::{accounts, accounts_of_batch};
pub(crate) use due::{refresh, wake};
pub(crate) use ends::{Moved, finish, follow};
pub(crate) use holds::let_go;
pub(crate) use locks::{keep_companies, keep_users, lock_accounts, lock_accounts_of, lock_batches};
pub(crate) use wait::Waiting;

use crate::PostgresStore;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{AccountId, CompanyId, UserId};
use std::time::Duration;
use store::{
    AccountFault, AccountStatus, Actor, Advance, HeldAccount, Lease, LeasedAccount, PaceLimits, Queue,
    QueueCounts, Release, Route, StoreError, Taken,
};

#[async_trait]
impl Queue for PostgresStore {
    async fn lease_accounts(
        &self,
        limit: u32,
        lease: Duration,
        without_trouble: bool,
    ) -> Result<Vec<LeasedAccount>, StoreError> {
        lease::lease_accounts(&self.database, limit, lease, without_trouble).await
    }

    async fn renew_leases(&self, leases: &[Lease], lease: Duration) -> Result<Vec<bool>, StoreError> {
        lease::renew(&self.database, leases, lease).await
    }

    async fn take_messages(&self, lease: Lease, limits: &PaceLimits, most: u32) -> Result<Taken, StoreError> {
        take::take(&self.database, lease, limits, most).await
    }

    async fn advance(&self, steps: &[Advance]) -> Result<Vec<bool>, StoreError> {
        advance::advance(&self.database, steps).await
    }

    async fn release(&self, lease: Lease, release: &Release) -> Result<bool, StoreError> {
        release::release(&self.database, lease, release).await
    }

    async fn catch_up(&self, lease: Duration) -> Result<u64, StoreError> {
        catch_up::catch_up(&self.database, lease).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        due::next(self).await
    }

    async fn wait_for_work(&self, at_most: Duration) {
        wait::wait(&self.database, at_most).await;
    }

    async fn reroute(
        &self,
        company: CompanyId,
        user: UserId,
        from: Option<AccountId>,
        to: &Route,
    ) -> Result<u64, StoreError> {
        accounts::reroute(&self.database, company, user, from, to).await
    }

    async fn held_accounts(
        &self,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<HeldAccount>, StoreError> {
        holds::held_accounts(&self.database, after, limit).await
    }

    async fn told_of_hold(&self, account: AccountId, since: Timestamp) -> Result<(), StoreError> {
        holds::told_of_hold(&self.database, account, since).await
    }

    async fn release_account(&self, account: AccountId, by: &Actor) -> Result<bool, StoreError> {
        let_go(&self.database, account, None, by).await
    }

    async fn hold_account(
        &self,
        account: AccountId,
        why: &AccountFault,
        by: &Actor,
    ) -> Result<bool, StoreError> {
        holds::hold_account(&self.database, account, why, by).await
    }

    async fn queue_counts(&self) -> Result<QueueCounts, StoreError> {
        counts::queue_counts(&self.database).await
    }

    async fn queue_accounts(
        &self,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<AccountStatus>, StoreError> {
        counts::accounts(&self.database, None, after, limit).await
    }
}
