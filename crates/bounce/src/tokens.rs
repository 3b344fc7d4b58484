//! Small things found in text: addresses, reply codes, status codes, hosts.

mod addresses;
mod codes;
mod hosts;

pub use addresses::{addresses, is_of_a_machine};
pub use codes::{enhanced_codes, reply_codes};
pub use hosts::hosts;
