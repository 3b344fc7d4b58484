//! What comes in, from the listener's wire to the store's rows.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod doors;
mod limits;
mod matching;
mod replies;
mod support;
