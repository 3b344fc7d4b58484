//! Settings, read with all that they inherit.

use crate::columns::failed;
use model::{CompanyId, UserId};
use sqlx::SqliteExecutor;
use store::{
    CompanySettings, StoreError, UserSettings,
    rows::{CompanySettingsRow, UserSettingsRow},
};
use uuid::Uuid;

/// Everything that makes up users' effective settings, a row each; what follows stands behind the joins. The users come
/// first (`CROSS JOIN` keeps that order), so that a page of them is read in the order of its index and no further.
macro_rules! wide {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            UserSettingsRow,
            r#"SELECT u.id AS "id!: Uuid", u.company_id AS "company_id!: Uuid", u.external_id, u.name AS "name!",
                u.email AS "email!", u.role AS "role!", u.language AS "language!", u.last_sent_at,
                u.created_at AS "created_at!",
                o.layer AS "own_layer?", o.password_for AS "own_password_for?",
                o.secret_version AS "own_secret_version?", o.version AS "own_version?",
                o.updated_at AS "own_updated_at?",
                v.at AS "verdict_at?", v.server AS "verdict_server?", v.secret AS "verdict_secret?",
                v.verdict AS "verdict?", t.id AS "verdict_test?: Uuid",
                c.portal AS "company_portal!", c.external_id AS "company_external_id?", c.name AS "company_name!",
                c.event_name AS "company_event_name!", c.mass_mailing AS "company_mass_mailing!: bool",
                c.sender_user_id AS "company_sender_user_id?: Uuid", c.retention AS "company_retention!",
                c.version AS "company_version!", c.created_at AS "company_created_at!",
                d.layer AS "defaults_layer?", d.password_for AS "defaults_password_for?",
                d.secret_version AS "defaults_secret_version?", d.version AS "defaults_version?",
                d.updated_at AS "defaults_updated_at?",
                su.id AS "sender_id?: Uuid", su.external_id AS "sender_external_id?", su.name AS "sender_name?",
                su.email AS "sender_email?", su.role AS "sender_role?", su.language AS "sender_language?",
                su.last_sent_at AS "sender_last_sent_at?", su.created_at AS "sender_created_at?",
                b.layer AS "base_layer?", b.password_for AS "base_password_for?",
                b.secret_version AS "base_secret_version?", b.version AS "base_version?",
                b.updated_at AS "base_updated_at?",
                bv.at AS "base_verdict_at?", bv.server AS "base_verdict_server?", bv.secret AS "base_verdict_secret?",
                bv.verdict AS "base_verdict?", bt.id AS "base_verdict_test?: Uuid"
            FROM users u CROSS JOIN companies c ON c.id = u.company_id
                LEFT JOIN settings o ON o.owner_id = u.id AND o.company_id = u.company_id
                LEFT JOIN verifications v ON v.user_id = u.id AND v.company_id = u.company_id
                LEFT JOIN test_runs t ON t.id = v.test_id AND t.company_id = v.company_id
                LEFT JOIN settings d ON d.owner_id = c.id
                LEFT JOIN users su ON su.id = c.sender_user_id AND su.company_id = c.id AND su.id <> u.id
                LEFT JOIN settings b ON b.owner_id = su.id AND b.company_id = su.company_id
                LEFT JOIN verifications bv ON bv.user_id = su.id AND bv.company_id = su.company_id
                LEFT JOIN test_runs bt ON bt.id = bv.test_id AND bt.company_id = bv.company_id
            "# + $rest $(, $argument)*
        )
    };
}
pub(crate) use wide;

/// One user's.
pub(crate) async fn user_settings(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    user: UserId,
) -> Result<Option<UserSettings>, StoreError> {
    let (company, user) = (company.as_uuid(), user.as_uuid());
    wide!("WHERE u.company_id = ? AND u.id = ?", company, user)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(UserSettings::try_from)
        .transpose()
}

/// The company's defaults, with the company.
pub(super) async fn company_settings(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
) -> Result<Option<CompanySettings>, StoreError> {
    let company = company.as_uuid();
    sqlx::query_as!(
        CompanySettingsRow,
        r#"SELECT c.id AS "id: Uuid", c.portal, c.external_id, c.name, c.event_name,
            c.mass_mailing AS "mass_mailing: bool", c.sender_user_id AS "sender_user_id: Uuid", c.retention, c.version,
            c.created_at, d.layer AS "defaults_layer?", d.password_for AS "defaults_password_for?",
            d.secret_version AS "defaults_secret_version?", d.version AS "defaults_version?",
            d.updated_at AS "defaults_updated_at?"
        FROM companies c LEFT JOIN settings d ON d.owner_id = c.id
        WHERE c.id = ?"#,
        company
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?
    .map(CompanySettings::try_from)
    .transpose()
}
