//! What all routes share: who is signed in, in which language, what an error looks like, which headers go out.

pub mod headers;
pub mod problem;
pub mod session;
pub mod shell;

pub use problem::{Kind, Problem};
pub use session::{MaybeSignedIn, SignedIn};
pub use shell::PageLanguage;
