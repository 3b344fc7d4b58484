//! Temporary: the operator's tests alone, while other files of `it` are being changed. Deleted soon.
#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]
#![allow(dead_code)]
#[path = "it/support/mod.rs"]
mod support;
#[path = "it/keys.rs"]
mod keys;
#[path = "it/webhooks.rs"]
mod webhooks;
#[path = "it/copy_store.rs"]
mod copy_store;
#[path = "it/replicas.rs"]
mod replicas;
#[path = "it/modes.rs"]
mod modes;
