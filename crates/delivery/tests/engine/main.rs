//! The engine against real and counting servers, with a real store.

mod faults;
mod limits;
mod sending;
mod support;
