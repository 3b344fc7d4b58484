//! What the source pages got wrong: `data/corrections.toml`.

use super::date::IsoDate;
use serde::{Deserialize, Serialize};

/// One mistake of a source page, and what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The page.
    pub page: String,
    /// What it says.
    pub says: String,
    /// What is right.
    pub right: String,
    /// The provider that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Who says so.
    pub source: String,
    /// How old that source is.
    pub date: IsoDate,
}
