//! Looking into mailboxes of real and hostile servers.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod hostile;
mod looks;
mod polling;
mod sign_in;
mod support;
