//! Which files a company has, as far as one request wants to know.

use model::letter::BlobHash;
use std::collections::{HashMap, HashSet};
use store::{AcceptError, CompanyStore, StoreError};

/// What is known of files. Each is asked for once, however many letters of a batch it goes with.
#[derive(Debug, Default)]
pub struct Files {
    sizes: HashMap<BlobHash, u64>,
    missing: HashSet<BlobHash>,
}

impl Files {
    /// Asks for those of which nothing is known yet, all at once.
    pub async fn look_up(
        &mut self,
        store: &dyn CompanyStore,
        named: impl Iterator<Item = BlobHash> + Send,
    ) -> Result<(), StoreError> {
        let unknown: HashSet<BlobHash> = named
            .filter(|hash| !self.sizes.contains_key(hash) && !self.missing.contains(hash))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<BlobHash> = unknown.into_iter().collect();
        for some in unknown.chunks(500) {
            self.sizes.extend(store.blob_sizes(some).await?);
        }
        let missing = unknown.into_iter().filter(|hash| !self.sizes.contains_key(hash));
        self.missing.extend(missing);
        Ok(())
    }

    /// The size of a file; none where it is not there.
    pub fn size(&self, hash: &BlobHash) -> Option<u64> {
        self.sizes.get(hash).copied()
    }

    /// Keeps a file that came with a letter, once.
    pub async fn keep(
        &mut self,
        store: &dyn CompanyStore,
        hash: BlobHash,
        bytes: &[u8],
    ) -> Result<(), AcceptError> {
        if self.sizes.contains_key(&hash) {
            return Ok(());
        }
        store.put_blob(&hash, bytes).await?;
        self.missing.remove(&hash);
        self.sizes.insert(hash, bytes.len() as u64);
        Ok(())
    }
}
