//! How sure a fact is.

use serde::{Deserialize, Serialize};

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Likely, and nobody confirms it.
    Unconfirmed,
    /// One source, not the provider's own.
    Low,
    /// Several sources, none of them the provider's own or fresh.
    Medium,
    /// The provider's own page, or several independent sources.
    High,
}
