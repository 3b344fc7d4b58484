//! What was accepted under a key, as it is kept to be answered again.

use super::{from_json, to_json};
use crate::{
    acceptance::{Accepted, AcceptedLetter},
    error::StoreError,
};
use model::{BatchId, LetterId, Mailbox, MessageId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    letters: Vec<(LetterId, Vec<(MessageId, Mailbox)>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch: Option<BatchId>,
}

/// What was accepted, as it is stored.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be written in JSON.
pub fn accepted_json(accepted: &Accepted) -> Result<String, StoreError> {
    let letters = accepted.letters.iter();
    let kept = Kept {
        letters: letters
            .map(|letter| (letter.id, letter.messages.clone()))
            .collect(),
        batch: accepted.batch,
    };
    to_json("accepted letters", &kept)
}

/// What was accepted before.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be read.
pub fn accepted_again(json: &str) -> Result<Accepted, StoreError> {
    let kept: Kept = from_json("accepted letters", json)?;
    let letters = kept.letters.into_iter();
    Ok(Accepted {
        letters: letters
            .map(|(id, messages)| AcceptedLetter { id, messages })
            .collect(),
        batch: kept.batch,
        again: true,
    })
}
