//! Whose something is, over all companies: each is one row that an index finds.

use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::{CompanyId, EventName, LetterId, MessageId};
use store::{EventMailbox, Named, StoreError, rows::time};

pub(super) async fn company_of_message(
    database: &Database,
    message: MessageId,
) -> Result<Option<CompanyId>, StoreError> {
    let id = message.as_uuid();
    let company = sqlx::query_scalar!("SELECT company_id FROM messages WHERE id = $1", id)
        .fetch_optional(&database.pool)
        .await
        .map_err(failed)?;
    Ok(company.map(CompanyId::from_uuid))
}

pub(super) async fn is_being_sent(database: &Database, named: Named) -> Result<bool, StoreError> {
    let query =
        match named {
            Named::Message(id) => sqlx::query_scalar!(
                r#"SELECT EXISTS (SELECT FROM messages WHERE id = $1 AND state = 'sending') AS "sending!""#,
                id.as_uuid()
            )
            .fetch_one(&database.pool)
            .await,
            Named::Letter(id) => {
                sqlx::query_scalar!(
                    r#"SELECT EXISTS (
                    SELECT FROM messages WHERE letter_id = $1 AND state = 'sending'
                ) AS "sending!""#,
                    id.as_uuid()
                )
                .fetch_one(&database.pool)
                .await
            }
        };
    query.map_err(failed)
}

pub(super) async fn company_of_letter(
    database: &Database,
    letter: LetterId,
) -> Result<Option<CompanyId>, StoreError> {
    let id = letter.as_uuid();
    let company = sqlx::query_scalar!("SELECT company_id FROM letters WHERE id = $1", id)
        .fetch_optional(&database.pool)
        .await
        .map_err(failed)?;
    Ok(company.map(CompanyId::from_uuid))
}

pub(super) async fn event_mailbox(
    database: &Database,
    name: &EventName,
) -> Result<Option<EventMailbox>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT company_id AS "company!", until FROM event_names
        WHERE name = $1 AND company_id IS NOT NULL AND (until IS NULL OR until > $2)"#,
        name.as_str(),
        micros(database.now())
    )
    .fetch_optional(&database.pool)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(EventMailbox {
        company: CompanyId::from_uuid(row.company),
        until: row.until.map(time).transpose()?,
    }))
}
