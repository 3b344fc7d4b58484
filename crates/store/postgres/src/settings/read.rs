//! Settings, read: one wide row a user.

use crate::columns::failed;
use model::{CompanyId, UserId};
use sqlx::PgExecutor;
use store::{
    CompanySettings, StoreError, UserQuery, UserSettings,
    rows::{CompanySettingsRow, UserSettingsRow},
};
use uuid::Uuid;

/// Users with what they inherit: the same columns, whichever users. Who is meant comes first, as a table: with ten
/// tables the planner keeps to the order in which they are written, and joins nobody else.
macro_rules! user_settings {
    ($users:literal, $($value:expr),+) => {
        sqlx::query_as!(
            UserSettingsRow,
            r#"SELECT u.id AS "id!", u.company_id AS "company_id!", u.external_id, u.name AS "name!",
                    u.email AS "email!", u.role AS "role!", u.language AS "language!", u.last_sent_at,
                    u.created_at AS "created_at!",
                    o.layer::text AS "own_layer?", o.password_for::text AS "own_password_for?",
                    o.secret_version AS "own_secret_version?", o.version AS "own_version?",
                    o.updated_at AS "own_updated_at?",
                    v.at AS "verdict_at?", v.server::text AS "verdict_server?", v.secret::text AS "verdict_secret?",
                    v.verdict::text AS "verdict?", t.id AS "verdict_test?",
                    c.portal AS "company_portal!", c.external_id AS "company_external_id?",
                    c.name AS "company_name!", c.event_name AS "company_event_name!",
                    c.mass_mailing AS "company_mass_mailing!", c.sender_user_id AS "company_sender_user_id?",
                    c.retention::text AS "company_retention!", c.version AS "company_version!",
                    c.created_at AS "company_created_at!",
                    d.layer::text AS "defaults_layer?", d.password_for::text AS "defaults_password_for?",
                    d.secret_version AS "defaults_secret_version?", d.version AS "defaults_version?",
                    d.updated_at AS "defaults_updated_at?",
                    s.id AS "sender_id?", s.external_id AS "sender_external_id?", s.name AS "sender_name?",
                    s.email AS "sender_email?", s.role AS "sender_role?", s.language AS "sender_language?",
                    s.last_sent_at AS "sender_last_sent_at?", s.created_at AS "sender_created_at?",
                    b.layer::text AS "base_layer?", b.password_for::text AS "base_password_for?",
                    b.secret_version AS "base_secret_version?", b.version AS "base_version?",
                    b.updated_at AS "base_updated_at?",
                    bv.at AS "base_verdict_at?", bv.server::text AS "base_verdict_server?",
                    bv.secret::text AS "base_verdict_secret?", bv.verdict::text AS "base_verdict?",
                    bt.id AS "base_verdict_test?"
                FROM "# + $users + r#" u
                    JOIN companies c ON c.id = u.company_id
                    LEFT JOIN settings o ON o.owner_id = u.id
                    LEFT JOIN verifications v ON v.user_id = u.id
                    LEFT JOIN test_runs t ON t.id = v.test_id
                    LEFT JOIN settings d ON d.owner_id = c.id
                    LEFT JOIN users s ON s.id = (SELECT sender_user_id FROM companies WHERE id = $1) AND s.id <> u.id
                    LEFT JOIN settings b ON b.owner_id = s.id
                    LEFT JOIN verifications bv ON bv.user_id = s.id
                    LEFT JOIN test_runs bt ON bt.id = bv.test_id
                ORDER BY u.name_key, u.id"#,
            $($value),+
        )
    };
}

/// A user's settings with all that they inherit; none where there is no such user in the company.
pub(crate) async fn of_user(
    executor: impl PgExecutor<'_>,
    company: CompanyId,
    user: UserId,
) -> Result<Option<UserSettings>, StoreError> {
    user_settings!(
        "(SELECT * FROM users WHERE company_id = $1 AND id = $2)",
        company.as_uuid(),
        user.as_uuid()
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?
    .map(UserSettings::try_from)
    .transpose()
}

/// The most users of one screen; more are read for work that goes through all of them.
const SCREEN: u32 = 64;

/// A page of a company's users, by name, at most a thousand. Their most is a number that the planner sees: it plans for
/// a few, where with a parameter it would plan for a tenth of the company.
pub(super) async fn table(
    executor: impl PgExecutor<'_>,
    company: CompanyId,
    query: &UserQuery,
    limit: u32,
) -> Result<Vec<UserSettings>, StoreError> {
    // Each text holds the empty one.
    let search = query.search.as_ref().map(|search| search.to_lowercase());
    let search = search.unwrap_or_default();
    let after = query.after.as_ref();
    let (name, id) = after.map_or((String::new(), Uuid::nil()), |(name, id)| {
        (name.to_lowercase(), *id.as_uuid())
    });
    let rows = if limit <= SCREEN {
        user_settings!(
            "(SELECT * FROM users
                WHERE company_id = $1 AND (strpos(name_key, $2) > 0 OR strpos(email_key, $2) > 0)
                    AND (name_key, id) > ($3, $4)
                ORDER BY name_key, id LIMIT 64)",
            company.as_uuid(),
            search,
            name,
            id
        )
        .fetch_all(executor)
        .await
    } else {
        user_settings!(
            "(SELECT * FROM users
                WHERE company_id = $1 AND (strpos(name_key, $2) > 0 OR strpos(email_key, $2) > 0)
                    AND (name_key, id) > ($3, $4)
                ORDER BY name_key, id LIMIT 1000)",
            company.as_uuid(),
            search,
            name,
            id
        )
        .fetch_all(executor)
        .await
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    rows.map_err(failed)?
        .into_iter()
        .take(limit)
        .map(UserSettings::try_from)
        .collect()
}

/// A company with its defaults.
pub(super) async fn of_company(
    executor: impl PgExecutor<'_>,
    company: CompanyId,
) -> Result<Option<CompanySettings>, StoreError> {
    sqlx::query_as!(
        CompanySettingsRow,
        r#"SELECT c.id, c.portal, c.external_id, c.name, c.event_name, c.mass_mailing, c.sender_user_id,
            c.retention::text AS "retention!", c.version, c.created_at, d.layer::text AS "defaults_layer?",
            d.password_for::text AS "defaults_password_for?", d.secret_version AS "defaults_secret_version?",
            d.version AS "defaults_version?", d.updated_at AS "defaults_updated_at?"
        FROM companies c LEFT JOIN settings d ON d.owner_id = c.id
        WHERE c.id = $1"#,
        company.as_uuid()
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?
    .map(CompanySettings::try_from)
    .transpose()
}
