//! From a letter that was checked to one that is accepted: whose settings it goes out with, and who gets it.

mod drafts;
mod estimate;
mod mend;
mod unused;

pub use drafts::has_room_for;
pub use estimate::{Measured, estimated_end, provider_of, seconds_left};
pub use mend::{MendError, mend, mend_key};
pub use unused::{KeepError, UnusedFiles, keep_unused};

use crate::state::State;
use delivery::route::{Ready, ready};
use jiff::Timestamp;
use model::{
    ExternalId, Mailbox, MessageId, UserId,
    letter::{Letter, LetterHead, check::CheckedLetter},
    message::RecipientRole,
    settings::{MassMailing, NotReady},
};
use std::collections::HashSet;
use store::{NewLetter, UserSettings};

/// What is said about a letter beside what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extra {
    /// The portal's own name for it.
    pub reference: Option<ExternalId>,
    /// When it is no longer worth sending.
    pub deadline: Option<Timestamp>,
    /// Not before this time.
    pub not_before: Option<Timestamp>,
    /// The message that it takes the place of.
    pub replaces: Option<MessageId>,
}

/// A user whose letters can go out now. Made once for however many letters.
#[derive(Debug, Clone)]
pub struct Sender {
    user: UserId,
    ready: Ready,
    /// Whether mass mailing is open to him, and by what.
    pub mass_mailing: MassMailing,
}

impl Sender {
    /// The user with his settings as they count now.
    ///
    /// # Errors
    /// [`NotReady`] where nothing can go out with them.
    pub fn of(state: &State, of: &UserSettings) -> Result<Self, NotReady> {
        let company = &of.company.company;
        let ready = ready(of, state.relay_for(company).as_ref())?;
        Ok(Self {
            user: of.user.id,
            mass_mailing: MassMailing::of(ready.mode, company.mass_mailing),
            ready,
        })
    }

    /// A letter of his, ready to be accepted. The copies of his settings go with it, but to nobody twice.
    pub fn letter(&self, checked: CheckedLetter, extra: Extra) -> NewLetter {
        let CheckedLetter {
            to,
            mut copy,
            blind_copy,
            subject,
            content,
        } = checked;
        let mut recipients = Vec::with_capacity(to.len() + copy.len() + blind_copy.len());
        let mut seen = HashSet::new();
        let mut add = |address: &Mailbox, role: RecipientRole| {
            let first = seen.insert(address.as_str().to_lowercase());
            if first {
                recipients.push((address.clone(), role));
            }
            first
        };
        for addressee in &to {
            add(&addressee.address, RecipientRole::To);
        }
        for address in &copy {
            add(address, RecipientRole::Copy);
        }
        for address in &blind_copy {
            add(address, RecipientRole::BlindCopy);
        }
        for address in &self.ready.outgoing.copy {
            if add(address, RecipientRole::Copy) {
                copy.push(address.clone());
            }
        }
        for address in &self.ready.outgoing.blind_copy {
            add(address, RecipientRole::BlindCopy);
        }
        NewLetter {
            user: self.user,
            route: self.ready.route.clone(),
            letter: Letter {
                head: LetterHead::of(&self.ready.outgoing, self.ready.mode, to, copy),
                subject,
                content,
            },
            recipients,
            reference: extra.reference,
            deadline: extra.deadline,
            not_before: extra.not_before,
            replaces: extra.replaces,
        }
    }
}

/// One letter of a user, ready to be accepted.
///
/// # Errors
/// [`NotReady`] where nothing can go out with his settings.
pub fn prepare(
    state: &State,
    of: &UserSettings,
    checked: CheckedLetter,
    extra: Extra,
) -> Result<NewLetter, NotReady> {
    Ok(Sender::of(state, of)?.letter(checked, extra))
}

#[cfg(test)]
mod tests;
