//! The same letter to the address that was meant.

use super::Sender;
use crate::state::State;
use model::{
    Mailbox, MessageId,
    letter::{Letter, LetterHead},
    message::RecipientRole,
    settings::NotReady,
};
use sha2::{Digest, Sha256};
use store::{Idempotency, MessageDetail, NewLetter, UserSettings, acceptance::is_replaceable};

/// Why a message is not mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MendError {
    /// It has not failed, or another one took its place already.
    #[error("only a message that did not go out can be mended, and once")]
    State,
    /// What it says was deleted after its time.
    #[error("the content was deleted")]
    ContentGone,
    /// With the user's settings nothing can go out now.
    #[error(transparent)]
    NotReady(#[from] NotReady),
}

/// The key under which a message is mended: it lets that happen once, and the same again is answered the same.
pub fn mend_key(message: MessageId, to: &Mailbox) -> Idempotency {
    Idempotency {
        // No program's key holds a space: none can be this one.
        key: format!("mend {message}"),
        digest: Sha256::digest(to.as_str()).into(),
    }
}

/// The letter of a message that did not go out, to another address, with the user's settings as they count now. The
/// others who got the letter do not get it again; it names them as before.
///
/// # Errors
/// [`MendError`] says why it can not be.
pub fn mend(
    state: &State,
    of: &UserSettings,
    detail: MessageDetail,
    to: Mailbox,
) -> Result<NewLetter, MendError> {
    let message = detail.message;
    if !is_replaceable(message.state, detail.replaced_by.is_some()) {
        return Err(MendError::State);
    }
    let Letter {
        head,
        subject,
        content,
    } = detail.letter.ok_or(MendError::ContentGone)?;
    let Sender { user, ready, .. } = Sender::of(state, of)?;
    let is_meant = |address: &Mailbox| address.is_same_as(message.recipient.as_str());
    let (mut addressees, mut copy) = (head.to, head.copy);
    match message.role {
        RecipientRole::To => {
            for addressee in addressees.iter_mut().filter(|one| is_meant(&one.address)) {
                addressee.address = to.clone();
            }
        }
        RecipientRole::Copy => {
            for address in copy.iter_mut().filter(|address| is_meant(address)) {
                *address = to.clone();
            }
        }
        RecipientRole::BlindCopy => {}
    }
    Ok(NewLetter {
        user,
        route: ready.route,
        letter: Letter {
            head: LetterHead::of(&ready.outgoing, ready.mode, addressees, copy),
            subject,
            content,
        },
        recipients: vec![(to, message.role)],
        reference: message.reference,
        deadline: None,
        not_before: None,
        replaces: Some(message.id),
    })
}
