//! Whose something is, over all companies: each is one row that an index finds.

use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::{CompanyId, EventName, LetterId, MessageId};
use store::{EventMailbox, Named, StoreError, rows::time};
use uuid::Uuid;

pub(super) async fn company_of_message(
    database: &Database,
    message: MessageId,
) -> Result<Option<CompanyId>, StoreError> {
    let id = message.as_uuid();
    let company = sqlx::query_scalar!(
        r#"SELECT company_id AS "company: Uuid" FROM messages WHERE id = ?"#,
        id
    )
    .fetch_optional(&database.reader)
    .await
    .map_err(failed)?;
    Ok(company.map(CompanyId::from_uuid))
}

pub(super) async fn is_being_sent(database: &Database, named: Named) -> Result<bool, StoreError> {
    let query = match named {
        Named::Message(ref id) => {
            let id = id.as_uuid();
            sqlx::query_scalar!(
                r#"SELECT EXISTS (SELECT 1 FROM messages WHERE id = ? AND state = 'sending') AS "sending: bool""#,
                id
            )
            .fetch_one(&database.reader)
            .await
        }
        Named::Letter(ref id) => {
            let id = id.as_uuid();
            sqlx::query_scalar!(
                r#"SELECT EXISTS (
                    SELECT 1 FROM messages WHERE letter_id = ? AND state = 'sending'
                ) AS "sending: bool""#,
                id
            )
            .fetch_one(&database.reader)
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
    let company = sqlx::query_scalar!(
        r#"SELECT company_id AS "company: Uuid" FROM letters WHERE id = ?"#,
        id
    )
    .fetch_optional(&database.reader)
    .await
    .map_err(failed)?;
    Ok(company.map(CompanyId::from_uuid))
}

pub(super) async fn event_mailbox(
    database: &Database,
    name: &EventName,
) -> Result<Option<EventMailbox>, StoreError> {
    let (name, now) = (name.as_str(), micros(database.now()));
    let row = sqlx::query!(
        r#"SELECT company_id AS "company!: Uuid", until FROM event_names
        WHERE name = ? AND company_id IS NOT NULL AND (until IS NULL OR until > ?)"#,
        name,
        now
    )
    .fetch_optional(&database.reader)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(EventMailbox {
        company: CompanyId::from_uuid(row.company),
        until: row.until.map(time).transpose()?,
    }))
}
