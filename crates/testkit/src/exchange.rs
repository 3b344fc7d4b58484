//! Mail exchangers: a relay that knows the way, and servers behind it that take letters, refuse them at once, or send
//! them back later. Together they make what comes back to an event mailbox as it comes back in the world.

mod dovecot;
mod exim;
mod postfix;

pub use dovecot::DovecotLmtp;
pub use exim::EximExchanger;
pub use postfix::{Next, PostfixExchanger, Recipients};
