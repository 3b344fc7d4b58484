//! Messages that are taken to be sent.

use super::{ids::hex_list, pace};
use crate::{
    columns::{all, failed, from_json, micros, number},
    database::Database,
};
use sqlx::{SqliteConnection, SqliteExecutor};
use std::collections::BTreeSet;
use store::{
    Lease, Pace, PaceLimits, StoreError, Taken,
    rows::{LetterRow, TakenRow},
};
use uuid::Uuid;

pub(super) async fn take_messages(
    database: &Database,
    lease: Lease,
    limits: &PaceLimits,
    most: u32,
) -> Result<Taken, StoreError> {
    let mut writing = database.write().await?;
    let now = database.now();
    let (account, token, at) = (lease.account.as_uuid(), number(lease.token), micros(now));
    let kept = sqlx::query!(
        "SELECT pace, paced_until FROM accounts WHERE id = ? AND token = ? AND lease_until > ? AND held_at IS NULL",
        account,
        token,
        at
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(kept) = kept else {
        return Ok(Taken::default());
    };
    let mut rows = TakenRow::that_fit(due(&mut writing, lease, at, most).await?);
    let Some(want) = u32::try_from(rows.len()).ok().filter(|want| *want > 0) else {
        return Ok(Taken::default());
    };
    let before: Pace = from_json("pace", &kept.pace)?;
    let mut pace = before.clone();
    let admitted = pace.admit(limits, now, want);
    rows.truncate(admitted.count as usize);
    if pace != before || pace.next(now).map(micros) != kept.paced_until {
        pace::save(&mut writing, account, &pace, now).await?;
    }
    if !rows.is_empty() {
        let ids = hex_list(rows.iter().map(|row| &row.id))?;
        sqlx::query!(
            "UPDATE messages SET state = 'leased', token = ?2
            WHERE id IN (SELECT unhex(value) FROM json_each(?1))",
            ids,
            token
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    }
    writing.commit().await.map_err(failed)?;
    // Behind the transaction: nobody else has to wait for them, and what is leased is not deleted.
    let letters = letters(&database.reader, &rows).await?;
    Ok(Taken {
        messages: all(rows)?,
        letters: LetterRow::readable(letters),
        not_before: admitted.not_before,
    })
}

/// What may go now of an account, in its order.
async fn due(
    connection: &mut SqliteConnection,
    lease: Lease,
    now: i64,
    most: u32,
) -> Result<Vec<TakenRow>, StoreError> {
    let account = lease.account.as_uuid();
    sqlx::query_as!(
        TakenRow,
        r#"SELECT m.id AS "id: Uuid", m.letter_id AS "letter_id: Uuid", m.user_id AS "user_id: Uuid",
            m.batch_id AS "batch_id?: Uuid", m.recipient, m.role, m.attempts, m.first_attempt_at, m.deadline,
            m.cause, m.changed_at, l.body_size
        FROM messages m CROSS JOIN letters l ON l.id = m.letter_id
        WHERE m.account_id = ? AND m.state = 'queued' AND m.not_before <= ?
        ORDER BY m.not_before, m.id LIMIT ?"#,
        account,
        now,
        most
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// The letters of these messages, each once.
async fn letters(
    executor: impl SqliteExecutor<'_>,
    messages: &[TakenRow],
) -> Result<Vec<LetterRow>, StoreError> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<&Uuid> = messages.iter().map(|message| &message.letter_id).collect();
    let ids = hex_list(ids)?;
    sqlx::query_as!(
        LetterRow,
        r#"SELECT l.id AS "id: Uuid", l.created_at, b.body
        FROM json_each(?) s CROSS JOIN letters l ON l.id = unhex(s.value) JOIN letter_bodies b ON b.letter_id = l.id"#,
        ids
    )
    .fetch_all(executor)
    .await
    .map_err(failed)
}
