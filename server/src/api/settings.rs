//! Settings: one layer each of the company and of its users, what counts of them, and the rules about them.

mod body;
pub mod company;
pub mod effective;
mod finding;
mod layer;
mod rules;
pub mod user;
pub mod validate;

pub use finding::FindingView;

use super::{
    etag::{self, IfMatch},
    problem::{Kind, Problem},
    schema,
    words::Words,
};
use crate::state::State;
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use body::SettingsBody;
use jiff::Timestamp;
use layer::LayerFields;
use rules::Desk;
use serde::Serialize;
use store::{Owner, SaveError, SaveSettings, Settings};
use utoipa::ToSchema;

use super::caller::Tenant;

/// What one owner, a user or the company, has set. A field that is null is inherited.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settings, example = json!({
    "mode": "own-server", "host": "smtp.gmail.com", "port": 465, "security": "tls", "user_name": "mari@naidis.ee",
    "sender": null, "display_name": null, "copy": null, "blind_copy": [], "documents": "pdf", "attachments": null,
    "edit": null, "password_set": true, "version": 3, "updated_at": "2026-11-22T10:14:00Z"
}))]
pub struct SettingsView {
    /// What is set.
    #[serde(flatten)]
    layer: LayerFields,
    /// Whether a password is stored. It is never shown.
    password_set: bool,
    /// Grows with each save, 0 before the first; the `ETag` is made of it.
    version: u64,
    /// When it was last saved.
    #[schema(value_type = Option<schema::Time>)]
    updated_at: Option<Timestamp>,
}

impl SettingsView {
    fn of(settings: &Settings) -> Self {
        Self {
            layer: LayerFields::of(&settings.layer),
            password_set: settings.password_for.is_some(),
            version: settings.version,
            updated_at: settings.updated_at,
        }
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::NoSuchUser => Kind::NotFound.into(),
            SaveError::Conflict { stored } => etag::changed(stored),
            SaveError::PasswordNotForDestination
            | SaveError::DestinationChanged
            | SaveError::PasswordWithoutUserName
            | SaveError::NoDestination => Kind::DestinationChanged.into(),
            SaveError::Store(error) => error.into(),
        }
    }
}

/// Saves what was sent as a whole layer, by the rules of the settings page.
async fn save(
    state: &State,
    tenant: &Tenant,
    desk: Desk,
    seen: &IfMatch,
    body: SettingsBody,
    words: Words,
) -> Result<Response, Problem> {
    // First whether it can be read at all, then whether it is about what is there (RFC 9110, section 13.2.1), then the
    // rules, which look at what is there.
    body.refuse_blank()?;
    let expected_version = seen.check(desk.stored().version)?;
    let checked = desk.check(state, body, words.0).await?;
    let Some((layer, password)) = checked.good else {
        let findings = FindingView::all(&checked.findings, words.0);
        return Ok(words.answer(Problem::from(Kind::Validation).with_findings(findings)));
    };
    let change = SaveSettings {
        layer,
        password,
        expected_version,
    };
    let owner: Owner = desk.owner();
    let saved = tenant
        .store
        .save_settings(owner, change, &tenant.caller.actor())
        .await?;
    let body = Saved {
        settings: SettingsView::of(&saved),
        findings: FindingView::all(&checked.findings, words.0),
    };
    Ok(words.answer((etag::header(saved.version), Json(body)).into_response()))
}

/// What is stored now, and what is to be known about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedSettings)]
pub struct Saved {
    #[serde(flatten)]
    settings: SettingsView,
    /// Warnings and hints; errors would not have been saved.
    findings: Vec<FindingView>,
}
