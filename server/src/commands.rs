//! One command a file.

pub mod add_user;
pub mod api_key;
pub mod bounce;
pub mod check_config;
pub mod copy_store;
pub mod diagnose;
pub mod keys;
pub mod migrate;
pub mod providers;
pub mod queue;
pub mod serve;
pub mod sign_in_link;
