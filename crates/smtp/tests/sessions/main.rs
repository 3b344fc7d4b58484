//! Whole sessions against real, recording and hostile servers.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod company;
mod conversation;
mod encryption;
mod hostile;
mod kept;
mod names;
mod other_ports;
mod permission;
mod real_servers;
mod reports;
mod reset;
mod sign_in;
mod support;
mod timing;
mod token;
