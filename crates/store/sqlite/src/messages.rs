//! Messages and batches, as people see them.

use crate::company::Company;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{AccountId, BatchId, MessageId, UserId};
use store::{
    AccountStatus, Actor, Batch, BatchDecision, BatchDetail, DayCounts, Decision, DecisionError, Message,
    MessageDetail, MessageQuery, MessageStore, StateCounts, StoreError,
};

#[async_trait]
impl MessageStore for Company {
    async fn messages(&self, _query: &MessageQuery, _limit: u32) -> Result<Vec<Message>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn count_messages(&self, _query: &MessageQuery) -> Result<StateCounts, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn find_message(&self, _id: MessageId) -> Result<Option<MessageDetail>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn decide(
        &self,
        _id: MessageId,
        _decision: Decision,
        _expected_version: Option<u64>,
        _by: &Actor,
    ) -> Result<(), DecisionError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn batches(
        &self,
        _user: Option<UserId>,
        _after: Option<BatchId>,
        _limit: u32,
    ) -> Result<Vec<Batch>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn find_batch(&self, _id: BatchId) -> Result<Option<BatchDetail>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn decide_batch(
        &self,
        _id: BatchId,
        _decision: BatchDecision,
        _by: &Actor,
    ) -> Result<u64, DecisionError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn days(&self, _user: Option<UserId>, _days: &[Timestamp]) -> Result<Vec<DayCounts>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn accounts(&self) -> Result<Vec<AccountStatus>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn retry_account(&self, _id: AccountId, _by: &Actor) -> Result<bool, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }
}
