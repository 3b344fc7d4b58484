//! The API as a portal's program uses it.

mod client;
mod companies;
mod input;
mod keys;
mod sender_user;
mod settings;
mod tenants;
mod tests;
mod users;
mod webhooks;
