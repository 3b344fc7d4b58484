//! Temporary: the company's pages alone, while other files of `it` are being changed. Deleted soon.
#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]
#![allow(dead_code, unused_imports)]
#[path = "it/company/mod.rs"]
mod company;
#[path = "it/support/mod.rs"]
mod support;
