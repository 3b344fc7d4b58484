//! What is written about a change beside the change itself: entries of the audit log and messages to webhooks. For
//! stores alone, so that all of them write the same. No secret is in any of it.

mod companies;
mod events;
mod letters;
mod mailboxes;
mod messages;
mod others;
mod sendings;
mod settings;
#[cfg(test)]
mod tests;
mod users;

pub use companies::{company_changed, company_created};
pub use events::{
    address_forgotten, event_received, event_told, returned_cause, returned_line, says_bad_address,
};
pub use letters::{
    account_retried, account_stopped, batch_accepted, batch_decided, message_decided, message_mended,
};
pub use mailboxes::{mailbox_allowed, mailbox_stopped};
pub use messages::{Message, sender_user_message, settings_message, test_message, verdict_message};
pub use others::{
    api_key_created, api_key_revoked, api_key_rotated, exception_added, exception_removed, test_started,
    webhook_changed, webhook_created, webhook_deleted, webhook_rotated,
};
pub use sendings::{account_held, account_released, batch_finished, message_told, told_of};
pub use settings::{sender_user_changed, settings_saved};
pub use users::{user_changed, user_created, user_deleted};
