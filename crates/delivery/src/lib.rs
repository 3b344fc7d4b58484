//! The queue at work: lease, pace, send, retry, settle. docs/delivery.md says how.

pub mod access;
mod committer;
pub mod engine;
mod failpoint;
mod files;
mod handed_over;
mod leases;
pub mod metrics;
mod outcome;
pub mod outside;
pub mod pace;
mod places;
mod pool;
pub mod retry;
pub mod route;
mod shared;
mod turn;
mod upkeep;
mod verdict;

pub use access::{Access, AccessError};
pub use engine::{BrokenOff, DeliveryHandle, Engine};
pub use metrics::{Metrics, Snapshot};
pub use outside::{Outside, Pacing, RelayAccess};
pub use pace::{connections, pace_limits};
pub use route::{Ready, ready};
