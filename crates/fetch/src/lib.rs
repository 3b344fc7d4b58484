//! HTTP requests to addresses that somebody else chose: a company's webhooks, an identity provider's documents.
//!
//! They go the way on which mail servers are dialled (crate `network`; docs/security.md, Dialling): the address is a
//! type that holds no trick ([`WebAddress`]), the operator's rules say what may be dialled ([`WebPolicy`]), the name is
//! looked up once, every answer is checked, a checked address is dialled, and the server proves its name. One request,
//! one connection; nothing is followed, resumed, unpacked or kept unless it says so here.

mod address;
mod deadlines;
mod error;
mod exchange;
mod fetcher;
mod policy;
mod redirects;
mod request;

pub use address::{AddressError, Scheme, WebAddress};
pub use deadlines::Deadlines;
pub use error::FetchError;
pub use exchange::BodyLimit;
pub use fetcher::Fetcher;
pub use policy::WebPolicy;
pub use redirects::MOST_REDIRECTS;
