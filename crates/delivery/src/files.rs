//! The files of letters: read once where many letters carry the same.

use model::{CompanyId, letter::BlobHash};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use store::{CompanyStore, StoreError};

/// Bytes that are kept at most, one file at least.
const MOST: usize = 64 * 1024 * 1024;

/// The files that were used last, of all companies.
#[derive(Debug, Default)]
pub struct Files(Mutex<Kept>);

/// No company reads another one's.
type Key = (CompanyId, BlobHash);

#[derive(Debug, Default)]
struct Kept {
    files: VecDeque<(Key, Arc<[u8]>)>,
    bytes: usize,
}

impl Files {
    /// A file of this company; none where it is not there.
    ///
    /// # Errors
    /// The store failed.
    pub async fn get(
        &self,
        company: &dyn CompanyStore,
        hash: &BlobHash,
    ) -> Result<Option<Arc<[u8]>>, StoreError> {
        let key = (company.id(), *hash);
        if let Some(file) = self.lock().get(&key) {
            return Ok(Some(file));
        }
        let Some(bytes) = company.blob(hash).await? else {
            return Ok(None);
        };
        let file: Arc<[u8]> = bytes.into();
        self.lock().put(key, file.clone());
        Ok(Some(file))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // What a panicking thread left are still files.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&mut self, key: &Key) -> Option<Arc<[u8]>> {
        let place = self.files.iter().position(|(known, _)| known == key)?;
        let found = self.files.remove(place)?;
        let file = found.1.clone();
        self.files.push_back(found);
        Some(file)
    }

    fn put(&mut self, key: Key, file: Arc<[u8]>) {
        if self.files.iter().any(|(known, _)| *known == key) {
            return;
        }
        self.bytes += file.len();
        self.files.push_back((key, file));
        while self.bytes > MOST && self.files.len() > 1 {
            if let Some((_, gone)) = self.files.pop_front() {
                self.bytes -= gone.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, MOST};
    use model::{CompanyId, letter::BlobHash};
    use std::sync::Arc;

    #[test]
    fn what_was_used_last_stays() {
        let company = CompanyId::from_uuid("01890000-0000-7000-8000-000000000001".parse().unwrap());
        let key = |n: u8| (company, BlobHash::from_bytes([n; 32]));
        let large: Arc<[u8]> = vec![0; MOST / 2].into();
        let mut kept = Kept::default();
        kept.put(key(1), large.clone());
        kept.put(key(2), large.clone());
        assert!(kept.get(&key(1)).is_some());
        kept.put(key(3), large);
        assert!(kept.get(&key(2)).is_none() && kept.get(&key(1)).is_some() && kept.get(&key(3)).is_some());
        assert_eq!(kept.bytes, MOST);
    }
}
