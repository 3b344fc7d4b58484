//! How long a request may take.

use std::time::Duration;

/// Limits in time. Each holds however many bytes trickle in meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The look-up of the name and the connection together. An address that policy refuses is reported only after this
    /// time, so that it takes as long as one that does not answer.
    pub connect: Duration,
    /// All of it, from the look-up to the last byte; redirects included.
    pub whole: Duration,
}

impl Default for Deadlines {
    /// 5 seconds to connect, 10 in all.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(10),
        }
    }
}
