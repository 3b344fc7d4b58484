//! The API as a portal's program uses it.

mod batches;
mod blobs;
pub mod client;
mod companies;
mod drafts;
mod input;
mod keys;
mod messages;
mod room;
mod sender_user;
mod settings;
mod tenants;
mod tests;
mod users;
mod webhooks;
