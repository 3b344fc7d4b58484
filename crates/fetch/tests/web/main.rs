//! Requests to servers, names and redirects that mean harm.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod answers;
mod encryption;
mod names;
mod redirects;
mod requests;
mod server;
mod support;
mod webhooks;
