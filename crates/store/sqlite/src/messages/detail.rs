//! One message with all that is known of it.

use crate::{
    columns::{count, failed, from_json},
    company::Company,
};
use model::MessageId;
use store::{
    MessageDetail, StoreError,
    rows::{MessageRow, OtherRow, history, time},
};
use uuid::Uuid;

pub(super) async fn find(part: &Company, id: MessageId) -> Result<Option<MessageDetail>, StoreError> {
    // One moment for all of it.
    let mut reading = part.database.reader.begin().await.map_err(failed)?;
    let (company, id) = (part.uuid(), id.as_uuid());
    let row = sqlx::query_as!(
        MessageRow,
        r#"SELECT m.id AS "id!: Uuid", m.letter_id AS "letter_id!: Uuid", m.batch_id AS "batch_id?: Uuid",
            m.user_id AS "user_id!: Uuid", coalesce(u.name, l.user_name) AS "user_name!: String",
            m.recipient AS "recipient!", m.role AS "role!", l.subject AS "subject!", l.reference,
            m.state AS "state!", m.attempts AS "attempts!", m.not_before AS "not_before!",
            m.history AS "history!", m.created_at AS "created_at!", m.changed_at AS "changed_at!",
            m.account_id AS "account_id!: Uuid", a.held_why AS "held_why?"
        FROM messages m JOIN letters l ON l.id = m.letter_id LEFT JOIN users u ON u.id = m.user_id
            LEFT JOIN accounts a ON a.id = m.account_id
        WHERE m.company_id = ? AND m.id = ? AND m.state <> 'staged'"#,
        company,
        id
    )
    .fetch_optional(&mut *reading)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let more = sqlx::query!(
        r#"SELECT m.replaces AS "replaces?: Uuid", m.replaced_by AS "replaced_by?: Uuid", m.deadline, m.version,
            a.route AS "route!", b.body AS "body?"
        FROM messages m JOIN accounts a ON a.id = m.account_id
            LEFT JOIN letter_bodies b ON b.letter_id = m.letter_id
        WHERE m.id = ?"#,
        id
    )
    .fetch_one(&mut *reading)
    .await
    .map_err(failed)?;
    let others = sqlx::query_as!(
        OtherRow,
        r#"SELECT id AS "id: Uuid", recipient, role, state FROM messages WHERE letter_id = ? AND id <> ? ORDER BY id"#,
        row.letter_id,
        id
    )
    .fetch_all(&mut *reading)
    .await
    .map_err(failed)?;
    Ok(Some(MessageDetail {
        history: history(&row.history)?,
        message: row.try_into()?,
        route: from_json("route", &more.route)?,
        letter: more.body.map(|body| from_json("letter", &body)).transpose()?,
        others: others
            .into_iter()
            .map(TryInto::try_into)
            .collect::<Result<_, _>>()?,
        replaces: more.replaces.map(MessageId::from_uuid),
        replaced_by: more.replaced_by.map(MessageId::from_uuid),
        deadline: more.deadline.map(time).transpose()?,
        version: count(more.version)?,
    }))
}
