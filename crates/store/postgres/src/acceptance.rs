//! Letters that are handed over.

mod accept;
mod batch;
mod blobs;
mod insert;
mod key;

pub(crate) use batch::delete_letters_of;

use crate::{columns::failed, company::Company};
use async_trait::async_trait;
use model::{BatchId, letter::BlobHash};
use store::{AcceptError, Acceptance, Accepted, Actor, Idempotency, NewBatch, NewLetter, StoreError};

#[async_trait]
impl Acceptance for Company {
    async fn accept(
        &self,
        letters: &[NewLetter],
        key: Option<&Idempotency>,
        draft: Option<(model::DraftId, u64)>,
        by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        accept::accept(self, letters, key, draft, by).await
    }

    async fn accepted_before(&self, key: &Idempotency) -> Result<Option<Accepted>, AcceptError> {
        let mut reading = self.database.pool.acquire().await.map_err(failed)?;
        key::find(self, &mut reading, key).await
    }

    async fn stage_batch(&self, batch: &NewBatch) -> Result<BatchId, AcceptError> {
        batch::stage(self, batch).await
    }

    async fn stage_letters(&self, batch: BatchId, letters: &[NewLetter]) -> Result<(), AcceptError> {
        batch::stage_letters(self, batch, letters).await
    }

    async fn accept_batch(
        &self,
        batch: BatchId,
        key: &Idempotency,
        by: &Actor,
    ) -> Result<Accepted, AcceptError> {
        batch::accept(self, batch, key, by).await
    }

    async fn drop_staged(&self, batch: BatchId) -> Result<(), StoreError> {
        let mut writing = self.database.write().await?;
        batch::drop_batch(self, &mut writing, batch).await?;
        writing.commit().await.map_err(failed)
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
        blobs::read(self, hash).await
    }
}
