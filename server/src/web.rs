//! What all routes share: who is signed in, in which language, what an error looks like, which headers go out.

pub mod client;
pub mod cookies;
pub mod csv;
pub mod frame;
pub mod headers;
pub mod problem;
pub mod session;
pub mod shell;

pub use client::ClientAddress;
pub use problem::{Kind, Problem};
pub use session::{Admin, MaybeSignedIn, SignedIn};
pub use shell::PageLanguage;
