//! Why a letter was not sent, told apart by what may be done next.

use super::journal::Failure;
use model::session::{Fault, Reply, Stage};

/// What became of a letter that the server has not clearly taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsent {
    /// The server said no to this letter, for now (4yz) or for good (5yz). It was not sent. The session can mostly
    /// be used for the next letter: [`super::SmtpSession::is_usable`] knows.
    Refused(Reply),
    /// This server can not take this letter: [`Fault::TooLarge`] or [`Fault::Utf8Missing`]. Nothing was said, the
    /// session is as good as before.
    Unfit(Fault),
    /// The session came to its end before the letter's end left: the server hung up, was silent, said 421 or
    /// something that is no SMTP. The letter was not sent, which is not its own fault.
    SessionLost(Fault),
    /// The letter was not allowed to leave, so nothing of it was sent, and the session was given up: after 354 there
    /// is no other way out (RFC 5321, section 4.1.1.4).
    Withheld,
    /// The letter's end may have reached the server, and no clear answer came: it may have been taken, or not
    /// (RFC 1047). The session is over.
    InDoubt,
}

/// Where a letter stopped and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", stage.key(), self.key())]
pub struct SendFailure {
    /// At which stage.
    pub stage: Stage,
    /// Why.
    pub why: Unsent,
    /// Whether it was allowed to leave: what was committed for that has to be settled, however it ended.
    pub begun: bool,
}

impl SendFailure {
    /// The stage and its fault, as the catalogue's rules know them; none where the letter was withheld.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let fault = match &self.why {
            Unsent::Refused(reply) => Fault::Refused(reply.clone()),
            Unsent::Unfit(fault) | Unsent::SessionLost(fault) => fault.clone(),
            Unsent::InDoubt => Fault::InDoubt,
            Unsent::Withheld => return None,
        };
        Some(Failure {
            stage: self.stage,
            fault,
        })
    }

    fn key(&self) -> &'static str {
        self.failure()
            .map_or("withheld", |Failure { fault, .. }| fault.key())
    }
}
