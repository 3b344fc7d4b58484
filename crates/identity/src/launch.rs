//! Launch tokens: a portal signs who its user is, and the browser posts that to us.
//!
//! The token is a JSON Web Token that lives for a minute and is good for one use. `docs/sign-in.md` tells portal
//! developers what has to be in it. What is refused, and why, is in [`LaunchError`].

mod error;
mod keys;
mod page;
mod verify;

#[cfg(test)]
mod tests;

pub use error::{LaunchError, SENTENCE};
pub use keys::{LaunchKey, LaunchKeyError, LaunchKeyFault, LaunchKeys};
pub use page::{LaunchPage, UnknownPage};
pub use verify::LaunchVerifier;

use jiff::{SignedDuration, Timestamp};

use crate::Person;

/// The longest token, in bytes. An honest one has about a thousand.
pub const LONGEST_TOKEN: usize = 8 * 1024;
/// The longest life, from `iat` to `exp`.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// By how much the portal's clock may be wrong.
pub const TOLERANCE: SignedDuration = SignedDuration::from_secs(5);

/// A portal's word that somebody may come in, checked. It has not been seen yet whether it was used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// Who comes in.
    pub person: Person,
    /// The token's name for itself (`jti`), which the portal gives once: to be remembered together with the portal
    /// until [`Self::expires_at`], and refused when it comes again.
    pub jti: String,
    /// From then on the token is refused whatever else is so; the tolerance for clocks is in it.
    pub expires_at: Timestamp,
    /// Whether the pages are shown inside the portal's own.
    pub embed: bool,
    /// The page to begin with, where the portal named one.
    pub page: Option<LaunchPage>,
}
