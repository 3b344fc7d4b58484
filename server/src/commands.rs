//! One command a file.

pub mod add_user;
pub mod check_config;
pub mod diagnose;
pub mod providers;
pub mod serve;
pub mod sign_in_link;
