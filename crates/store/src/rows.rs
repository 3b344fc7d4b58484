//! What stores in SQL databases have in common: what columns hold, and how rows become values. For stores alone.
//!
//! Times are whole microseconds since 1970 in UTC, ids are UUIDs, words are the keys of their types. What has no
//! columns of its own is JSON text.

mod accepted;
mod accounts;
mod api_keys;
mod audit;
mod batches;
mod column;
mod companies;
mod drafts;
mod events;
mod exceptions;
mod hashes;
mod history;
mod mailboxes;
mod messages;
mod settings;
mod sign_in;
mod taken;
mod test_runs;
mod told;
mod user_settings;
mod users;
mod verification;
mod webhooks;

pub use accepted::{accepted_again, accepted_json};
pub use accounts::{AccountRow, AccountStatusRow, HeldRow, open_connections, route_json};
pub use api_keys::ApiKeyRow;
pub use audit::{AuditColumns, AuditRow};
pub use batches::{BatchRow, CauseCountRow, StateCountRow, causes_in, counts_of};
pub use column::{
    LONGEST, count, display_name, first_id_at, from_json, later, micros, number, parsed, plain, small, time,
    to_json,
};
pub use companies::CompanyRow;
pub use drafts::{DraftRow, DraftSummaryRow};
pub use events::{
    BadAddressRow, EventColumns, EventCountRow, EventRow, FoundRow, InboundRow, PassOnRow, event_counts,
};
pub use exceptions::{ExceptionRow, exception_key};
pub use hashes::{launch_hash, limit_hash};
pub use history::{history, history_line, last_attempt};
pub use mailboxes::{DueMailboxRow, MailboxRow};
pub use messages::{MessageRow, OtherRow};
pub use settings::SettingsRow;
pub use sign_in::SessionRow;
pub use taken::{LetterRow, TakenRow};
pub use test_runs::TestRunRow;
pub use told::{ToldAccountRow, ToldBatchRow, ToldMessageRow};
pub use user_settings::{CompanySettingsRow, UserSettingsRow};
pub use users::{UserRow, name_key};
pub use verification::VerdictRow;
pub use webhooks::{WebhookMessageRow, WebhookRow};
