//! Signing in through an `OpenID` provider, from end to end, without sockets.
#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod answers;
mod happy;
mod id_token;
mod keys;
mod over_http;
mod provider;
mod world;
