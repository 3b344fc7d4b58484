//! Replies that are passed on.

use crate::{
    columns::{failed, micros, to_json},
    database::Database,
};
use jiff::Timestamp;
use model::{CompanyId, InboundId};
use store::{PassedOn, StoreError, ToPassOn, rows::PassOnRow};
use uuid::Uuid;

pub(super) async fn to_pass_on(database: &Database, limit: u32) -> Result<Vec<ToPassOn>, StoreError> {
    let now = micros(database.now());
    let rows = sqlx::query_as!(
        PassOnRow,
        r#"SELECT i.company_id AS "company_id!: Uuid", i.id AS "id!: Uuid", i.raw,
            (SELECT e.user_id FROM events e WHERE e.mail_id = i.id AND e.user_id IS NOT NULL AND e.distrust IS NULL
                ORDER BY e.id LIMIT 1) AS "user_id?: Uuid"
        FROM inbound_mails i WHERE i.pass_on_at <= ? ORDER BY i.pass_on_at, i.id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(&database.reader)
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
    let (company, mail, what) = (company.as_uuid(), mail.as_uuid(), to_json("passed on", &what)?);
    sqlx::query!(
        "UPDATE inbound_mails SET pass_on_at = NULL, passed_on = ? WHERE company_id = ? AND id = ?",
        what,
        company,
        mail
    )
    .execute(&database.writer)
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
    let (company, mail, until) = (company.as_uuid(), mail.as_uuid(), micros(until));
    sqlx::query!(
        "UPDATE inbound_mails SET pass_on_at = ? WHERE company_id = ? AND id = ? AND pass_on_at IS NOT NULL",
        until,
        company,
        mail
    )
    .execute(&database.writer)
    .await
    .map(|_| ())
    .map_err(failed)
}
