//! How long each phase of a session may take.

use std::time::Duration;

/// Limits in time. RFC 5321, section 4.5.3.2, asks a sender to wait for minutes; a person at a test does not,
/// so there are two sets. Each limit holds for the whole phase, however many bytes trickle in meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The look-up of the name and the connection together: at most this long.
    pub reach: Duration,
    /// The connection alone. An address that policy refuses is reported only after this time, so that it
    /// takes as long as one that does not answer.
    pub connect: Duration,
    /// After this long without a connection, or with one that says nothing, the other submission ports are
    /// tried.
    pub impatience: Duration,
    /// How long each other port may take in all.
    pub other_port: Duration,
    /// Greeting, TLS and EHLO together, from the connection to the offers: at most this long. The phases' own limits
    /// added up would let a server that answers each of them late hold a place for a quarter of an hour before it
    /// has even been told who we are; RFC 5321 asks for five minutes at each for servers that fork and look names up
    /// first, and those that users send through do not take two in all.
    pub opening: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// The greeting.
    pub greeting: Duration,
    /// The reply to EHLO, STARTTLS, AUTH, MAIL, RCPT and DATA, each.
    pub command: Duration,
    /// From the first byte of a reply to its last: a server that trickles is cut off.
    pub trickle: Duration,
    /// Writing the letter; a second is added for each KiB of it.
    pub write: Duration,
    /// The reply to the letter's last dot.
    pub accepted: Duration,
    /// QUIT, which nobody waits for.
    pub quit: Duration,
    /// The whole session, from the policy to the last reply.
    pub session: Duration,
}

impl Deadlines {
    /// For a person who waits for the verdict: a port that does not answer is told within ten seconds.
    #[must_use]
    pub const fn test() -> Self {
        Self {
            reach: Duration::from_secs(9),
            connect: Duration::from_secs(8),
            impatience: Duration::from_secs(1),
            other_port: Duration::from_secs(6),
            opening: Duration::from_mins(2),
            tls: Duration::from_secs(15),
            greeting: Duration::from_secs(20),
            command: Duration::from_secs(25),
            trickle: Duration::from_secs(5),
            write: Duration::from_secs(20),
            accepted: Duration::from_mins(1),
            quit: Duration::from_secs(2),
            session: Duration::from_mins(2),
        }
    }

    /// For letters that wait in a queue: the least times of RFC 5321, section 4.5.3.2, but for what comes before the
    /// sign-in ([`Self::opening`]).
    #[must_use]
    pub const fn delivery() -> Self {
        Self {
            reach: Duration::from_mins(1),
            connect: Duration::from_secs(30),
            impatience: Duration::from_secs(30),
            other_port: Duration::from_secs(0),
            opening: Duration::from_mins(2),
            tls: Duration::from_mins(1),
            greeting: Duration::from_mins(5),
            command: Duration::from_mins(5),
            trickle: Duration::from_secs(30),
            write: Duration::from_mins(3),
            accepted: Duration::from_mins(10),
            quit: Duration::from_secs(5),
            session: Duration::from_mins(30),
        }
    }
}

impl Default for Deadlines {
    fn default() -> Self {
        Self::test()
    }
}
