//! Looking into mailboxes of real and hostile servers.

mod hostile;
mod looks;
mod polling;
mod sign_in;
mod support;
