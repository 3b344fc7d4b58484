//! What a hostile server does on each connection.

use std::time::Duration;

use catcher::Identity;

/// One thing that it does.
#[derive(Clone)]
pub enum Step {
    /// Sends these bytes at once.
    Send(Vec<u8>),
    /// Sends these bytes one by one, resting before each.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes again and again until the client goes away. (After 64 MiB it falls silent, so that a client
    /// that reads without limit fails its own test and does not fill the machine.)
    Flood(Vec<u8>),
    /// Waits for a line that begins with this, upper or lower case; hangs up at any other.
    Expect(&'static str),
    /// Waits for a line, whatever it is.
    ExpectAny,
    /// Waits for AUTH PLAIN or LOGIN with all that belongs to it, answering the challenges in between.
    TakeSignIn,
    /// Waits for the dot that ends a letter.
    TakeLetter,
    /// Waits for bytes of any kind, as a TLS client's first ones.
    ExpectBytes,
    /// Does these again and again until the client goes away.
    Loop(Vec<Step>),
    /// Becomes a TLS server.
    StartTls(Identity),
    /// Says nothing more and hears the client out until it goes away.
    Silence,
    /// Closes in order (FIN).
    Close,
    /// Resets the connection (RST).
    Reset,
}

impl Step {
    /// Sends a line.
    #[must_use]
    pub fn reply(line: &str) -> Self {
        Self::Send(format!("{line}\r\n").into_bytes())
    }
}

/// What a hostile server does on each connection. At its end it closes.
#[derive(Clone)]
pub struct Script {
    pub(super) steps: Vec<Step>,
    pub(super) reset_after: Option<usize>,
}

impl Script {
    /// These steps one after another.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Self {
        Self {
            steps,
            reset_after: None,
        }
    }

    /// Resets the connection after so many bytes on the network, TLS records and all. Learn with
    /// [`super::Hearing::written`] how many a whole conversation has.
    #[must_use]
    pub fn reset_after(mut self, bytes: usize) -> Self {
        self.reset_after = Some(bytes);
        self
    }

    /// Speaks TLS 1.1 at the best: answers a client's first TLS message with the alert `protocol_version`.
    #[must_use]
    pub fn old_tls() -> Self {
        Self::new(vec![
            Step::ExpectBytes,
            Step::Send(TLS_ALERT_PROTOCOL_VERSION.to_vec()),
            Step::Close,
        ])
    }

    /// Sends TLS bytes where a plain text greeting is due.
    #[must_use]
    pub fn tls_bytes_for_a_greeting() -> Self {
        Self::new(vec![
            Step::Send(TLS_ALERT_PROTOCOL_VERSION.to_vec()),
            Step::Silence,
        ])
    }

    /// Greets in plain text where a TLS client is on the line, as a server on port 587 does to one meant for 465.
    #[must_use]
    pub fn plain_text_for_tls() -> Self {
        Self::new(vec![Step::reply("220 plain.saatja.test ESMTP"), Step::Silence])
    }

    /// Waits for TLS where a plain text client waits for a greeting, as port 465 does to one meant for 587. Whoever
    /// does begin TLS is served well.
    #[must_use]
    pub fn tls_for_plain_text(identity: &Identity) -> Self {
        super::Conversation::over(super::Transport::Tls, identity).well()
    }

    /// A web server.
    #[must_use]
    pub fn web_server() -> Self {
        Self::new(vec![
            Step::ExpectAny,
            Step::reply("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n"),
        ])
    }
}

/// A TLS record with a fatal alert: version 3.2 (TLS 1.1), description 70 (RFC 8446, 6.2).
const TLS_ALERT_PROTOCOL_VERSION: [u8; 7] = [0x15, 3, 2, 0, 2, 2, 70];
