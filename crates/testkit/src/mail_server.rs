//! What real mail servers are told, whichever they are.

use std::net::SocketAddr;

use catcher::Identity;

/// Who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// As typed at sign-in; neither colons nor blanks.
    pub user: String,
    /// Neither colons nor blanks.
    pub password: String,
}

/// What real mail servers are told.
#[derive(Clone)]
pub struct Options {
    /// Their certificate.
    pub identity: Identity,
    /// Who may sign in.
    pub accounts: Vec<Account>,
    /// The ways of sign-in that they offer: `PLAIN`, `LOGIN` or both.
    pub mechanisms: Vec<&'static str>,
    /// The server that all their mail goes on to, in plain text: mostly [`crate::recorder::recorder`].
    pub relay: SocketAddr,
}

impl Options {
    /// With the account `user@saatja.test`, password `correct-horse`.
    #[must_use]
    pub fn new(identity: Identity, relay: SocketAddr) -> Self {
        let account = Account {
            user: USER.to_owned(),
            password: PASSWORD.to_owned(),
        };
        Self {
            identity,
            accounts: vec![account],
            mechanisms: vec!["PLAIN", "LOGIN"],
            relay,
        }
    }

    /// Offering these ways of sign-in alone.
    #[must_use]
    pub fn offering(mut self, mechanisms: &[&'static str]) -> Self {
        self.mechanisms = mechanisms.to_vec();
        self
    }
}

/// The user name that [`Options::new`] knows.
pub const USER: &str = "user@saatja.test";
/// Its password.
pub const PASSWORD: &str = "correct-horse";
/// A recipient whom Exim and Postfix refuse (`550`), whoever has signed in.
pub const REFUSED: &str = "refused@saatja.test";

/// The two doors of a submission server (RFC 8314), on 127.0.0.1 or, Dovecot's, on 127.0.0.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Plain text first, then STARTTLS.
    pub starttls: SocketAddr,
    /// TLS from the first byte.
    pub tls: SocketAddr,
}

/// A letter without the `Received:` fields that servers put on top of it on its way (RFC 5321, 4.4). Exim and Postfix
/// are configured to put none there; Dovecot cannot be.
#[must_use]
pub fn without_trace(letter: &[u8]) -> &[u8] {
    let mut rest = letter;
    while rest
        .get(..9)
        .is_some_and(|name| name.eq_ignore_ascii_case(b"received:"))
    {
        rest = after_line(rest);
        while rest.starts_with(b" ") || rest.starts_with(b"\t") {
            rest = after_line(rest);
        }
    }
    rest
}

fn after_line(text: &[u8]) -> &[u8] {
    let end = text
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |end| end + 1);
    &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fields_on_top_go() {
        let letter = b"Received: a\r\n\tb\r\nRECEIVED: c\r\nFrom: d\r\nReceived: e\r\n\r\n";
        assert_eq!(without_trace(letter), b"From: d\r\nReceived: e\r\n\r\n");
        assert_eq!(without_trace(b"Received: a"), b"");
        assert_eq!(without_trace(b"\r\nReceived: a\r\n"), b"\r\nReceived: a\r\n");
    }
}
