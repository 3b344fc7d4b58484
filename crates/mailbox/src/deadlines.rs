//! How long each phase of a look into a mailbox may take.

use std::time::Duration;

/// Limits in time. Each holds for its whole phase, however many bytes trickle in meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The look-up of the name and the connection together. An address that policy refuses is reported only after
    /// this time, so that it takes as long as one that does not answer.
    pub connect: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// The greeting.
    pub greeting: Duration,
    /// From a command to the first byte of its answer.
    pub command: Duration,
    /// From the first byte of a line to its last.
    pub trickle: Duration,
    /// A mail of any size; a second is added for each 8 KiB of it: the least data rate.
    pub literal: Duration,
    /// LOGOUT, which nobody waits for.
    pub logout: Duration,
    /// The whole session, from the policy to the last answer.
    pub session: Duration,
}

impl Deadlines {
    /// For a person who waits for the answer.
    #[must_use]
    pub const fn check() -> Self {
        Self {
            connect: Duration::from_secs(8),
            tls: Duration::from_secs(10),
            greeting: Duration::from_secs(10),
            command: Duration::from_secs(15),
            trickle: Duration::from_secs(5),
            literal: Duration::from_secs(5),
            logout: Duration::from_secs(1),
            session: Duration::from_secs(45),
        }
    }

    /// For the look that nobody waits for. RFC 9051, section 5.4, lets a server be silent for half an hour; one
    /// that is asked something answers sooner, or is asked again at the next look.
    #[must_use]
    pub const fn polling() -> Self {
        Self {
            connect: Duration::from_secs(20),
            tls: Duration::from_secs(20),
            greeting: Duration::from_secs(30),
            command: Duration::from_mins(1),
            trickle: Duration::from_secs(15),
            literal: Duration::from_secs(15),
            logout: Duration::from_secs(2),
            session: Duration::from_mins(4),
        }
    }
}
