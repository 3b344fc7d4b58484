//! Why nobody comes in through the provider.

use super::HttpError;
use crate::{object::ClaimError, token::TokenError};

/// Why nobody comes in through the provider. For logs: a person is told [`SENTENCE`](crate::launch::SENTENCE) about
/// all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// The provider gave no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// It answered with this status.
    #[error("the provider answered {0}")]
    Status(u16),
    /// Its answer is not the JSON that it has to be.
    #[error("the provider's answer can not be read")]
    Answer,
    /// Its description of itself is of another issuer (`OpenID` Connect Discovery 1.0, section 4.3).
    #[error("the provider's description is of another issuer")]
    OtherIssuer,
    /// One of its addresses is not `https`.
    #[error("an address of the provider is not https")]
    Endpoint,
    /// It does not know PKCE with SHA-256.
    #[error("the provider does not know PKCE with S256")]
    Pkce,
    /// This browser began nothing here, or with another portal.
    #[error("the sign-in was begun with another portal")]
    OtherPortal,
    /// It began too long ago.
    #[error("the sign-in took too long")]
    TooLate,
    /// The answer is not to what this browser began.
    #[error("the answer's state is not the one that was sent")]
    State,
    /// The answer is another provider's (RFC 9207).
    #[error("the answer is of another issuer, or does not say of which")]
    ResponseIssuer,
    /// The person said no.
    #[error("the person did not agree")]
    Denied,
    /// The provider sent the browser back with this error (RFC 6749, section 4.1.2.1).
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The browser came back without a code, or with one that can not be.
    #[error("the answer has no code")]
    NoCode,
    /// The provider did not take the code: this error (RFC 6749, section 5.2).
    #[error("the provider did not take the code: {0}")]
    Code(String),
    /// The ID token is none that the provider signed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The provider has no such key.
    #[error("the ID token's key is none of the provider's")]
    UnknownKey,
    /// The ID token is another issuer's.
    #[error("the ID token is of another issuer")]
    Issuer,
    /// The ID token is for another client.
    #[error("the ID token is for another client")]
    Audience,
    /// The ID token's time is over.
    #[error("the ID token has expired")]
    Expired,
    /// The ID token's time has not come.
    #[error("the ID token is not valid yet")]
    NotYetValid,
    /// The ID token answers another question.
    #[error("the ID token's nonce is not the one that was sent")]
    Nonce,
    /// The access token beside it is another's (`OpenID` Connect Core 1.0, section 3.1.3.6).
    #[error("the access token is not the ID token's")]
    AccessToken,
    /// A fresh sign-in was asked for, and the provider tells of an old one or of none.
    #[error("the person did not sign in anew")]
    NotFresh,
    /// The provider says that the address was not verified.
    #[error("the person's address is not verified")]
    EmailNotVerified,
    /// A claim is missing or can not be.
    #[error(transparent)]
    Claim(#[from] ClaimError),
}

impl OidcError {
    /// A stable word for logs and counters.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Http(_) => "oidc-no-answer",
            Self::Status(_) => "oidc-status",
            Self::Answer => "oidc-answer",
            Self::OtherIssuer => "oidc-other-issuer",
            Self::Endpoint => "oidc-endpoint",
            Self::Pkce => "oidc-pkce",
            Self::OtherPortal => "oidc-other-portal",
            Self::TooLate => "oidc-too-late",
            Self::State => "oidc-state",
            Self::ResponseIssuer => "oidc-response-issuer",
            Self::Denied => "oidc-denied",
            Self::Refused(_) => "oidc-refused",
            Self::NoCode => "oidc-no-code",
            Self::Code(_) => "oidc-code",
            Self::Token(error) => error.key(),
            Self::UnknownKey => "oidc-unknown-key",
            Self::Issuer => "oidc-issuer",
            Self::Audience => "oidc-audience",
            Self::Expired => "oidc-expired",
            Self::NotYetValid => "oidc-not-yet-valid",
            Self::Nonce => "oidc-nonce",
            Self::AccessToken => "oidc-access-token",
            Self::NotFresh => "oidc-not-fresh",
            Self::EmailNotVerified => "oidc-email-not-verified",
            Self::Claim(ClaimError::Missing(_)) => "oidc-claim-missing",
            Self::Claim(ClaimError::Invalid(_)) => "oidc-claim-invalid",
        }
    }
}

/// A provider's word for an error, if it looks like one: what strangers write is not put into the log as it is.
pub(super) fn error_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if (1..=60).contains(&text.len()) && text.chars().all(plain) {
        text.to_owned()
    } else {
        "an error without a name".to_owned()
    }
}
