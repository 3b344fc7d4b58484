//! What the program does by itself, over all companies.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use model::Host;

/// Tidying up, and limits that know no company.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Marks the runs that were started before this time and are not over as aborted, and says how many: at start,
    /// those of a program that was ended.
    async fn abort_unfinished_tests(&self, created_before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the runs that were started before this time, and says how many. What they found out about settings
    /// stays.
    async fn delete_tests_before(&self, created_before: Timestamp) -> Result<u64, StoreError>;

    /// How many runs to a server were started at this time or later, whoever's, so that nobody is bothered by all.
    async fn count_tests_to(&self, host: &Host, since: Timestamp) -> Result<u64, StoreError>;

    /// Deletes sessions and sign-in links whose time is over, and says how many.
    async fn delete_expired_sign_ins(&self) -> Result<u64, StoreError>;
}
