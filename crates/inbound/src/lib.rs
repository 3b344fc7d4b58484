//! What comes in: read (crate `bounce`), matched to the letter that it is about, kept with what follows from it; and a
//! person's reply is passed on. docs/events.md says how.
//!
//! A mail comes over the listener ([`Doorman`] is its reception), the API or a user's mailbox: each hands an [`Arrival`]
//! to the [`Receiver`], and hears what became of it when it is in the store, not before. Nothing that comes in is ever
//! answered.

mod arrival;
mod budget;
mod clue;
mod doorman;
mod flow;
mod gather;
mod mailboxes;
mod marks;
mod metrics;
mod origin;
mod pass_on;
mod reading;
mod receiver;
mod waiting;

pub use arrival::{Arrival, EnvelopeSender, Received};
pub use doorman::Doorman;
pub use mailboxes::{Mailboxes, Whose};
pub use metrics::{Metrics, Outcome, Snapshot};
pub use pass_on::{Office, PassOn};
pub use receiver::{Limits, Nap, Receiver, Sorter};
