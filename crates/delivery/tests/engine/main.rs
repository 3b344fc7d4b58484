//! The engine against real and counting servers, with a real store.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod faults;
mod limits;
mod sending;
mod support;
