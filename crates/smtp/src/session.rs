//! One SMTP session, for the test and for letters alike, so that a test can not say "works" for what a real
//! send would fail.

mod auth;
mod extensions;
mod flight;
mod hello;
mod journal;
mod letter;
mod open;
mod outcome;
mod secrets;
mod talk;
mod transaction;

pub use auth::{Credential, Mechanism};
pub use extensions::Extensions;
pub(crate) use journal::Phase;
pub use journal::{Event, Failure, Journal};
pub use letter::{Envelope, EnvelopeId, InvalidEnvelopeId, Letter, LetterError};
pub use outcome::{SendFailure, Unsent};

use crate::diagnose::Courier;
use auth::Credentials;
use model::{
    session::{Detail, Fault, Reply, Stage},
    settings::Destination,
};
use network::Duplex;
use secrecy::SecretString;
use std::future::ready;
use talk::Talk;
use tokio::time::Instant;

/// A session that has come as far as EHLO: checked address, encryption as asked for, the server's offers
/// known.
#[derive(Debug)]
pub struct SmtpSession {
    talk: Talk<Box<dyn Duplex>>,
    offers: Extensions,
    /// The connection is encrypted, or its owner said that it need not be.
    may_sign_in: bool,
    state: State,
    opened_at: Instant,
    begun: u32,
    sent: u32,
}

/// What became of the transaction before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// There was none.
    Fresh,
    /// It was brought to an end.
    Done,
    /// The server took a sender and was not told that nothing follows: RSET goes before the next MAIL.
    Open,
    /// The session is over: nothing more is said.
    Over,
}

impl SmtpSession {
    /// Dials the destination and goes through policy, DNS, connect, greeting, TLS and EHLO. `plain_allowed`:
    /// a password may travel in the clear where the destination says so, because somebody who may do so confirmed
    /// it for this server.
    ///
    /// # Errors
    /// The stage that failed and why; the journal has the same.
    pub async fn open(
        courier: &Courier,
        to: &Destination,
        plain_allowed: bool,
        journal: &mut Journal,
    ) -> Result<Self, Failure> {
        open::open(courier, to, plain_allowed, journal).await
    }

    /// What the server offers.
    #[must_use]
    pub const fn offers(&self) -> &Extensions {
        &self.offers
    }

    /// Signs in with PLAIN (RFC 4616) where it is offered, else with LOGIN; reports the stage as skipped
    /// without a user name or a password.
    ///
    /// # Errors
    /// The stage that failed and why; the journal has the same.
    pub async fn sign_in(
        &mut self,
        user_name: Option<&str>,
        password: Option<&SecretString>,
        journal: &mut Journal,
    ) -> Result<(), Failure> {
        self.sign_in_by(&Mechanism::WITH_PASSWORD, user_name, password, journal)
            .await
    }

    /// The same with these mechanisms only, each of which takes a password.
    ///
    /// # Errors
    /// The stage that failed and why; the journal has the same.
    pub async fn sign_in_by(
        &mut self,
        mechanisms: &[Mechanism],
        user_name: Option<&str>,
        password: Option<&SecretString>,
        journal: &mut Journal,
    ) -> Result<(), Failure> {
        let (Some(user_name), Some(secret)) = (user_name.filter(|name| !name.is_empty()), password) else {
            journal.skipped(Stage::Auth);
            return Ok(());
        };
        journal.keep_secret(user_name, secret);
        self.sign_in_as(&Credentials { user_name, secret }, mechanisms, journal)
            .await
    }

    /// Signs in with a password or a token, by the mechanisms that take it.
    ///
    /// # Errors
    /// The stage that failed and why; the journal has the same.
    pub async fn sign_in_with(
        &mut self,
        user_name: &str,
        credential: &Credential,
        journal: &mut Journal,
    ) -> Result<(), Failure> {
        let secret = match credential {
            Credential::Password(password) => {
                journal.keep_secret(user_name, password);
                password
            }
            Credential::Token(token) => {
                journal.keep_token(user_name, token);
                token
            }
        };
        self.sign_in_as(
            &Credentials { user_name, secret },
            credential.mechanisms(),
            journal,
        )
        .await
    }

