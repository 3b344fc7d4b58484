//! One page a file; each is a function from data to HTML.

pub mod batches;
pub mod company;
pub mod compose;
pub mod demo_letters;
pub mod developers;
pub mod events;
pub mod help;
pub mod letters;
pub mod mailbox;
pub mod message;
pub mod settings;
pub mod sign_in;
pub mod test;
