//! Files that no letter has yet: uploaded ahead, or of drafts. A company may have so many bytes of them.

use crate::state::State;
use jiff::{SignedDuration, Timestamp};
use model::{CompanyId, letter::BlobHash};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use store::{AcceptError, CompanyStore, StoreError};

/// So long it is believed what was counted. To count looks at all of the company's files.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// How much companies had when it was counted last, and what came since. Each program counts by itself: where there are
/// several a company may have a little more, for a minute.
#[derive(Debug, Default)]
pub struct UnusedFiles(Mutex<HashMap<CompanyId, Counted>>);

#[derive(Debug, Clone, Copy)]
struct Counted {
    at: Timestamp,
    bytes: u64,
}

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There are as many bytes as there may be.
    #[error("the company has too many bytes of files that no letter has")]
    Full,
    /// The store did not take it.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a file that no letter has yet.
///
/// # Errors
/// [`KeepError::Full`] where the company has no room for it; a file that is there already needs none.
pub async fn keep_unused(
    state: &State,
    store: &dyn CompanyStore,
    hash: &BlobHash,
    bytes: &[u8],
) -> Result<(), KeepError> {
    let more = bytes.len() as u64;
    if !state.unused_files.add(store.id(), more, state).await? && store.blob_sizes(&[*hash]).await?.is_empty()
    {
        return Err(KeepError::Full);
    }
    store.put_blob(hash, bytes).await?;
    Ok(())
}

impl UnusedFiles {
    /// Whether there is room for so many bytes more; they count from now on where there is.
    async fn add(&self, company: CompanyId, more: u64, state: &State) -> Result<bool, StoreError> {
        let most = state.config.delivery.unused_file_bytes;
        let now = state.clock.now();
        if self.add_to_counted(company, more, most, now) {
            return Ok(true);
        }
        let bytes = state.store.company(company).unused_blob_bytes().await?;
        let fits = bytes.saturating_add(more) <= most;
        let bytes = if fits { bytes + more } else { bytes };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, counted| counted.is_fresh(now));
        all.insert(company, Counted { at: now, bytes });
        Ok(fits)
    }

    /// The same by what was counted lately. Files that were sent since are still in that: so `false` only means to count
    /// again.
    fn add_to_counted(&self, company: CompanyId, more: u64, most: u64, now: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = all.get_mut(&company).filter(|counted| counted.is_fresh(now));
        let Some(counted) = counted else { return false };
        let bytes = counted.bytes.saturating_add(more);
        let fits = bytes <= most;
        if fits {
            counted.bytes = bytes;
        }
        fits
    }
}

impl Counted {
    fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.at).abs() < FRESH
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, UnusedFiles};
    use jiff::{SignedDuration, Timestamp};
    use model::CompanyId;

    #[test]
    fn what_was_counted_is_believed_for_a_minute() {
        let files = UnusedFiles::default();
        let company = "019a5b1e-7c00-7000-8000-000000000001"
            .parse::<CompanyId>()
            .unwrap();
        let now = Timestamp::UNIX_EPOCH;
        assert!(!files.add_to_counted(company, 1, 10, now), "it was never counted");
        let counted = Counted { at: now, bytes: 4 };
        files.0.lock().unwrap().insert(company, counted);
        let soon = now + SignedDuration::from_secs(59);
        assert!(files.add_to_counted(company, 5, 10, soon));
        assert!(!files.add_to_counted(company, 2, 10, soon));
        assert!(files.add_to_counted(company, 1, 10, soon));
        assert!(!files.add_to_counted(company, 0, 10, now + SignedDuration::from_mins(1)));
    }
}
