//! A message that was taken, with its letter.

use super::Turn;
use jiff::Timestamp;
use model::{LetterId, Mailbox, letter::Letter, settings::SendingMode};
use smtp::{Envelope, EnvelopeId};
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use store::{StoreError, TakenMessage};
use tokio::{sync::OnceCell, task::spawn_blocking};

/// Letters larger than this are written beside, so that others are not kept waiting.
const LARGE: u64 = 256 * 1024;

/// A message that was taken, with its letter.
#[derive(Debug)]
pub(super) struct Job {
    pub message: TakenMessage,
    pub letter: Arc<Text>,
}

/// A letter of one or more messages: written when the first of them needs it, and once.
#[derive(Debug)]
pub(super) struct Text {
    id: LetterId,
    accepted_at: Timestamp,
    letter: Arc<Letter>,
    written: OnceCell<Result<Arc<smtp::Letter>, Unwritten>>,
}

/// The letter can not be written, and never will be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unwritten;

impl Text {
    pub(super) fn new(id: LetterId, accepted_at: Timestamp, letter: Arc<Letter>) -> Arc<Self> {
        Arc::new(Self {
            id,
            accepted_at,
            letter,
            written: OnceCell::new(),
        })
    }
}

impl Turn {
    /// The letter's bytes.
    pub(super) async fn written(
        &self,
        text: &Text,
    ) -> Result<Result<Arc<smtp::Letter>, Unwritten>, StoreError> {
        text.written.get_or_try_init(|| self.write(text)).await.cloned()
    }

    async fn write(&self, text: &Text) -> Result<Result<Arc<smtp::Letter>, Unwritten>, StoreError> {
        let content = &text.letter.content;
        let mut files = HashMap::with_capacity(content.attachments.len());
        for file in &content.attachments {
            if let Some(bytes) = self.shared.files.get(&*self.company, &file.hash).await? {
                files.insert(file.hash, bytes);
            }
        }
        let (id, at, letter) = (text.id, text.accepted_at, text.letter.clone());
        let (outside, relay) = (self.shared.outside.clone(), self.is_relay());
        let write = move || {
            let written = smtp::compose::letter(id, at, &letter, &|hash| files.get(hash).cloned());
            let written = written.map_err(|error| error.to_string())?;
            if relay {
                outside.signed(written, at).map_err(|error| error.to_string())
            } else {
                Ok(written)
            }
        };
        let written = if content.size() > LARGE {
            spawn_blocking(write)
                .await
                .unwrap_or_else(|_| Err("writing it broke off".to_owned()))
        } else {
            // A letter that breaks what writes it fails alone.
            catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| Err("writing it broke off".to_owned()))
        };
        Ok(written.map(Arc::new).map_err(|error| {
            tracing::error!(letter = %id, "a letter can not be written: {error}");
            Unwritten
        }))
    }

    /// Whom the server is told. Letters that go out from the event mailbox come back under the message's own name.
    pub(super) fn envelope(&self, job: &Job) -> Envelope {
        let head = &job.letter.letter.head;
        let own = (head.mode == SendingMode::ReplyTo && self.is_relay())
            .then(|| {
                let (path, domain) = (self.return_path.get()?, self.shared.outside.event_domain()?);
                let local = path.local(job.message.id);
                let from = Mailbox::parse(&format!("{local}@{domain}")).ok()?;
                // Reports name it by the same: some servers put the return path's letter nowhere else.
                Some((from, local.parse::<EnvelopeId>().ok()))
            })
            .flatten();
        let (from, id) = own.unwrap_or_else(|| (head.envelope_sender.clone(), None));
        Envelope {
            from,
            to: job.message.recipient.clone(),
            id,
        }
    }
}
