//! `[security]` and `[limits]`.

use serde::{Deserialize, Serialize};

/// What users may do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    /// Whether a user may, after confirming it, send his password without encryption.
    pub plain_passwords: bool,
}

/// How much users may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Test letters of one user in an hour.
    pub tests_per_user: u32,
    /// Test letters of one company in an hour.
    pub tests_per_company: u32,
    /// Test letters to one server in an hour, whoever's.
    pub tests_per_server: u32,
    /// Sign-ins tried from one IP address in ten minutes.
    pub sign_ins_per_address: u32,
    /// Addresses that one user looks up in a minute.
    pub look_ups_per_user: u32,
    /// Requests that one API key sends in a minute.
    pub api_requests_per_key: u32,
    /// Requests with an API key that is none, from one IP address in a minute.
    pub failed_keys_per_address: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tests_per_user: 20,
            tests_per_company: 100,
            tests_per_server: 300,
            sign_ins_per_address: 30,
            look_ups_per_user: 60,
            api_requests_per_key: 600,
            failed_keys_per_address: 60,
        }
    }
}
