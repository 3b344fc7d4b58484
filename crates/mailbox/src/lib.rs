//! What comes back to users' own mailboxes, read over IMAP.
//!
//! A letter that went out through a user's own server has his own address as its envelope sender, so what comes back
//! lands in his own mailbox. Where he allows it, reports are fetched from there, and nothing else: [`report`] says by
//! few header fields what is one, and the other mails are neither read nor marked. docs/mailboxes.md tells the rest.
//!
//! The server is a user's choice and hostile until shown otherwise: only checked addresses are dialled, nothing is
//! said of the password before the connection is encrypted and the server has proved its name, and every answer has a
//! limit in size and in time ([`network::guard`]).

pub mod deadlines;
pub mod fault;
pub mod look;
pub mod open;
pub mod poller;
pub mod report;
pub mod session;
mod wire;

pub use deadlines::Deadlines;
pub use fault::Fault;
pub use look::{Deliver, Delivered, Look, Taken, look};
pub use open::{Client, allowed_ports};
pub use poller::{Poller, Polling, check};
pub use session::{Login, Opened, Session};
