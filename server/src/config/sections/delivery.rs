//! `[delivery]` and `[metrics]`.

use model::letter;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// How letters are accepted and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Delivery {
    /// Whether this program sends. Where it does not it still accepts: another one on the same database sends.
    pub enabled: bool,
    /// Accounts that are served at the same time.
    pub accounts_at_once: u32,
    /// Connections to one account's server, where the catalogue knows no other number.
    pub connections_per_account: u16,
    /// Connections to the operator's relay, all companies together.
    pub relay_connections: u16,
    /// Seconds for which an account is leased. Another program takes over so long after one has died.
    pub lease_seconds: u16,
    /// Hours after which a letter is given up, where its sender has set no deadline.
    pub give_up_hours: u16,
    /// Letters of one batch.
    pub batch_letters: u32,
    /// Bytes of the request that hands a batch over.
    pub batch_bytes: u64,
    /// Bytes of one letter, files as base64.
    pub letter_bytes: u64,
    /// Bytes of large requests that are in memory at once, all of them together: single letters, drafts, files, and what of
    /// batches is not written yet.
    pub upload_bytes: u64,
    /// Seconds within which a large request has to be there, beside one for each 50,000 bytes of it.
    pub upload_seconds: u16,
    /// Bytes of one user's drafts, files included.
    pub draft_bytes: u64,
    /// Bytes of one company's files that no letter has yet: uploaded ahead, or of drafts.
    pub unused_file_bytes: u64,
}

impl Default for Delivery {
    fn default() -> Self {
        let limits = letter::Limits::default();
        Self {
            enabled: true,
            accounts_at_once: 2048,
            connections_per_account: 4,
            relay_connections: 10,
            lease_seconds: 60,
            give_up_hours: 48,
            batch_letters: limits.batch_letters,
            batch_bytes: 200_000_000,
            letter_bytes: limits.letter_bytes,
            upload_bytes: 100_000_000,
            upload_seconds: 30,
            draft_bytes: 100_000_000,
            unused_file_bytes: 2_000_000_000,
        }
    }
}

impl Delivery {
    /// How large letters and batches may be.
    #[must_use]
    pub fn limits(&self) -> letter::Limits {
        let usual = letter::Limits::default();
        let letter_bytes = self.letter_bytes;
        let whole = usize::try_from(letter_bytes).unwrap_or(usize::MAX);
        letter::Limits {
            letter_bytes,
            batch_letters: self.batch_letters,
            // A file grows by a third and its line breaks when it becomes base64; something is left for the text.
            blob_bytes: letter_bytes / 100 * 72,
            text_bytes: usual.text_bytes.min(whole),
            ..usual
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let at_least_one = [
            ("accounts_at_once", self.accounts_at_once),
            ("connections_per_account", u32::from(self.connections_per_account)),
            ("relay_connections", u32::from(self.relay_connections)),
            ("give_up_hours", u32::from(self.give_up_hours)),
            ("batch_letters", self.batch_letters),
            ("upload_seconds", u32::from(self.upload_seconds)),
        ];
        if let Some((key, _)) = at_least_one.iter().find(|(_, value)| *value == 0) {
            return Err(format!("delivery.{key}: at least 1"));
        }
        // Shorter than that, a program that writes to a busy disk loses what it holds.
        if !(10..=600).contains(&self.lease_seconds) {
            return Err("delivery.lease_seconds: from 10 to 600".to_owned());
        }
        // Letters are read into memory one at a time, and a batch's smallest letter still has to go in.
        if !(10_000..=100_000_000).contains(&self.letter_bytes) {
            return Err("delivery.letter_bytes: from 10000 to 100000000".to_owned());
        }
        let at_least_a_letter = [
            ("batch_bytes", self.batch_bytes),
            ("upload_bytes", self.upload_bytes),
            ("draft_bytes", self.draft_bytes),
            ("unused_file_bytes", self.unused_file_bytes),
        ];
        let small = at_least_a_letter
            .iter()
            .find(|(_, value)| *value < self.letter_bytes);
        if let Some((key, _)) = small {
            return Err(format!("delivery.{key}: at least delivery.letter_bytes"));
        }
        Ok(())
    }
}

/// Numbers for the operator's monitoring.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// IP address and port of `GET /metrics`; none without it.
    pub listen: Option<SocketAddr>,
}
