//! Parts that several pages have.

pub mod badge;
pub mod way;