    async fn sign_in_as(
        &mut self,
        who: &Credentials<'_>,
        mechanisms: &[Mechanism],
        journal: &mut Journal,
    ) -> Result<(), Failure> {
        let signed_in = if self.may_sign_in {
            self.authenticate(who, mechanisms, journal).await
        } else {
            Err(Fault::DestinationRefused)
        };
        match signed_in {
            Ok(mechanism) => {
                let name = mechanism.name().to_owned();
                journal.passed(Stage::Auth, Detail::Mechanism { name });
                Ok(())
            }
            Err(fault) => {
                let goes_on = match &fault {
                    Fault::Refused(reply) => reply.code != 421,
                    fault => matches!(
                        fault,
                        Fault::AuthMissing | Fault::AuthMechanism | Fault::DestinationRefused
                    ),
                };
                if !goes_on {
                    self.give_up();
                }
                Err(journal.failed(Stage::Auth, fault, Detail::Nothing))
            }
        }
    }

    /// Nothing more is said, and the connection is closed.
    fn give_up(&mut self) {
        self.state = State::Over;
        self.talk.guard.hang_up();
    }

    /// Hands one letter over (RFC 5321, section 3.3), in one flight where PIPELINING is offered (RFC 2920).
    ///
    /// # Errors
    /// The stage that failed and why; [`Fault::InDoubt`] when the letter may have been taken.
    pub async fn send(
        &mut self,
        envelope: &Envelope,
        letter: &Letter,
        journal: &mut Journal,
    ) -> Result<Reply, Failure> {
        let sent = self
            .send_once_allowed(envelope, letter, ready(true), journal)
            .await;
        sent.map_err(|failure| {
            // a letter that is allowed is not withheld; if it were, we would have hung up
            let hung_up = Failure {
                stage: failure.stage,
                fault: Fault::Closed,
            };
            failure.failure().unwrap_or(hung_up)
        })
    }

    /// The same, where the letter may leave only once something else has been settled: MAIL, RCPT and DATA are said
    /// while `allowed` runs, and the first byte of the letter leaves when the server has said 354 *and* `allowed`
    /// came back true. `allowed` is run to its end in every case, also where the server refuses or hangs up; what it
    /// came to stands in [`SendFailure::begun`]. A session whose future was dropped half-way can not be used again.
    ///
    /// # Errors
    /// [`SendFailure`] tells a refusal of this letter from the end of the session and from doubt.
    pub async fn send_once_allowed(
        &mut self,
        envelope: &Envelope,
        letter: &Letter,
        allowed: impl Future<Output = bool>,
        journal: &mut Journal,
    ) -> Result<Reply, SendFailure> {
        self.transact(envelope, letter, allowed, journal).await
    }

    /// Whether another letter can be tried: nothing has happened yet after which nothing more may be said. It does
    /// not look whether the server has gone meanwhile: that does [`Self::is_still_there`].
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.state != State::Over
    }

    /// Looks without waiting whether the server has hung up or said that it closes since the last letter. Worth it
    /// before a letter is begun on a session that was kept.
    pub async fn is_still_there(&mut self) -> bool {
        if self.is_usable() && self.talk.guard.is_disturbed().await {
            self.give_up();
        }
        self.is_usable()
    }

    /// When it was opened: before the first look-up.
    #[must_use]
    pub const fn opened_at(&self) -> Instant {
        self.opened_at
    }

    /// How many letters the server has taken in it.
    #[must_use]
    pub const fn sent(&self) -> u32 {
        self.sent
    }

    /// How many letters were begun in it, whatever became of them: what servers count that limit a session.
    #[must_use]
    pub const fn begun(&self) -> u32 {
        self.begun
    }

    /// Says QUIT in the background: its fate changes nothing and delays nobody. Where the session is over it is only
    /// dropped.
    pub fn quit(self) {
        self.quit_from(());
    }

    /// The same where connections are counted: `place` is dropped when the connection is closed on both sides, or the
    /// time for that is over.
    pub fn quit_from<T: Send + 'static>(mut self, place: T) {
        if !self.is_usable() {
            return;
        }
        tokio::spawn(async move {
            let wait = self.talk.deadlines.quit;
            self.talk.end = Instant::now() + wait;
            if self.talk.say("QUIT\r\n", &Journal::default()).await.is_ok() {
                // whatever it says, and also if it says nothing; then its end (RFC 5321, 4.1.1.10)
                if self.talk.hear_raw(wait).await.is_ok() {
                    let _ = self.talk.hear_raw(wait).await;
                }
            }
            drop(self);
            drop(place);
        });
    }
}
