//! What an event is about, whether it is believed, and what it changes then: the rules for all stores.

use super::NewEvent;
use model::{
    MessageId,
    event::{Clue, Distrust, Kind},
    message::MessageState,
};

/// A message that a mail may be about, as the store finds it within the mail's company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: MessageId,
    /// Where it is.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// Its recipient in lower case.
    pub recipient_key: String,
}

/// What a store finds out about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It is about this message; where it is not believed it is only shown there.
    About(MessageId, Option<Distrust>),
    /// It is about no message that is known here.
    Nothing(Option<Distrust>),
    /// Its message is being sent at this moment.
    TooEarly,
}

/// To which message an event belongs, and whether it is believed. `found`: the message that it names, or those of the
/// letter that it names, of its company alone; `elsewhere`: whether what it names belongs to another company.
#[must_use]
pub fn judge(event: &NewEvent, found: &[Candidate], elsewhere: bool) -> Judged {
    let about = |candidate: &Candidate, distrust| Judged::About(candidate.id, distrust);
    if let Some(distrust) = event.distrust {
        return match found {
            [one] => about(one, Some(distrust)),
            _ => Judged::Nothing(Some(distrust)),
        };
    }
    let Some((clue, _)) = event.names else {
        return Judged::Nothing(asks_for_a_letter(event.kind).then_some(Distrust::NoLetter));
    };
    if elsewhere {
        return Judged::Nothing(Some(Distrust::OtherCompany));
    }
    let named = event.recipient.as_deref().map(str::to_lowercase);
    let one = match (found, &named) {
        ([], _) => return Judged::Nothing(Some(Distrust::NoLetter)),
        (many, Some(named)) => many.iter().find(|one| one.recipient_key == *named),
        _ => None,
    };
    let (candidate, fits) = match (one, found) {
        (Some(one), _) => (one, true),
        // A signature needs no name, and an address that was passed on has another one. A Message-ID does: whoever has
        // seen the letter knows it.
        (None, [only]) => (only, clue != Clue::MessageId),
        (None, _) if !asks_for_a_letter(event.kind) => (&found[0], true),
        (None, _) => return Judged::Nothing(Some(Distrust::OtherRecipient)),
    };
    if !fits && asks_for_a_letter(event.kind) {
        return about(candidate, Some(Distrust::OtherRecipient));
    }
    match candidate.state {
        MessageState::Sending => Judged::TooEarly,
        MessageState::Leased | MessageState::Queued | MessageState::Paused | MessageState::Canceled
            if candidate.attempts == 0 =>
        {
            about(candidate, Some(Distrust::NotSent))
        }
        _ => about(candidate, None),
    }
}

/// Whether such a mail means nothing without the letter that it is about.
const fn asks_for_a_letter(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bounce | Kind::Delayed | Kind::Delivered | Kind::FeedbackLoop
    )
}

/// The state that a believed event brings its message to; none where it stays as it is.
#[must_use]
pub const fn effect(kind: Kind, state: MessageState) -> Option<MessageState> {
    match (kind, state) {
        (Kind::Bounce, MessageState::Sent | MessageState::InDoubt) => Some(MessageState::Bounced),
        (Kind::Delivered | Kind::Delayed, MessageState::InDoubt) => Some(MessageState::Sent),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
