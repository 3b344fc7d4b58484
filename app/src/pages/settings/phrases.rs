//! The sentences that the island says itself.

use crate::phrases::Phrases;
use model::settings::Finding;
use texts::Texts;

/// The words that the island sets into sentences.
const WORDS: &[&str] = &[
    "address", "date", "open", "port", "provider", "security", "server", "summary", "text", "user", "wanted",
];

const KEYS: &[&str] = &[
    "found-filled",
    "found-filled-short",
    "found-looking",
    "found-undecided",
    "hide-password",
    "preview-portals-server",
    "repair-address",
    "repair-port",
    "repair-port-and-security",
    "repair-security",
    "repair-server",
    "repair-user-name",
    "security-none",
    "security-none-long",
    "security-starttls",
    "security-tls",
    "server-legend-closed",
    "server-legend-unknown",
    "show-password",
    "way-server",
    "way-untried",
];

/// All sentences that the island may say.
#[must_use]
pub fn editor_phrases(texts: &Texts) -> Phrases {
    let findings: Vec<String> = Finding::KEYS.iter().map(|key| format!("finding-{key}")).collect();
    let keys = KEYS.iter().copied().chain(findings.iter().map(String::as_str));
    Phrases::take(texts, keys, WORDS)
}
