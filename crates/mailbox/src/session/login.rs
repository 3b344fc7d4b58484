//! Sign-in: with a password by AUTHENTICATE PLAIN (RFC 4616) where it is offered, else by LOGIN; with an OAuth token
//! by XOAUTH2. Over an encrypted connection alone: there is no other ([`crate::open`]).

use super::Session;
use crate::{
    fault::Fault,
    wire::{Answer, Asked, MOST_BYTES, Status},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

/// With what somebody signs in.
#[derive(Debug, Clone)]
pub enum Login {
    /// A password.
    Password(SecretString),
    /// An OAuth 2.0 access token (RFC 6750), as Google and Microsoft take it (XOAUTH2). Nothing in Saatja has one yet.
    Token(SecretString),
}

impl Session {
    /// Signs in.
    ///
    /// # Errors
    /// [`Fault::SignInRefused`], [`Fault::SignInMissing`] or [`Fault::SignInUnfit`]: without another password nothing
    /// will change; [`Fault::Unavailable`] and the connection's own for now.
    pub async fn sign_in(&mut self, user_name: &str, login: &Login) -> Result<(), Fault> {
        let answer = match login {
            Login::Password(password) => self.with_password(user_name, password).await?,
            Login::Token(token) => self.with_token(user_name, token).await?,
        };
        match answer.status {
            Status::Ok => self.ask_offers().await,
            _ if super::is_for_now(&answer) => Err(Fault::Unavailable(answer.text)),
            _ => Err(Fault::SignInRefused(answer.text)),
        }
    }

    async fn with_password(&mut self, user_name: &str, password: &SecretString) -> Result<Answer, Fault> {
        let secret = password.expose_secret();
        let unfit = |text: &str| text.is_empty() || text.contains(['\0', '\r', '\n']);
        if unfit(user_name) || unfit(secret) {
            return Err(Fault::SignInUnfit);
        }
        if self.offers("AUTH=PLAIN") {
            let message = Zeroizing::new(format!("\0{user_name}\0{secret}"));
            return self.authenticate("PLAIN", message.as_bytes()).await;
        }
        if self.offers("LOGINDISABLED") {
            return Err(Fault::SignInMissing);
        }
        self.log_in(user_name, secret).await
    }

    async fn with_token(&mut self, user_name: &str, token: &SecretString) -> Result<Answer, Fault> {
        let token = token.expose_secret();
        let fits = !user_name.chars().any(char::is_control)
            && !token.is_empty()
            && token.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(Fault::SignInUnfit);
        }
        if !self.offers("AUTH=XOAUTH2") {
            return Err(Fault::SignInMissing);
        }
        let message = Zeroizing::new(format!("user={user_name}\x01auth=Bearer {token}\x01\x01"));
        self.authenticate("XOAUTH2", message.as_bytes()).await
    }

    /// AUTHENTICATE with the whole message in one answer, in the command itself where the server takes it there
    /// (RFC 4959).
    async fn authenticate(&mut self, mechanism: &str, message: &[u8]) -> Result<Answer, Fault> {
        let blob = Zeroizing::new(STANDARD.encode(message));
        let at_once = self.offers("SASL-IR");
        let command = Zeroizing::new(if at_once {
            format!("AUTHENTICATE {mechanism} {}", blob.as_str())
        } else {
            format!("AUTHENTICATE {mechanism}")
        });
        let tag = self.wire.say(&command, MOST_BYTES, 1024).await?;
        let mut asked = self.wire.asked(&tag).await?;
        if !at_once && asked == Asked::More {
            self.wire.go_on(blob.as_bytes()).await?;
            asked = self.wire.asked(&tag).await?;
        }
        if asked == Asked::More {
            // XOAUTH2 says in a challenge why it refuses, and wants an empty answer before it says NO
            self.wire.go_on(b"").await?;
            asked = self.wire.asked(&tag).await?;
        }
        match asked {
            Asked::Answered(answer) => Ok(answer),
            Asked::More => Err(Fault::NotImap),
        }
    }

    /// LOGIN: quoted where that can be, else each as a literal that the server asks for (RFC 9051, section 4.3).
    async fn log_in(&mut self, user_name: &str, password: &str) -> Result<Answer, Fault> {
        let plain = |text: &str| text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if plain(user_name) && plain(password) {
            let command = Zeroizing::new(format!(
                "LOGIN {} {}",
                quoted(user_name).as_str(),
                quoted(password).as_str()
            ));
            let tag = self.wire.say(&command, MOST_BYTES, 1024).await?;
            return self.answered(&tag).await;
        }
        let tag = self
            .wire
            .say(&format!("LOGIN {{{}}}", user_name.len()), MOST_BYTES, 1024)
            .await?;
        let name = Zeroizing::new(format!("{user_name} {{{}}}", password.len()));
        for line in [name.as_str(), password] {
            match self.wire.asked(&tag).await? {
                Asked::More => self.wire.go_on(line.as_bytes()).await?,
                Asked::Answered(answer) => return Ok(answer),
            }
        }
        self.answered(&tag).await
    }

    async fn answered(&mut self, tag: &str) -> Result<Answer, Fault> {
        match self.wire.asked(tag).await? {
            Asked::Answered(answer) => Ok(answer),
            Asked::More => Err(Fault::NotImap),
        }
    }
}

fn quoted(text: &str) -> Zeroizing<String> {
    let mut quoted = Zeroizing::new(String::with_capacity(2 * text.len() + 2));
    quoted.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}
