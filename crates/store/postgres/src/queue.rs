//! The queue.

use crate::PostgresStore;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{AccountId, CompanyId, UserId};
use std::time::Duration;
use store::{
    AccountFault, AccountStatus, Advance, HeldAccount, Lease, LeasedAccount, PaceLimits, Queue, QueueCounts,
    Release, Route, StoreError, Taken,
};

#[async_trait]
impl Queue for PostgresStore {
    async fn lease_accounts(
        &self,
        _limit: u32,
        _lease: Duration,
        _without_trouble: bool,
    ) -> Result<Vec<LeasedAccount>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn renew_leases(&self, _leases: &[Lease], _lease: Duration) -> Result<Vec<bool>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn take_messages(&self, _lease: Lease, _limits: &PaceLimits, _most: u32) -> Result<Taken, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn advance(&self, _steps: &[Advance]) -> Result<Vec<bool>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn release(&self, _lease: Lease, _release: &Release) -> Result<bool, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn reroute(
        &self,
        _company: CompanyId,
        _user: UserId,
        _from: Option<AccountId>,
        _to: &Route,
    ) -> Result<u64, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn held_accounts(
        &self,
        _after: Option<AccountId>,
        _limit: u32,
    ) -> Result<Vec<HeldAccount>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn told_of_hold(&self, _account: AccountId, _since: Timestamp) -> Result<(), StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn release_account(&self, _account: AccountId) -> Result<bool, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn hold_account(&self, _account: AccountId, _why: &AccountFault) -> Result<bool, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn queue_counts(&self) -> Result<QueueCounts, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn queue_accounts(
        &self,
        _after: Option<AccountId>,
        _limit: u32,
    ) -> Result<Vec<AccountStatus>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }
}
