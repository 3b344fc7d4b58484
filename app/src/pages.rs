//! One page a file; each is a function from data to HTML.

pub mod company;
pub mod demo_letters;
pub mod developers;
pub mod help;
pub mod message;
pub mod settings;
pub mod sign_in;
pub mod test;
