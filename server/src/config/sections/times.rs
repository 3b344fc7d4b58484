//! `[sessions]` and `[retention]`.

use serde::{Deserialize, Serialize};

/// How long people stay signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Hours without a request after which a session ends.
    pub hours: u16,
    /// Minutes for which a sign-in link works.
    pub link_minutes: u16,
    /// Minutes after signing in for which things may be done that ask for a fresh sign-in.
    pub fresh_minutes: u16,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            hours: 12,
            link_minutes: 30,
            fresh_minutes: 10,
        }
    }
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Days for which test results are kept.
    pub tests_days: u16,
    /// Months for which the audit log is kept.
    pub audit_months: u16,
    /// Days for which delivered and given up webhook messages are kept.
    pub webhook_messages_days: u16,
    /// Days after its end for which it is kept what a letter says, files included.
    pub content_days: u16,
    /// Months for which it is kept what became of messages.
    pub results_months: u16,
    /// Days for which it is kept what mails that came in say.
    pub inbound_days: u16,
    /// Days for which events are kept, and addresses that letters did not reach.
    pub events_days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            tests_days: 90,
            audit_months: 24,
            webhook_messages_days: 14,
            content_days: 7,
            results_months: 13,
            inbound_days: 14,
            events_days: 395,
        }
    }
}
