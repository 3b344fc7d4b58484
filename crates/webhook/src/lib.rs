//! Webhooks after the Standard Webhooks convention (standardwebhooks.com, specification 1.0): how a message is signed
//! and checked, what an answer means, and when a message is sent again.
//!
//! Nothing here sends, waits or knows the time. The requests themselves go through crate `fetch`.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use webhook::{Received, Secret, sign, verify};
//!
//! let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
//! let now = "2026-03-01T12:00:00Z".parse()?;
//! let headers = sign(std::slice::from_ref(&secret), "msg-1", now, br#"{"type":"test"}"#);
//! let received = Received { id: "msg-1", timestamp: &headers.timestamp, signatures: &headers.signature };
//! verify(&[secret], &received, br#"{"type":"test"}"#, now)?;
//! # Ok(()) }
//! ```

mod answer;
mod schedule;
mod secret;
mod signature;

pub use answer::{Outcome, judge};
pub use schedule::{MOST_ATTEMPTS, retry_in};
pub use secret::{Secret, SecretError};
pub use signature::{
    HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Headers, Received, TOLERANCE, VerifyError, sign, verify,
};
