//! `OpenID` Connect: asking a portal that is an `OpenID` provider who somebody is.
//!
//! The authorization code flow (`OpenID` Connect Core 1.0, section 3.1) with PKCE (RFC 7636), after the advice of RFC
//! 9700:
//!
//! 1. [`OidcClient::begin`] gives the address to send the browser to, and a [`Pending`] for a cookie of that browser.
//! 2. The provider sends the browser back with a [`Callback`].
//! 3. [`OidcClient::finish`] changes its code for an ID token, checks that, and gives an [`Entered`].
//!
//! The flow is small and is written out here: `openidconnect` 4 would bring some fifty crates, a second set of
//! cryptography among them.

mod authorize;
mod callback;
mod client;
mod discovery;
mod error;
mod exchange;
mod http;
mod id_token;
mod keys;
mod pending;
mod settings;

pub use callback::{Callback, Entered};
pub use client::{Begun, OidcClient};
pub use error::OidcError;
pub use http::{Http, HttpError, LONGEST_ANSWER};
pub use pending::{PENDING_FOR, Pending, PendingError, Unguessable};
pub use settings::{ClaimNames, InvalidIssuer, Issuer, OidcSettings};

use jiff::SignedDuration;

/// By how much the provider's clock may be wrong.
pub const TOLERANCE: SignedDuration = SignedDuration::from_secs(30);
