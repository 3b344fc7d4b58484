//! Catalogue of mail providers, what their replies mean, where an address's server is.
//!
//! All knowledge is data: one TOML file a provider under `data/providers`, ordered rules about replies under
//! `data/replies`, what the source pages got wrong in `data/corrections.toml`. `build.rs` reads every file with the
//! code of [`schema`] and stops the build where one is not right. Nothing here reads, writes, waits or knows the time.

mod catalogue;
mod embedded;
mod export;
pub mod meaning;
pub mod pace;
pub mod schema;

pub use catalogue::{Catalogue, CatalogueError};
pub use export::CatalogueView;
pub use meaning::{Meaning, Meanings};
pub use pace::{Estimate, HeldBy, estimate};
pub use schema::{
    CAUSES, Confidence, Correction, Ended, GUIDE_STEPS, Group, IsoDate, Limits, OAuth2, Provider,
    QUEUE_CAUSES, Reading, SentCopy, Server, SignIn, WrongServer,
};
