//! The form of the data files, and what has to hold in them.
//!
//! This folder is compiled twice: into the library, and into `build.rs`, which reads every file with it. That is why it
//! is a `mod.rs` (a module taken in by path looks for its parts in its own folder) and names nothing outside itself.

mod causes;
mod check;
mod confidence;
mod correction;
mod date;
mod error;
mod limits;
mod provider;
mod provider_check;
mod rule;
mod rule_check;
mod server;
mod shadow;

pub use causes::{CAUSES, GUIDE_STEPS, QUEUE_CAUSES};
pub use check::{read_corrections, read_providers, read_rules};
pub use confidence::Confidence;
pub use correction::Correction;
pub use date::IsoDate;
pub use error::{DataError, Problem};
pub use limits::Limits;
pub use provider::{Ended, Group, OAuth2, Provider, Reading, SentCopy, SignIn};
pub use rule::{Enhanced, Rule};
pub use server::{Server, WrongServer};
