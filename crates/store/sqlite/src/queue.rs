//! The queue. What is written for many messages is one statement: they come as JSON, ids in hexadecimal digits.

mod accounts;
mod advance;
mod catch_up;
mod counts;
mod due;
mod ends;
mod holds;
mod ids;
mod lease;
mod pace;
mod recover;
mod release;
mod reroute;
mod take;

pub(crate) use accounts::{accounts_of, accounts_of_batch};
pub(crate) use due::{refresh, refresh_company};
pub(crate) use ends::{Ended, batches_may_have_ended, tell_of_ends};
pub(crate) use holds::let_go;
pub(crate) use ids::{hex, hex_list};
pub(crate) use reroute::account_of;

use crate::SqliteStore;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{AccountId, CompanyId, UserId};
use std::time::Duration;
use store::{
    AccountFault, AccountStatus, Actor, Advance, HeldAccount, Lease, LeasedAccount, PaceLimits, Queue,
    QueueCounts, Release, Route, StoreError, Taken,
};

#[async_trait]
impl Queue for SqliteStore {
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
        take::take_messages(&self.database, lease, limits, most).await
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
        due::next(&self.database).await
    }

    async fn wait_for_work(&self, at_most: Duration) {
        // Out of time is a reason to look too.
        let _ = tokio::time::timeout(at_most, self.database.work.notified()).await;
    }

    async fn reroute(
        &self,
        company: CompanyId,
        user: UserId,
        from: Option<AccountId>,
        to: &Route,
    ) -> Result<u64, StoreError> {
        reroute::reroute(&self.database, company, user, from, to).await
    }

    async fn held_accounts(
        &self,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<HeldAccount>, StoreError> {
        holds::held_accounts(&self.database, after, limit).await
    }

    async fn told_of_hold(&self, account: AccountId, since: Timestamp) -> Result<(), StoreError> {
        holds::told(&self.database, account, since).await
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
        accounts::queue_accounts(&self.database, after, limit).await
    }
}
