//! Clocks for tests.

use std::sync::Arc;

use catcher::Clock;
use jiff::Timestamp;

/// The real time. Certificates that real servers and clients check need it.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where tests take the real time from"
    )]
    Timestamp::now()
}

/// A clock that tells the real time.
#[must_use]
pub fn real() -> Clock {
    Arc::new(now)
}

/// A clock that stands still.
#[must_use]
pub fn stopped_at(time: Timestamp) -> Clock {
    Arc::new(move || time)
}
