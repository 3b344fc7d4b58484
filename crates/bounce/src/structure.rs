//! The machine-readable parts of reports.

mod delivery_status;
mod fields;
mod notification;

pub use delivery_status::{Action, DeliveryStatus, Group};
pub use fields::{Field, fields};
pub use notification::{Notice, notification};
