//! Dialling safely, whatever is spoken afterwards.
//!
//! Whose server we dial is chosen by a user, who is hostile until shown otherwise (docs/security.md, Dialling). What
//! may be dialled is the operator's [`NetworkPolicy`]; a name is looked up once ([`resolve`]), every answer is
//! checked ([`CheckedAddresses`]), a checked address is dialled ([`dial`](mod@dial)), and the server proves its name
//! ([`tls`]). Nothing here dials by name. What the server then says passes a [`guard`].

mod addresses;
mod checked;
mod cidr;
pub mod dial;
pub mod guard;
mod policy;
pub mod resolve;
pub mod tls;

pub use addresses::is_global_unicast;
pub use checked::CheckedAddresses;
pub use cidr::{Cidr, InvalidCidr};
pub use dial::dial;
pub use guard::{Duplex, Guard, GuardFault};
pub use policy::{ConnectTo, Families, InvalidConnectTo, NetworkPolicy};
pub use resolve::{DnsResolver, DnsServers, ResolveError, Resolver};
pub use tls::{Pin, Trust, TrustError};
