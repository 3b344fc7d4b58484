//! What all tests of the program share.

pub mod html;
pub mod http;
pub mod people;
pub mod portal;
pub mod program;
pub mod servers;

pub use http::{Answer, Browser, Request, Slow, Stream};
pub use people::People;
pub use program::{Program, Setup, run};
