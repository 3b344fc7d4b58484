//! The letter that a reply is passed on as: from the event mailbox, which the operator's server may write from, under its
//! writer's name; answers go to the writer. Its text is the reply's, and the reply goes with it as it was.

use super::Office;
use crate::reading;
use bounce::Report;
use model::{
    Mailbox,
    address::is_invisible,
    letter::{Addressee, Attachment, BlobHash, Content, Letter, LetterHead, MediaType, Subject},
    message::RecipientRole,
    settings::SendingMode,
};
use sha2::{Digest, Sha256};
use store::{Company, NewLetter, Route, User};

/// What is kept of a mail that is larger than what goes with a letter: exactly so much, and not all of it.
const CUT: usize = 1024 * 1024;

/// A reply that was read.
pub struct Reply {
    report: Report,
    raw: Vec<u8>,
    hash: BlobHash,
}

impl Reply {
    /// Reads it, beside. None where that broke off.
    pub async fn read(raw: Vec<u8>) -> Option<Self> {
        let read = tokio::task::spawn_blocking(move || Self {
            report: bounce::read(&raw),
            hash: BlobHash::from_bytes(Sha256::digest(&raw).into()),
            raw,
        });
        read.await.ok()
    }

    /// Whether this person wrote it.
    pub fn is_from(&self, address: &Mailbox) -> bool {
        reading::writer(&self.report).is_some_and(|(_, writer)| writer.is_same_as(address.as_str()))
    }

    /// As it was, where all of it is there.
    pub fn original(&self) -> Option<(BlobHash, &[u8])> {
        (self.raw.len() != CUT).then_some((self.hash, self.raw.as_slice()))
    }

    /// The letter to its reader.
    pub fn letter(&self, office: &dyn Office, company: &Company, reader: &User, from: Mailbox) -> NewLetter {
        let (name, address) = match reading::writer(&self.report) {
            Some((name, address)) => (name, Some(address)),
            None => (None, None),
        };
        let name = name.or_else(|| address.as_ref().map(Mailbox::to_string));
        let from_name = match name {
            Some(name) => office.name_of(&name, company, reader),
            None => company.name.clone(),
        };
        let mut text = self.report.text.clone().unwrap_or_default();
        let attachments = if let Some((hash, bytes)) = self.original() {
            vec![Attachment {
                name: "original.eml".parse().expect("a plain name of a file"),
                media_type: MediaType::mail(),
                hash,
                size: bytes.len() as u64,
            }]
        } else {
            text.push_str("\n\n");
            text.push_str(&office.without_original(reader));
            Vec::new()
        };
        NewLetter {
            user: reader.id,
            route: Route::Relay,
            letter: Letter {
                head: LetterHead {
                    // It comes from the event mailbox and goes through the relay, whatever its reader sends through.
                    mode: SendingMode::ReplyTo,
                    from_name,
                    envelope_sender: from.clone(),
                    from,
                    reply_to: address,
                    to: vec![Addressee {
                        name: Some(reader.name.clone()),
                        address: reader.email.clone(),
                    }],
                    copy: Vec::new(),
                },
                subject: subject(self.report.head.subject.as_deref().unwrap_or_default()),
                content: Content {
                    text: Some(text),
                    html: None,
                    attachments,
                    // Nobody's machine is to answer it: its answer would go to the writer.
                    automatic: true,
                },
            },
            recipients: vec![(reader.email.clone(), RecipientRole::To)],
            reference: None,
            deadline: None,
            not_before: None,
            replaces: None,
        }
    }
}

fn subject(text: &str) -> Subject {
    let visible: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .take(Subject::LONGEST)
        .collect();
    Subject::parse(&visible).unwrap_or_default()
}
