//! AUTH (RFC 4954) with PLAIN (RFC 4616) and LOGIN.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Session;
use crate::wire::{Line, Over};
use crate::{Behaviour, Stage};

const NOT_BASE64: &str = "501 5.5.2 That is not what was asked for, in base64";

/// What a client answered to a challenge.
enum Answer {
    Bytes(Vec<u8>),
    /// It gave up with `*`, or sent nonsense.
    Refused(&'static str),
}

impl Session<'_> {
    pub(super) async fn sign_in(&mut self, rest: &str) -> Result<(), Over> {
        if !self.offers_auth() {
            return self.answer(match self.shared.behaviour() {
                Behaviour::NoAuth => "502 5.5.1 AUTH is not offered",
                _ => "538 5.7.11 Encryption required for requested authentication mechanism",
            });
        }
        if !self.greeted || self.user.is_some() || self.transaction.is_some() {
            return self.answer("503 5.5.1 Not now");
        }
        let (mechanism, initial) = match rest.split_once(' ') {
            Some((mechanism, initial)) => (mechanism, Some(initial)),
            None => (rest, None),
        };
        let credentials = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => self.plain(initial).await?,
            "LOGIN" => self.login(initial).await?,
            _ => Err("504 5.5.4 Unrecognized authentication type"),
        };
        match credentials {
            Ok((user, password)) => self.check(user, &password),
            Err(reply) => self.answer(reply),
        }
    }

    async fn plain(&mut self, initial: Option<&str>) -> Result<Result<(String, String), &'static str>, Over> {
        let answer = match initial {
            Some("=") => Answer::Bytes(Vec::new()),
            Some(initial) => decoded(initial),
            None => self.challenge("334 ").await?,
        };
        let bytes = match answer {
            Answer::Bytes(bytes) => bytes,
            Answer::Refused(reply) => return Ok(Err(reply)),
        };
        // authzid NUL authcid NUL passwd; who acts for whom is of no interest here.
        let mut parts = bytes
            .split(|&byte| byte == 0)
            .map(|part| String::from_utf8(part.to_vec()));
        Ok(match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(_)), Some(Ok(user)), Some(Ok(password)), None) => Ok((user, password)),
            _ => Err(NOT_BASE64),
        })
    }

    async fn login(&mut self, initial: Option<&str>) -> Result<Result<(String, String), &'static str>, Over> {
        let user = match initial {
            Some("=") => Answer::Bytes(Vec::new()),
            Some(initial) => decoded(initial),
            // "Username:" and "Password:", which clients expect word for word.
            None => self.challenge("334 VXNlcm5hbWU6").await?,
        };
        let user = match user {
            Answer::Bytes(user) => user,
            Answer::Refused(reply) => return Ok(Err(reply)),
        };
        let password = match self.challenge("334 UGFzc3dvcmQ6").await? {
            Answer::Bytes(password) => password,
            Answer::Refused(reply) => return Ok(Err(reply)),
        };
        Ok(match (String::from_utf8(user), String::from_utf8(password)) {
            (Ok(user), Ok(password)) => Ok((user, password)),
            _ => Err(NOT_BASE64),
        })
    }

    async fn challenge(&mut self, challenge: &str) -> Result<Answer, Over> {
        self.wire.say(challenge);
        Ok(match self.wire.line(self.shared.config.limits.line).await? {
            Line::Text(line) if line == "*" => Answer::Refused("501 5.7.0 Authentication cancelled"),
            Line::Text(line) => decoded(&line),
            Line::TooLong => Answer::Refused("500 5.5.6 Authentication exchange line is too long"),
            Line::Malformed => Answer::Refused(NOT_BASE64),
        })
    }

    fn check(&mut self, user: String, password: &str) -> Result<(), Over> {
        if let Some(reply) = self.refusal(Stage::Auth, "") {
            return self.answer(&reply);
        }
        if !self.shared.config.admits(&user, password) {
            return self.answer("535 5.7.8 Authentication credentials invalid");
        }
        self.user = Some(user);
        self.answer("235 2.7.0 Authentication successful")
    }
}

fn decoded(text: &str) -> Answer {
    STANDARD
        .decode(text)
        .map_or(Answer::Refused(NOT_BASE64), Answer::Bytes)
}
