//! A row of settings, read.

use crate::columns::{count, display_name, failed, parsed, time};
use model::{
    CompanyId, Host, Port, UserId,
    settings::{Destination, OwnServer},
};
use sqlx::SqliteExecutor;
use store::{Settings, StoreError};

struct SettingsRow {
    mode: Option<String>,
    version: Option<i64>,
    secret_version: Option<i64>,
    updated_at: Option<i64>,
    host: Option<String>,
    port: Option<i64>,
    security: Option<String>,
    user_name: Option<String>,
    sender: Option<String>,
    display_name: Option<String>,
    plain_confirmed: Option<bool>,
    password_set: bool,
}

/// A user's settings, the default ones where there is no row; none where there is no such user in the company.
pub(crate) async fn load(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    user: UserId,
) -> Result<Option<Settings>, StoreError> {
    let (company, user) = (company.as_uuid(), user.as_uuid());
    sqlx::query_as!(
        SettingsRow,
        r#"SELECT s.mode AS "mode?", s.version AS "version?", s.secret_version AS "secret_version?",
            s.updated_at AS "updated_at?", s.host AS "host?", s.port AS "port?", s.security AS "security?",
            s.user_name AS "user_name?", s.sender AS "sender?", s.display_name AS "display_name?",
            s.plain_confirmed AS "plain_confirmed?: bool", s.password IS NOT NULL AS "password_set!: bool"
        FROM users u LEFT JOIN settings s ON s.company_id = u.company_id AND s.user_id = u.id
        WHERE u.company_id = ? AND u.id = ?"#,
        company,
        user
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?
    .map(Settings::try_from)
    .transpose()
}

impl TryFrom<SettingsRow> for Settings {
    type Error = StoreError;

    fn try_from(row: SettingsRow) -> Result<Self, StoreError> {
        let Some(version) = row.version else {
            return Ok(Self::default());
        };
        Ok(Self {
            mode: parsed("sending mode", row.mode.as_deref().unwrap_or_default())?,
            version: count(version)?,
            secret_version: count(row.secret_version.unwrap_or_default())?,
            updated_at: row.updated_at.map(time).transpose()?,
            password_set: row.password_set,
            own_server: own_server(row)?,
        })
    }
}

fn own_server(row: SettingsRow) -> Result<Option<OwnServer>, StoreError> {
    let (Some(host), Some(port), Some(security), Some(sender)) =
        (row.host, row.port, row.security, row.sender)
    else {
        return Ok(None);
    };
    let port = u16::try_from(port)
        .ok()
        .and_then(Port::new)
        .ok_or(StoreError::Damaged { what: "port" })?;
    Ok(Some(OwnServer {
        destination: Destination {
            host: Host::parse(&host).map_err(|_| StoreError::Damaged { what: "server" })?,
            port,
            security: parsed("encryption", &security)?,
            user_name: row.user_name,
        },
        sender: parsed("sender", &sender)?,
        display_name: row.display_name.as_deref().map(display_name).transpose()?,
        plain_confirmed: row.plain_confirmed.unwrap_or_default(),
    }))
}
