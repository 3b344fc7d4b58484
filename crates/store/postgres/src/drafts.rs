//! Letters that are edited before they are sent.

use crate::company::Company;
use async_trait::async_trait;
use model::{DraftId, ExternalId, UserId};
use store::{Draft, DraftContent, DraftError, DraftStore, StoreError};

#[async_trait]
impl DraftStore for Company {
    async fn create_draft(
        &self,
        _user: UserId,
        _content: &DraftContent,
        _reference: Option<&ExternalId>,
        _return_to: Option<&str>,
    ) -> Result<Draft, DraftError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn save_draft(
        &self,
        _user: UserId,
        _id: DraftId,
        _content: &DraftContent,
        _expected_version: Option<u64>,
    ) -> Result<Draft, DraftError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn find_draft(&self, _user: UserId, _id: DraftId) -> Result<Option<Draft>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn drafts(&self, _user: UserId) -> Result<Vec<Draft>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn delete_draft(&self, _user: UserId, _id: DraftId) -> Result<bool, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }
}
