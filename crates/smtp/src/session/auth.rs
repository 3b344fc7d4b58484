//! Sign-in (RFC 4954): with a password by PLAIN where it is offered, else by LOGIN; with an OAuth token by XOAUTH2, else
//! by OAUTHBEARER.

mod bearer;

use super::{SmtpSession, journal::Journal, secrets::plain_blob, talk::meaning};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::session::{Fault, Reply};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

/// The longest command line that every server takes (RFC 5321, section 4.5.3.1.4).
const LONGEST_COMMAND: usize = 510;

/// With what somebody signs in.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A password.
    Password(SecretString),
    /// An OAuth 2.0 access token (RFC 6750).
    Token(SecretString),
}

impl Credential {
    /// The ways of sign-in that take it, best first.
    #[must_use]
    pub const fn mechanisms(&self) -> &'static [Mechanism] {
        match self {
            Self::Password(_) => &Mechanism::WITH_PASSWORD,
            Self::Token(_) => &Mechanism::WITH_TOKEN,
        }
    }
}

/// Who signs in. The secret is a password or a token: the mechanism says which.
pub(super) struct Credentials<'a> {
    pub user_name: &'a str,
    pub secret: &'a SecretString,
}

impl Credentials<'_> {
    /// What separates the parts of a mechanism's message may stand in none of them.
    fn fits(&self, mechanism: Mechanism) -> bool {
        let secret = self.secret.expose_secret();
        match mechanism {
            Mechanism::Plain => !(self.user_name.contains('\0') || secret.contains('\0')),
            Mechanism::Login => true,
            Mechanism::XOAuth2 | Mechanism::OAuthBearer => {
                !self.user_name.chars().any(char::is_control) && secret.bytes().all(|b| b.is_ascii_graphic())
            }
        }
    }
}

/// A way of sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// Name and password in one message (RFC 4616).
    Plain,
    /// Name and password each after a question (draft-murchison-sasl-login).
    Login,
    /// Name and token, as Google wrote it down and Microsoft took it over.
    XOAuth2,
    /// Name and token (RFC 7628).
    OAuthBearer,
}

impl Mechanism {
    /// Those that take a password, best first.
    pub const WITH_PASSWORD: [Self; 2] = [Self::Plain, Self::Login];
    /// Those that take a token, best first: the one that everybody has who takes tokens, then the standard.
    pub const WITH_TOKEN: [Self; 2] = [Self::XOAuth2, Self::OAuthBearer];

    /// The SASL name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::XOAuth2 => "XOAUTH2",
            Self::OAuthBearer => "OAUTHBEARER",
        }
    }
}

impl SmtpSession {
    /// Returns the mechanism that was used. A server that does not know one after all is asked for the next;
    /// one that refuses the password is not asked again: some lock an account after a few tries.
    pub(super) async fn authenticate(
        &mut self,
        who: &Credentials<'_>,
        mechanisms: &[Mechanism],
        journal: &mut Journal,
    ) -> Result<Mechanism, Fault> {
        if !self.offers.has("AUTH") {
            return Err(Fault::AuthMissing);
        }
        let mut fault = Fault::AuthMechanism;
        for &mechanism in mechanisms {
            if !self.offers.has_mechanism(mechanism.name()) || !who.fits(mechanism) {
                continue;
            }
            let reply = match mechanism {
                Mechanism::Plain => self.plain(who, journal).await?,
                Mechanism::Login => self.login(who, journal).await?,
                Mechanism::XOAuth2 | Mechanism::OAuthBearer => self.bearer(mechanism, who, journal).await?,
            };
            match reply.code {
                235 => return Ok(mechanism),
                500..=502 | 504 => fault = Fault::Refused(reply),
                _ => return Err(refusal(reply)),
            }
        }
        Err(fault)
    }

    /// AUTH PLAIN with the response in the same line, if it fits there.
    async fn plain(&mut self, who: &Credentials<'_>, journal: &mut Journal) -> Result<Reply, Fault> {
        let blob = plain_blob(who.user_name, who.secret.expose_secret());
        let command = Zeroizing::new(format!("AUTH PLAIN {}", blob.as_str()));
        let first = if command.len() <= LONGEST_COMMAND {
            self.secret_line(&command, "AUTH PLAIN ***", journal).await?
        } else {
            self.secret_line("AUTH PLAIN", "AUTH PLAIN", journal).await?
        };
        // also where a server overlooked the response in the command and asks for it
        if first.code == 334 {
            self.secret_line(&blob, "***", journal).await
        } else {
            Ok(first)
        }
    }

    /// AUTH LOGIN: asked twice, whatever the words of the questions.
    async fn login(&mut self, who: &Credentials<'_>, journal: &mut Journal) -> Result<Reply, Fault> {
        let user_name = Zeroizing::new(STANDARD.encode(who.user_name));
        let password = Zeroizing::new(STANDARD.encode(who.secret.expose_secret()));
        let mut reply = self.secret_line("AUTH LOGIN", "AUTH LOGIN", journal).await?;
        for answer in [user_name, password] {
            if reply.code != 334 {
                return Ok(reply);
            }
            reply = self.secret_line(&answer, "***", journal).await?;
        }
        Ok(reply)
    }

    /// Sends a line and writes down another.
    async fn secret_line(&mut self, line: &str, shown: &str, journal: &mut Journal) -> Result<Reply, Fault> {
        journal.we_said(shown);
        let line = Zeroizing::new(format!("{line}\r\n"));
        self.talk.say(&line, journal).await?;
        let raw = self
            .talk
            .hear_raw(self.talk.deadlines.command)
            .await
            .map_err(meaning)?;
        journal.server_said(&raw, |_, _| true);
        Ok(journal.reply(&raw))
    }
}

/// A reply that is no success: a question too many, or another code that means nothing here, is no SMTP.
fn refusal(reply: Reply) -> Fault {
    if reply.is_positive() {
        Fault::NotSmtp
    } else {
        Fault::Refused(reply)
    }
}
