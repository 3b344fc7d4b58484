//! Letters that are handed over.

use crate::company::Company;
use async_trait::async_trait;
use model::{BatchId, letter::BlobHash};
use store::{AcceptError, Acceptance, Accepted, Actor, Idempotency, NewBatch, NewLetter, StoreError};

#[async_trait]
impl Acceptance for Company {
    async fn accept(
        &self,
        _letters: &[NewLetter],
        _key: Option<&Idempotency>,
        _draft: Option<(model::DraftId, u64)>,
        _by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn accepted_before(&self, _key: &Idempotency) -> Result<Option<Accepted>, AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn stage_batch(&self, _batch: &NewBatch) -> Result<BatchId, AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn stage_letters(&self, _batch: BatchId, _letters: &[NewLetter]) -> Result<(), AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn accept_batch(
        &self,
        _batch: BatchId,
        _key: &Idempotency,
        _by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn drop_staged(&self, _batch: BatchId) -> Result<(), StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn put_blob(&self, _hash: &BlobHash, _bytes: &[u8]) -> Result<(), AcceptError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn blob_sizes(&self, _hashes: &[BlobHash]) -> Result<Vec<(BlobHash, u64)>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }

    async fn blob(&self, _hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        Err(StoreError::Damaged {
            what: "queue, which is not built yet",
        }
        .into())
    }
}
