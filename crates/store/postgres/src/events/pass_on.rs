//! Replies that are passed on.

use crate::{
    columns::{failed, micros, to_json},
    database::Database,
};
use jiff::Timestamp;
use model::{CompanyId, InboundId};
use store::{PassedOn, StoreError, ToPassOn, rows::PassOnRow};

pub(super) async fn to_pass_on(database: &Database, limit: u32) -> Result<Vec<ToPassOn>, StoreError> {
    let rows = sqlx::query_as!(
        PassOnRow,
        r#"SELECT i.company_id, i.id, i.raw,
            (SELECT e.user_id FROM events e WHERE e.mail_id = i.id AND e.user_id IS NOT NULL AND e.distrust IS NULL
                ORDER BY e.id LIMIT 1) AS "user_id?"
        FROM inbound_mails i WHERE i.pass_on_at <= $1 ORDER BY i.pass_on_at, i.id LIMIT $2"#,
        micros(database.now()),
        i64::from(limit)
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn passed_on(
    database: &Database,
    company: CompanyId,
    mail: InboundId,
    what: PassedOn,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE inbound_mails SET pass_on_at = NULL, passed_on = $3 WHERE company_id = $1 AND id = $2",
        company.as_uuid(),
        mail.as_uuid(),
        to_json("passed on", &what)?
    )
    .execute(&database.pool)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn later(
    database: &Database,
    company: CompanyId,
    mail: InboundId,
    until: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE inbound_mails SET pass_on_at = $3 WHERE company_id = $1 AND id = $2 AND pass_on_at IS NOT NULL",
        company.as_uuid(),
        mail.as_uuid(),
        micros(until)
    )
    .execute(&database.pool)
    .await
    .map(|_| ())
    .map_err(failed)
}
