//! What comes back: raw mail in; what it is, whom it is about and why, out.
//!
//! In this order: the machine-readable parts (RFC 3464, RFC 5965), the recipients that the text names, the codes, the
//! words, the words of one provider. What each word and code means stands in `data/`. No input, no output, no clock;
//! bounded room and linear time whatever comes ([`limits`]).

mod document;
mod free_text;
mod head;
mod judge;
mod kind;
pub mod limits;
mod mail;
mod read;
mod report;
mod rules;
mod structure;
mod tokens;

pub use read::{read, read_without};
pub use report::{Head, Recipient, Report, Returned, Rule};
pub use rules::{is_general, source};
