//! Letters as programs hand them over: one, many, or one that is still to be edited.

mod fault;
mod files;
mod key;
mod letter;
mod opened;
mod room;
mod upload;

pub use fault::FaultView;
pub use files::Files;
pub use key::{IdempotencyHeader, IdempotencyKey, digest_of};
pub use letter::{AttachmentBody, LetterBody};
pub use opened::{Opened, Ready, attachment};
pub use room::{COME_BACK, Growing, Room, Taken};
pub use upload::{LargeBody, Upload, Whole, json, length_of, longest_letter, within};

use super::problem::{FieldError, Kind, Problem};
use crate::letters::{KeepError, MendError};
use model::settings::NotReady;
use store::{AcceptError, DecisionError};

impl From<AcceptError> for Problem {
    fn from(error: AcceptError) -> Self {
        let kind = match error {
            AcceptError::NoSuchCompany | AcceptError::NoSuchUser => Kind::NotFound,
            AcceptError::KeyReused => Kind::IdempotencyKeyReused,
            AcceptError::DraftChanged => Kind::VersionChanged,
            AcceptError::Empty => Kind::BatchEmpty,
            AcceptError::NotReplaceable => {
                let detail = "only a message that failed, bounced or was canceled can be replaced, and once";
                return Self::from(Kind::WrongState).with_error(FieldError::field("replaces", detail));
            }
            // It was there a moment ago.
            AcceptError::NoSuchBlob(hash) => {
                return Self::from(Kind::WrongState)
                    .saying(format!("The file {hash} is not there any more."));
            }
            // Only where whoever handed it over was silent for an hour.
            AcceptError::NoSuchBatch => {
                return Self::from(Kind::WrongState).saying("Handing over took too long.");
            }
            AcceptError::Store(error) => return error.into(),
        };
        kind.into()
    }
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Full => Kind::FilesFull.into(),
            KeepError::Accept(error) => error.into(),
            KeepError::Store(error) => error.into(),
        }
    }
}

impl From<DecisionError> for Problem {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::NotFound => Kind::NotFound.into(),
            DecisionError::State => Kind::WrongState.into(),
            DecisionError::ContentGone => Kind::ContentGone.into(),
            DecisionError::Store(error) => error.into(),
        }
    }
}

impl From<NotReady> for Problem {
    fn from(why: NotReady) -> Self {
        Self::from(Kind::NotReady).saying(why.key())
    }
}

impl From<MendError> for Problem {
    fn from(error: MendError) -> Self {
        match error {
            MendError::State => Kind::WrongState.into(),
            MendError::ContentGone => Kind::ContentGone.into(),
            MendError::NotReady(why) => why.into(),
        }
    }
}
