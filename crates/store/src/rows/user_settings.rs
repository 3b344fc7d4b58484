//! The rows that make up a user's effective settings.

use super::{CompanyRow, SettingsRow, UserRow, VerdictRow};
use crate::{
    error::StoreError,
    settings::{CompanySettings, SenderUser, UserSettings},
};
use uuid::Uuid;

/// A company's row beside that of its settings (`company_…` of `companies`, `defaults_…` of `settings`).
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct CompanySettingsRow {
    pub id: Uuid,
    pub portal: String,
    pub external_id: Option<String>,
    pub name: String,
    pub event_name: String,
    pub mass_mailing: bool,
    pub sender_user_id: Option<Uuid>,
    pub retention: String,
    pub version: i64,
    pub created_at: i64,
    pub defaults_layer: Option<String>,
    pub defaults_password_for: Option<String>,
    pub defaults_secret_version: Option<i64>,
    pub defaults_version: Option<i64>,
    pub defaults_updated_at: Option<i64>,
}

impl TryFrom<CompanySettingsRow> for CompanySettings {
    type Error = StoreError;

    fn try_from(row: CompanySettingsRow) -> Result<Self, StoreError> {
        let company = CompanyRow {
            id: row.id,
            portal: row.portal,
            external_id: row.external_id,
            name: row.name,
            event_name: row.event_name,
            mass_mailing: row.mass_mailing,
            sender_user_id: row.sender_user_id,
            retention: row.retention,
            version: row.version,
            created_at: row.created_at,
        };
        let settings = SettingsRow {
            layer: row.defaults_layer,
            password_for: row.defaults_password_for,
            secret_version: row.defaults_secret_version,
            version: row.defaults_version,
            updated_at: row.defaults_updated_at,
        };
        Ok(Self {
            company: company.try_into()?,
            settings: settings.try_into()?,
        })
    }
}

/// One row with everything of a user: his own (`users`, `settings` as `own_…`, `verifications` as `verdict_…`), his
/// company's (`company_…`, `defaults_…`), and the sender user's (`sender_…`, `base_…`, `base_verdict_…`), which is all
/// none where there is no sender user or it is this user himself.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct UserSettingsRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub external_id: Option<String>,
    pub name: String,
    pub email: String,
    pub role: String,
    pub language: String,
    pub last_sent_at: Option<i64>,
    pub created_at: i64,

    pub own_layer: Option<String>,
    pub own_password_for: Option<String>,
    pub own_secret_version: Option<i64>,
    pub own_version: Option<i64>,
    pub own_updated_at: Option<i64>,

    pub verdict_at: Option<i64>,
    pub verdict_server: Option<String>,
    pub verdict_secret: Option<String>,
    pub verdict: Option<String>,
    pub verdict_test: Option<Uuid>,

    pub company_portal: String,
    pub company_external_id: Option<String>,
    pub company_name: String,
    pub company_event_name: String,
    pub company_mass_mailing: bool,
    pub company_sender_user_id: Option<Uuid>,
    pub company_retention: String,
    pub company_version: i64,
    pub company_created_at: i64,

    pub defaults_layer: Option<String>,
    pub defaults_password_for: Option<String>,
    pub defaults_secret_version: Option<i64>,
    pub defaults_version: Option<i64>,
    pub defaults_updated_at: Option<i64>,

    pub sender_id: Option<Uuid>,
    pub sender_external_id: Option<String>,
    pub sender_name: Option<String>,
    pub sender_email: Option<String>,
    pub sender_role: Option<String>,
    pub sender_language: Option<String>,
    pub sender_last_sent_at: Option<i64>,
    pub sender_created_at: Option<i64>,

    pub base_layer: Option<String>,
    pub base_password_for: Option<String>,
    pub base_secret_version: Option<i64>,
    pub base_version: Option<i64>,
    pub base_updated_at: Option<i64>,

    pub base_verdict_at: Option<i64>,
    pub base_verdict_server: Option<String>,
    pub base_verdict_secret: Option<String>,
    pub base_verdict: Option<String>,
    pub base_verdict_test: Option<Uuid>,
}

impl TryFrom<UserSettingsRow> for UserSettings {
    type Error = StoreError;

    fn try_from(mut row: UserSettingsRow) -> Result<Self, StoreError> {
        let own = SettingsRow {
            layer: row.own_layer.take(),
            password_for: row.own_password_for.take(),
            secret_version: row.own_secret_version,
            version: row.own_version,
            updated_at: row.own_updated_at,
        };
        let verdict = VerdictRow {
            at: row.verdict_at,
            server: row.verdict_server.take(),
            secret: row.verdict_secret.take(),
            verdict: row.verdict.take(),
            test: row.verdict_test,
        };
        let sender_user = sender_user(&mut row)?;
        let company = CompanySettingsRow {
            id: row.company_id,
            portal: row.company_portal,
            external_id: row.company_external_id,
            name: row.company_name,
            event_name: row.company_event_name,
            mass_mailing: row.company_mass_mailing,
            sender_user_id: row.company_sender_user_id,
            retention: row.company_retention,
            version: row.company_version,
            created_at: row.company_created_at,
            defaults_layer: row.defaults_layer,
            defaults_password_for: row.defaults_password_for,
            defaults_secret_version: row.defaults_secret_version,
            defaults_version: row.defaults_version,
            defaults_updated_at: row.defaults_updated_at,
        };
        let user = UserRow {
            id: row.id,
            company_id: row.company_id,
            external_id: row.external_id,
            name: row.name,
            email: row.email,
            role: row.role,
            language: row.language,
            last_sent_at: row.last_sent_at,
            created_at: row.created_at,
        };
        Ok(Self {
            user: user.try_into()?,
            own: own.try_into()?,
            sender_user,
            company: company.try_into()?,
            last_verdict: verdict.read()?,
        })
    }
}

fn sender_user(row: &mut UserSettingsRow) -> Result<Option<SenderUser>, StoreError> {
    let Some(id) = row.sender_id else { return Ok(None) };
    let missing = StoreError::Damaged { what: "sender user" };
    let (Some(name), Some(email), Some(role), Some(language), Some(created_at)) = (
        row.sender_name.take(),
        row.sender_email.take(),
        row.sender_role.take(),
        row.sender_language.take(),
        row.sender_created_at,
    ) else {
        return Err(missing);
    };
    let user = UserRow {
        id,
        company_id: row.company_id,
        external_id: row.sender_external_id.take(),
        name,
        email,
        role,
        language,
        last_sent_at: row.sender_last_sent_at,
        created_at,
    };
    let settings = SettingsRow {
        layer: row.base_layer.take(),
        password_for: row.base_password_for.take(),
        secret_version: row.base_secret_version,
        version: row.base_version,
        updated_at: row.base_updated_at,
    };
    let verdict = VerdictRow {
        at: row.base_verdict_at,
        server: row.base_verdict_server.take(),
        secret: row.base_verdict_secret.take(),
        verdict: row.base_verdict.take(),
        test: row.base_verdict_test,
    };
    Ok(Some(SenderUser {
        user: user.try_into()?,
        settings: settings.try_into()?,
        last_verdict: verdict.read()?,
    }))
}
