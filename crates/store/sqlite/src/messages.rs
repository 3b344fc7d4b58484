//! Messages and batches, as people see them.

mod batches;
mod days;
mod decide;
mod decide_batch;
mod detail;
mod find;
mod list;
mod of_deleted;

pub(crate) use of_deleted::cancel_of;

use crate::{
    company::Company,
    queue::{accounts_of, let_go},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{AccountId, BatchId, MessageId, UserId};
use store::{
    AccountStatus, Actor, Batch, BatchDecision, BatchDetail, DayCounts, Decision, DecisionError, Message,
    MessageDetail, MessageQuery, MessageStore, StateCounts, StoreError,
};

#[async_trait]
impl MessageStore for Company {
    async fn messages(&self, query: &MessageQuery, limit: u32) -> Result<Vec<Message>, StoreError> {
        list::messages(self, query, limit).await
    }

    async fn count_messages(&self, query: &MessageQuery) -> Result<StateCounts, StoreError> {
        list::count(self, query).await
    }

    async fn find_message(&self, id: MessageId) -> Result<Option<MessageDetail>, StoreError> {
        detail::find(self, id).await
    }

    async fn decide(
        &self,
        id: MessageId,
        decision: Decision,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<(), DecisionError> {
        decide::decide(self, id, &decision, expected_version, by).await
    }

    async fn batches(
        &self,
        user: Option<UserId>,
        after: Option<BatchId>,
        limit: u32,
    ) -> Result<Vec<Batch>, StoreError> {
        batches::list(self, user, after, limit).await
    }

    async fn find_batch(&self, id: BatchId) -> Result<Option<BatchDetail>, StoreError> {
        batches::find(self, id).await
    }

    async fn decide_batch(
        &self,
        id: BatchId,
        decision: BatchDecision,
        by: &Actor,
    ) -> Result<u64, DecisionError> {
        decide_batch::decide(self, id, decision, by).await
    }

    async fn days(&self, user: Option<UserId>, days: &[Timestamp]) -> Result<Vec<DayCounts>, StoreError> {
        days::days(self, user, days).await
    }

    async fn accounts(&self) -> Result<Vec<AccountStatus>, StoreError> {
        accounts_of(self).await
    }

    async fn retry_account(&self, id: AccountId, by: &Actor) -> Result<bool, StoreError> {
        let_go(&self.database, id, Some(self.id), by).await
    }
}
