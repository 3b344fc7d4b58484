//! A DNS server of the test's own, for a resolver that shall be lied to.
//!
//! It answers as a recursive resolver does, over UDP and TCP on the same port of 127.0.0.1, from [`Zones`]: a table
//! that says for each name and type what the first, the second, ... query gets. So it can rebind a name between two
//! queries, send a thousand addresses, fail, or say nothing.

mod server;
mod zones;

pub use hickory_proto::rr::{RData, RecordType};
pub use server::{DnsServer, Query, Transport};
pub use zones::{Answer, Zones};
