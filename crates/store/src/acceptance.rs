//! Letters that are handed over: accepted whole or not at all, and once however often they are handed over.

use crate::{audit::Actor, error::StoreError, queue::Route};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    BatchId, ExternalId, LetterId, Mailbox, MessageId, UserId,
    letter::{BlobHash, Letter},
    message::{MessageState, RecipientRole},
};

/// A letter to be accepted, checked before it came here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose letter it is.
    pub user: UserId,
    /// Through what it goes out, by the user's settings now.
    pub route: Route,
    /// What it says.
    pub letter: Letter,
    /// Its recipients: each becomes a message. At least one, each address once.
    pub recipients: Vec<(Mailbox, RecipientRole)>,
    /// The portal's own name for it: to be found by.
    pub reference: Option<ExternalId>,
    /// When it is no longer worth sending.
    pub deadline: Option<Timestamp>,
    /// Not before this time.
    pub not_before: Option<Timestamp>,
    /// The message that this one takes the place of: mended and sent again.
    pub replaces: Option<MessageId>,
}

/// The key under which a program hands something over, and the digest of what it is: the same again is answered with
/// what it became then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The program's own key: 1 to 200 visible ASCII characters, checked before it came here.
    pub key: String,
    /// The SHA-256 of what is handed over.
    pub digest: [u8; 32],
}

/// What was accepted, now or before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The letters with their messages, in the order in which they were handed over; of a batch none (they are read
    /// with [`crate::MessageStore::messages`]).
    pub letters: Vec<AcceptedLetter>,
    /// The batch, where it is one.
    pub batch: Option<BatchId>,
    /// Whether the same was accepted before, and nothing was added now.
    pub again: bool,
}

/// A letter that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedLetter {
    /// Its id.
    pub id: LetterId,
    /// Its messages: recipients as they were handed over.
    pub messages: Vec<(MessageId, Mailbox)>,
}

/// Why nothing was accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// There is no such batch that is still being handed over.
    #[error("no such batch")]
    NoSuchBatch,
    /// The same key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// A file is not there (any more).
    #[error("there is no file {0}")]
    NoSuchBlob(BlobHash),
    /// The draft is not there, or was changed in between.
    #[error("the draft is not the one that was seen")]
    DraftChanged,
    /// A batch without a letter.
    #[error("the batch is empty")]
    Empty,
    /// The message that one of them takes the place of is not there, or did not come to an end without arriving (failed,
    /// bounced, canceled), or another one took its place already.
    #[error("the message can not be replaced")]
    NotReplaceable,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether another message may take the place of one in this state: it came to an end and did not arrive. One whose place
/// was taken already (`replaced`) has none to give.
#[must_use]
pub const fn is_replaceable(state: MessageState, replaced: bool) -> bool {
    use MessageState::{Bounced, Canceled, Failed};
    !replaced && matches!(state, Failed | Bounced | Canceled)
}

/// A batch before its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// Whose.
    pub user: UserId,
    /// What people call it: one line.
    pub name: String,
    /// The portal's own name for it.
    pub reference: Option<ExternalId>,
    /// Whether it waits for a person to start it: accepted as paused.
    pub paused: bool,
}

/// Handing over, for one company.
#[async_trait]
pub trait Acceptance: Send + Sync {
    /// Accepts letters, all of them or none, in one transaction: at most 100. Where the key was used before for the same
    /// digest nothing is added and the answer is what it was then. `draft` is deleted with it where it has this version.
    async fn accept(
        &self,
        letters: &[NewLetter],
        key: Option<&Idempotency>,
        draft: Option<(model::DraftId, u64)>,
        by: &Actor,
    ) -> Result<Accepted, AcceptError>;

    /// What was accepted under this key, where something was.
    async fn accepted_before(&self, key: &Idempotency) -> Result<Option<Accepted>, AcceptError>;

    /// Begins a batch: nobody sees it, and nothing of it is sent, until [`Acceptance::accept_batch`].
    async fn stage_batch(&self, batch: &NewBatch) -> Result<BatchId, AcceptError>;

    /// Adds letters to a batch that was begun, at most 500 at once, in one transaction.
    async fn stage_letters(&self, batch: BatchId, letters: &[NewLetter]) -> Result<(), AcceptError>;

    /// Accepts the whole batch in one transaction. Where the key was used before for the same digest (perhaps by another
    /// request in between) the batch that was begun is dropped, and the answer is the other one.
    async fn accept_batch(
        &self,
        batch: BatchId,
        key: &Idempotency,
        by: &Actor,
    ) -> Result<Accepted, AcceptError>;

    /// Drops a batch that was begun and not accepted. Upkeep does it too, an hour after the last letter was added.
    async fn drop_staged(&self, batch: BatchId) -> Result<(), StoreError>;

    /// Keeps a file: nothing is written where it is there already; its age begins anew either way. The caller has made
    /// sure that the hash is that of the bytes.
    async fn put_blob(&self, hash: &BlobHash, bytes: &[u8]) -> Result<(), AcceptError>;

    /// Which of these files are there, with their sizes.
    async fn blob_sizes(&self, hashes: &[BlobHash]) -> Result<Vec<(BlobHash, u64)>, StoreError>;

    /// The bytes of the files that no letter has: those that were uploaded ahead, and those of drafts. It looks at all of
    /// the company's files.
    async fn unused_blob_bytes(&self) -> Result<u64, StoreError>;

    /// A file.
    async fn blob(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError>;
}
