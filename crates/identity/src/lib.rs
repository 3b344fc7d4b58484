//! Whom a portal lets in.
//!
//! A portal says who somebody is in one of two ways, and both end in a [`Person`]:
//!
//! | way | module |
//! |---|---|
//! | it signs a launch token, and the browser posts that to us | [`launch`] |
//! | it is an `OpenID` provider, and we ask it | [`oidc`] |
//!
//! Nothing here knows the database, and nothing connects: time, randomness and HTTP are passed in. That a launch
//! token is used once is the store's to see, by [`Launch::jti`](launch::Launch::jti).

pub mod launch;
mod object;
pub mod oidc;
mod person;
#[cfg(any(test, feature = "signer"))]
pub mod signer;
pub mod token;

pub use object::ClaimError;
pub use person::Person;
