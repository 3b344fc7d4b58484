//! Why a launch token lets nobody in.

use crate::{object::ClaimError, token::TokenError};

/// The key of the one sentence that a person is told about all of these: whoever forges tokens learns nothing from
/// it, and whoever does not can only go back to his portal and try again. The log has the cause.
pub const SENTENCE: &str = "sign-in-refused";

/// Why a launch token lets nobody in. For logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LaunchError {
    /// It is no token that the portal's key signed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The header names no key.
    #[error("the token's header names no key")]
    NoKeyId,
    /// No portal of the name in `iss`, or none with a key.
    #[error("the token's issuer is none of the portals")]
    UnknownPortal,
    /// The portal has no key of the name in `kid`.
    #[error("the portal has no such key")]
    UnknownKey,
    /// `aud` does not name this installation.
    #[error("the token is for somebody else")]
    Audience,
    /// A claim is missing or can not be.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come, or it was made in the future: a clock is wrong.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// It would live longer than a minute, or ends before it began.
    #[error("the token's life is not between nothing and 60 seconds")]
    Life,
}

impl LaunchError {
    /// A stable word for logs and counters.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Token(error) => error.key(),
            Self::NoKeyId => "launch-no-key-id",
            Self::UnknownPortal => "launch-unknown-portal",
            Self::UnknownKey => "launch-unknown-key",
            Self::Audience => "launch-audience",
            Self::Claim(ClaimError::Missing(_)) => "launch-claim-missing",
            Self::Claim(ClaimError::Invalid(_)) => "launch-claim-invalid",
            Self::Expired => "launch-expired",
            Self::NotYetValid => "launch-not-yet-valid",
            Self::Life => "launch-life",
        }
    }
}
