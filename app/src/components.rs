//! Parts that several pages have.

pub mod badge;
pub mod choice;
pub mod entry;
pub mod notice;
pub mod sure;
pub mod table;
pub mod way;
