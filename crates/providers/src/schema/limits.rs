//! How much a provider sends.

use serde::{Deserialize, Serialize};

/// How much a provider sends for one account. Where a number depends on the plan, the smallest one that is not a
/// trial's stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Letters an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters_per_hour: Option<u32>,
    /// Letters a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters_per_minute: Option<u32>,
    /// Seconds from one letter to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_between_letters: Option<u32>,
    /// Recipients in 24 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients_per_day: Option<u32>,
    /// Letters in 24 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages_per_day: Option<u32>,
    /// Recipients of one letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients_per_message: Option<u32>,
    /// Connections at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connections: Option<u32>,
    /// Different addresses from which one account may connect within [`Self::source_ips_minutes`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ips: Option<u32>,
    /// The minutes for [`Self::source_ips`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ips_minutes: Option<u32>,
    /// The largest letter, in megabytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub megabytes: Option<u32>,
}

impl Limits {
    /// All numbers.
    #[must_use]
    pub const fn all(&self) -> [Option<u32>; 10] {
        [
            self.letters_per_hour,
            self.letters_per_minute,
            self.seconds_between_letters,
            self.recipients_per_day,
            self.messages_per_day,
            self.recipients_per_message,
            self.connections,
            self.source_ips,
            self.source_ips_minutes,
            self.megabytes,
        ]
    }
}
