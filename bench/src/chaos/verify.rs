//! Every letter is accounted for: what was answered, what the store says, what the server got.

use super::{
    hand_over::{HandedOver, Outcome},
    letters_life,
};
use crate::rig::{People, Place};
use model::message::{AttemptResult, MessageState};
use std::{collections::HashMap, fmt};
use store::Message;
use testkit::tally::Tally;

/// What became of all letters.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Letters that were handed over.
    pub handed_over: usize,
    /// Requests that were not answered, and are wholly there.
    pub unanswered_there: usize,
    /// Requests that were not answered, and of which nothing is there.
    pub unanswered_gone: usize,
    /// Messages that were accepted.
    pub accepted: usize,
    /// Messages that were sent.
    pub sent: usize,
    /// Messages in doubt that the server took.
    pub in_doubt_taken: usize,
    /// Messages in doubt that the server did not take.
    pub in_doubt_not: usize,
    /// Messages that failed.
    pub failed: usize,
    /// Messages that wait: refused for now, or their account is in trouble.
    pub waiting: usize,
    /// Messages that were accepted and are nowhere, or are called sent and did not arrive.
    pub lost: Vec<String>,
    /// Letters that arrived more often than is recorded.
    pub duplicates: Vec<String>,
    /// Whatever else is not as it has to be.
    pub wrong: Vec<String>,
}

impl Verdict {
    /// Whether nothing was lost, nothing came twice without being recorded, and everything is in a state of its own.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.lost.is_empty() && self.duplicates.is_empty() && self.wrong.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| handed over | accepted | sent | in doubt, arrived | in doubt, not arrived | failed | waiting | \
             unanswered, there | unanswered, not there | lost | unrecorded duplicates | wrong |\n\
             |---|---|---|---|---|---|---|---|---|---|---|---|\n\
             | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            self.handed_over,
            self.accepted,
            self.sent,
            self.in_doubt_taken,
            self.in_doubt_not,
            self.failed,
            self.waiting,
            self.unanswered_there,
            self.unanswered_gone,
            self.lost.len(),
            self.duplicates.len(),
            self.wrong.len(),
        )?;
        for (what, list) in [
            ("lost", &self.lost),
            ("duplicate", &self.duplicates),
            ("wrong", &self.wrong),
        ] {
            for one in list.iter().take(20) {
                writeln!(f, "{what}: {one}")?;
            }
        }
        Ok(())
    }
}

/// Accounts for every letter. Nothing may move meanwhile.
///
/// # Errors
/// The store fails.
pub(super) async fn verify(
    place: &Place,
    people: &People,
    handed_over: &[HandedOver],
    tally: &Tally,
) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::default();
    let mut by_recipient: HashMap<String, Vec<Message>> = HashMap::new();
    for message in letters_life::messages(place, people, &[]).await? {
        let to = message.recipient.to_string();
        by_recipient.entry(to).or_default().push(message);
    }
    for request in handed_over {
        verdict.request(request, &by_recipient);
    }
    for (recipient, messages) in &by_recipient {
        if messages.len() > 1 {
            verdict
                .duplicates
                .push(format!("{recipient}: accepted {} times", messages.len()));
        }
        for message in messages {
            let received = tally.count().of(recipient);
            if received.letters.len() > 1 {
                verdict.wrong.push(format!(
                    "{recipient}: different Message-IDs {:?}",
                    received.letters
                ));
            }
            let copies = received.copies();
            let allowed = if copies > 1 {
                1 + resent(place, people, message).await?
            } else {
                1
            };
            verdict.message(message, copies, allowed);
        }
    }
    for (recipient, received) in tally.count().recipients() {
        if received.copies() > 0 && !by_recipient.contains_key(&*recipient) {
            verdict
                .wrong
                .push(format!("{recipient}: got a letter that was never accepted"));
        }
    }
    Ok(verdict)
}

/// How often a person wanted it sent once more.
async fn resent(place: &Place, people: &People, message: &Message) -> anyhow::Result<u32> {
    let detail = place
        .store
        .company(people.company)
        .find_message(message.id)
        .await?;
    let history = detail.map(|detail| detail.history).unwrap_or_default();
    let times = history
        .iter()
        .filter(|attempt| attempt.result == AttemptResult::Resent)
        .count();
    Ok(u32::try_from(times)?)
}

impl Verdict {
    /// A request is there as a whole, or not at all; what was answered is there.
    fn request(&mut self, request: &HandedOver, there: &HashMap<String, Vec<Message>>) {
        self.handed_over += request.recipients.len();
        let missing = request
            .recipients
            .iter()
            .filter(|to| !there.contains_key(*to))
            .count();
        let all = request.recipients.len();
        match (request.outcome, missing) {
            (Outcome::Accepted, 0) => {}
            (Outcome::Accepted, _) => {
                self.lost.push(format!(
                    "{}: accepted, and {missing} of {all} are nowhere",
                    request.key
                ));
            }
            (Outcome::Unanswered, 0) => self.unanswered_there += 1,
            (Outcome::Unanswered, _) if missing == all => self.unanswered_gone += 1,
            (Outcome::Unanswered, _) => {
                self.wrong.push(format!(
                    "{}: {missing} of {all} are missing, the others are there",
                    request.key
                ));
            }
        }
    }

    /// A message's state and what the server got fit together.
    fn message(&mut self, message: &Message, copies: u32, allowed: u32) {
        self.accepted += 1;
        let what = format!(
            "{} is {} after {} attempts, {copies} copies arrived",
            message.recipient,
            message.state.key(),
            message.attempts
        );
        if copies > allowed {
            self.duplicates.push(what.clone());
        }
        match message.state {
            MessageState::Sent => {
                self.sent += 1;
                if copies == 0 {
                    self.lost.push(what);
                }
            }
            MessageState::InDoubt if copies == 0 => self.in_doubt_not += 1,
            MessageState::InDoubt => self.in_doubt_taken += 1,
            MessageState::Failed | MessageState::Queued => {
                if message.state == MessageState::Failed {
                    self.failed += 1;
                } else {
                    self.waiting += 1;
                }
                if copies > 0 {
                    self.wrong.push(what);
                }
            }
            _ => self.wrong.push(what),
        }
    }
}

#[cfg(test)]
mod tests;
