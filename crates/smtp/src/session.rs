//! One SMTP session, for the test and for letters alike, so that a test can not say "works" for what a real
//! send would fail.

mod auth;
mod extensions;
mod hello;
mod journal;
mod letter;
mod open;
mod secrets;
mod talk;
mod transaction;

pub use auth::Mechanism;
pub use extensions::Extensions;
pub(crate) use journal::Phase;
pub use journal::{Event, Failure, Journal};
pub use letter::{Envelope, Letter, LetterError};

use crate::diagnose::Courier;
use auth::Credentials;
use model::{
    session::{Detail, Fault, Reply, Stage},
    settings::Destination,
};
use secrecy::SecretString;
use std::fmt;
use talk::Talk;
use tokio::io::{AsyncRead, AsyncWrite};

/// A stream in both directions, in the clear or encrypted.
trait Duplex: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin> Duplex for S {}

/// A session that has come as far as EHLO: checked address, encryption as asked for, the server's offers
/// known.
#[derive(Debug)]
pub struct SmtpSession {
    talk: Talk<Box<dyn Duplex>>,
    offers: Extensions,
    /// The connection is encrypted, or its owner said that it need not be.
    may_sign_in: bool,
    state: State,
}

/// What became of the transaction before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// There was none.
    Fresh,
    /// It was brought to an end.
    Done,
    /// It was begun and not brought to an end.
    Midway,
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
        self.sign_in_by(&Mechanism::ALL, user_name, password, journal)
            .await
    }

    /// The same with these mechanisms only.
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
        let (Some(user_name), Some(password)) = (user_name.filter(|name| !name.is_empty()), password) else {
            journal.skipped(Stage::Auth);
            return Ok(());
        };
        journal.keep_secret(user_name, password);
        let signed_in = if self.may_sign_in {
            self.authenticate(&Credentials { user_name, password }, mechanisms, journal)
                .await
        } else {
            Err(Fault::DestinationRefused)
        };
        match signed_in {
            Ok(mechanism) => {
                journal.passed(
                    Stage::Auth,
                    Detail::Mechanism {
                        name: mechanism.name().to_owned(),
                    },
                );
                Ok(())
            }
            Err(fault) => Err(journal.failed(Stage::Auth, fault, Detail::Nothing)),
        }
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
        self.transact(envelope, letter, journal).await
    }

    /// Says QUIT in the background: its fate changes nothing and delays nobody.
    pub fn quit(mut self) {
        tokio::spawn(async move {
            let wait = self.talk.deadlines.quit;
            self.talk.end = tokio::time::Instant::now() + wait;
            if self.talk.say("QUIT\r\n", &Journal::default()).await.is_ok() {
                // whatever it says, and also if it says nothing
                let _ = self.talk.hear_raw(wait).await;
            }
        });
    }
}
