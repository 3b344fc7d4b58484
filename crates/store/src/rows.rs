//! What stores in SQL databases have in common: what columns hold, and how rows become values. For stores alone.
//!
//! Times are whole microseconds since 1970 in UTC, ids are UUIDs, words are the keys of their types. What has no
//! columns of its own is JSON text.

mod api_keys;
mod audit;
mod column;
mod companies;
mod exceptions;
mod hashes;
mod settings;
mod sign_in;
mod test_runs;
mod user_settings;
mod users;
mod verification;
mod webhooks;

pub use api_keys::ApiKeyRow;
pub use audit::{AuditColumns, AuditRow};
pub use column::{LONGEST, count, display_name, from_json, later, micros, number, parsed, time, to_json};
pub use companies::CompanyRow;
pub use exceptions::{ExceptionRow, exception_key};
pub use hashes::{launch_hash, limit_hash};
pub use settings::SettingsRow;
pub use sign_in::SessionRow;
pub use test_runs::TestRunRow;
pub use user_settings::{CompanySettingsRow, UserSettingsRow};
pub use users::{UserRow, name_key};
pub use verification::VerdictRow;
pub use webhooks::{WebhookMessageRow, WebhookRow};
