//! Letters that are handed over.

mod batches;
mod blobs;
mod keys;
mod letters;
mod single;

use crate::company::Company;
use async_trait::async_trait;
use model::{BatchId, letter::BlobHash};
use store::{AcceptError, Acceptance, Accepted, Actor, Idempotency, NewBatch, NewLetter, StoreError};

pub(crate) use batches::drop_letters_of;

#[async_trait]
impl Acceptance for Company {
    async fn accept(
        &self,
        letters: &[NewLetter],
        key: Option<&Idempotency>,
        draft: Option<(model::DraftId, u64)>,
        by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        single::accept(self, letters, key, draft, by).await
    }

    async fn accepted_before(&self, key: &Idempotency) -> Result<Option<Accepted>, AcceptError> {
        keys::find(&self.database.reader, self.uuid(), key).await
    }

    async fn stage_batch(&self, batch: &NewBatch) -> Result<BatchId, AcceptError> {
        batches::stage(self, batch).await
    }

    async fn stage_letters(&self, batch: BatchId, letters: &[NewLetter]) -> Result<(), AcceptError> {
        batches::add(self, batch, letters).await
    }

    async fn accept_batch(
        &self,
        batch: BatchId,
        key: &Idempotency,
        by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        batches::accept(self, batch, key, by).await
    }

    async fn drop_staged(&self, batch: BatchId) -> Result<(), StoreError> {
        batches::drop_staged(self, batch).await
    }

    async fn put_blob(&self, hash: &BlobHash, bytes: &[u8]) -> Result<(), AcceptError> {
        blobs::put(self, hash, bytes).await
    }

    async fn blob_sizes(&self, hashes: &[BlobHash]) -> Result<Vec<(BlobHash, u64)>, StoreError> {
        blobs::sizes(self, hashes).await
    }

    async fn unused_blob_bytes(&self) -> Result<u64, StoreError> {
        blobs::unused(self).await
    }

    async fn blob(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        blobs::load(self, hash).await
    }
}
