//! The settings of sending: what a person typed, the rules about it, and what is left when all rules hold.

pub mod affected;
pub mod check;
pub mod effective;
pub mod finding;
pub mod form;
pub mod layer;
mod letters;
pub mod outgoing;
pub mod own_server;
pub mod password;
mod port_rules;
mod provider_rules;

pub use affected::Change;
pub use check::{Checked, Inherited, PasswordUse, Rules, Saved, check, check_typing};
pub use effective::{Account, Bases, Effective, Origin, Password, Secret, Stored, Valued};
pub use finding::{Field, Finding, Repair, Severity};
pub use form::{SendingMode, SettingsForm};
pub use layer::{Copies, CopiesError, Documents, Layer, UserName};
pub use outgoing::{MassMailing, NotReady, Outgoing, Relay};
pub use own_server::{Destination, OwnServer};
