//! What the program does by itself, over all companies.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// Tidying up.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Marks the runs whose lease is over as aborted, and says how many: the program that ran them has ended.
    async fn abort_lost_tests(&self) -> Result<u64, StoreError>;

    /// Deletes the runs that were started before this time, or before their company's own term
    /// ([`crate::companies::Retention`]), and says how many. What they found out about settings stays.
    async fn delete_tests_before(&self, created_before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the audit entries from before this time, or before their company's own term, and says how many. No
    /// other way takes an entry out of the log.
    async fn delete_audit_before(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes webhook messages that were settled before this time, and says how many.
    async fn delete_webhook_messages_before(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes what letters say, files included, where all their messages came to an end before `content_before` (those
    /// in doubt count as not ended); messages, letters and batches that came to their end before `results_before`;
    /// files that no letter needs and nobody added since `content_before`; idempotency keys from before
    /// `results_before`. Says how many rows went, at most `limit` of each kind at once.
    async fn delete_letters_before(
        &self,
        content_before: Timestamp,
        results_before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError>;

    /// Drops batches that were begun and to which nothing was added for an hour, and says how many.
    async fn drop_lost_batches(&self) -> Result<u64, StoreError>;

    /// Deletes sessions, sign-in links, spent launch tokens, empty limits and long ended API keys whose time is over,
    /// and says how many.
    async fn delete_expired(&self) -> Result<u64, StoreError>;
}
