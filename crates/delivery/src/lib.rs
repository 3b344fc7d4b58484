//! The queue at work: lease, pace, send, retry, settle.

pub mod route;

pub use route::{Ready, ready};
