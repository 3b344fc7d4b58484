//! One message, with all that is known of it.

use crate::{columns::failed, company::Company};
use model::MessageId;
use store::{
    Message, MessageDetail, StoreError,
    rows::{MessageRow, OtherRow, count, from_json, history, time},
};

pub(super) async fn find(company: &Company, id: MessageId) -> Result<Option<MessageDetail>, StoreError> {
    // One snapshot, so that the message and its letter are of one moment.
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    let mut reading = company.database.pool.begin_with(begin).await.map_err(failed)?;
    let row = sqlx::query_as!(
        MessageRow,
        r#"SELECT m.id, m.letter_id, m.batch_id, m.user_id, coalesce(u.name, l.user_name) AS "user_name!",
            m.recipient, m.role, l.subject, l.reference, m.state, m.attempts, m.not_before, m.history, m.created_at,
            m.changed_at, m.account_id, a.held_why AS "held_why?"
        FROM messages m JOIN letters l ON l.id = m.letter_id LEFT JOIN users u ON u.id = m.user_id
            LEFT JOIN accounts a ON a.id = m.account_id
        WHERE m.company_id = $1 AND m.id = $2 AND m.state <> 'staged'"#,
        company.uuid(),
        id.as_uuid()
    )
    .fetch_optional(&mut *reading)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let more = sqlx::query!(
        r#"SELECT m.replaces, m.replaced_by, m.deadline, m.version, a.route, b.body AS "body?"
        FROM messages m JOIN accounts a ON a.id = m.account_id
            LEFT JOIN letter_bodies b ON b.letter_id = m.letter_id
        WHERE m.id = $1"#,
        id.as_uuid()
    )
    .fetch_one(&mut *reading)
    .await
    .map_err(failed)?;
    let others = sqlx::query_as!(
        OtherRow,
        "SELECT id, recipient, role, state FROM messages WHERE letter_id = $1 AND id <> $2 ORDER BY id",
        row.letter_id,
        id.as_uuid()
    )
    .fetch_all(&mut *reading)
    .await
    .map_err(failed)?;
    drop(reading);
    Ok(Some(MessageDetail {
        history: history(&row.history)?,
        route: from_json("route", &more.route)?,
        letter: more.body.map(|body| from_json("letter", &body)).transpose()?,
        others: others
            .into_iter()
            .map(TryFrom::try_from)
            .collect::<Result<_, _>>()?,
        replaces: more.replaces.map(MessageId::from_uuid),
        replaced_by: more.replaced_by.map(MessageId::from_uuid),
        deadline: more.deadline.map(time).transpose()?,
        version: count(more.version)?,
        message: Message::try_from(row)?,
    }))
}
