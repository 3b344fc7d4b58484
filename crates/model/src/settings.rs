//! The settings of sending: what a person typed, the rules about it, and what is left when all rules hold.

pub mod check;
pub mod finding;
pub mod form;
pub mod own_server;
pub mod password;
mod port_rules;
mod provider_rules;

pub use check::{Checked, Rules, Saved, check};
pub use finding::{Field, Finding, Repair, Severity};
pub use form::{SendingMode, SettingsForm};
pub use own_server::{Destination, OwnServer};
