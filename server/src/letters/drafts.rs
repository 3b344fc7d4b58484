//! How much a user's drafts may take.

use crate::state::State;
use model::{DraftId, UserId};
use store::{CompanyStore, StoreError};

/// Whether a draft of so many bytes may be kept: new, or in place of what `id` holds. One that grows no larger may
/// always be, so that whoever has too much can make it less.
///
/// # Errors
/// Where the store fails.
pub async fn has_room_for(
    state: &State,
    store: &dyn CompanyStore,
    user: UserId,
    id: Option<DraftId>,
    bytes: u64,
) -> Result<bool, StoreError> {
    let drafts = store.drafts(user).await?;
    let (own, others): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|draft| Some(draft.id) == id);
    let before = own.first().map_or(0, |draft| draft.bytes);
    let all = others
        .iter()
        .fold(bytes, |all, draft| all.saturating_add(draft.bytes));
    Ok(bytes <= before || all <= state.config.delivery.draft_bytes)
}
