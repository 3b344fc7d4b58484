//! A row of settings.

use super::{count, from_json, time};
use crate::{error::StoreError, settings::Settings};

/// A row of table `settings`, all none where nothing was saved yet.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug, Default)]
pub struct SettingsRow {
    pub layer: Option<String>,
    pub password_for: Option<String>,
    pub secret_version: Option<i64>,
    pub version: Option<i64>,
    pub updated_at: Option<i64>,
}

impl TryFrom<SettingsRow> for Settings {
    type Error = StoreError;

    fn try_from(row: SettingsRow) -> Result<Self, StoreError> {
        let (Some(layer), Some(version)) = (row.layer, row.version) else {
            return Ok(Self::default());
        };
        Ok(Self {
            layer: from_json("settings", &layer)?,
            password_for: row
                .password_for
                .map(|text| from_json("destination", &text))
                .transpose()?,
            secret_version: count(row.secret_version.unwrap_or_default())?,
            version: count(version)?,
            updated_at: row.updated_at.map(time).transpose()?,
        })
    }
}
