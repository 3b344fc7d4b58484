//! What the operator lets users dial (docs/security.md, Dialling).

mod addresses;
mod checked;
mod cidr;
mod policy;

pub use addresses::is_global_unicast;
pub use checked::CheckedAddresses;
pub use cidr::{Cidr, InvalidCidr};
pub use policy::{ConnectTo, Families, InvalidConnectTo, NetworkPolicy};
