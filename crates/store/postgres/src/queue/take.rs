//! Messages of a leased account that may go now.

use crate::{
    columns::{failed, from_json, micros, number, to_json},
    database::Database,
};
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{
    Lease, Pace, PaceLimits, StoreError, Taken,
    rows::{LetterRow, TakenRow},
};
use uuid::Uuid;

pub(super) async fn take(
    database: &Database,
    lease: Lease,
    limits: &PaceLimits,
    most: u32,
) -> Result<Taken, StoreError> {
    let now = database.now();
    let mut writing = database.write().await?;
    let account = lease.account.as_uuid();
    let pace = sqlx::query_scalar!(
        "SELECT pace FROM accounts
        WHERE id = $1 AND company_id = $2 AND token = $3 AND lease_until > $4 AND held_at IS NULL
        FOR NO KEY UPDATE",
        account,
        lease.company.as_uuid(),
        number(lease.token),
        micros(now)
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(pace) = pace else {
        return Ok(Taken::default());
    };
    let mut rows = TakenRow::that_fit(due(&mut writing, account, micros(now), most).await?);
    let Ok(want @ 1..) = u32::try_from(rows.len()) else {
        return Ok(Taken::default());
    };
    let mut pace: Pace = from_json("pace", &pace)?;
    let admitted = pace.admit(limits, now, want);
    rows.truncate(usize::try_from(admitted.count).unwrap_or(usize::MAX));
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    note(
        &mut writing,
        lease,
        &ids,
        (&to_json("pace", &pace)?, pace.next(now)),
    )
    .await?;
    let mut letters: Vec<Uuid> = rows.iter().map(|row| row.letter_id).collect();
    letters.sort_unstable();
    letters.dedup();
    let letters = read(&mut writing, &letters).await?;
    writing.commit().await.map_err(failed)?;
    Ok(Taken {
        messages: rows
            .into_iter()
            .map(TryFrom::try_from)
            .collect::<Result<_, _>>()?,
        letters: LetterRow::readable(letters),
        not_before: admitted.not_before,
    })
}

async fn due(
    connection: &mut PgConnection,
    account: &Uuid,
    now: i64,
    most: u32,
) -> Result<Vec<TakenRow>, StoreError> {
    sqlx::query_as!(
        TakenRow,
        "SELECT m.id, m.letter_id, m.user_id, m.batch_id, m.recipient, m.role, m.attempts, m.first_attempt_at,
            m.deadline, m.cause, m.changed_at, l.body_size
        FROM (SELECT * FROM messages WHERE account_id = $1 AND state = 'queued' AND not_before <= $2
                ORDER BY not_before, id LIMIT $3) m
            JOIN letters l ON l.id = m.letter_id
        ORDER BY m.not_before, m.id",
        account,
        now,
        i64::from(most)
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// Notes what was taken and what the pace says then.
async fn note(
    connection: &mut PgConnection,
    lease: Lease,
    messages: &[Uuid],
    (pace, paced_until): (&str, Option<Timestamp>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH taken AS (UPDATE messages SET state = 'leased', token = $2 WHERE id = ANY ($3))
        UPDATE accounts SET pace = $4, paced_until = $5 WHERE id = $1",
        lease.account.as_uuid(),
        number(lease.token),
        messages,
        pace,
        paced_until.map(micros)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn read(connection: &mut PgConnection, letters: &[Uuid]) -> Result<Vec<LetterRow>, StoreError> {
    sqlx::query_as!(
        LetterRow,
        "SELECT l.id, l.created_at, b.body FROM letters l JOIN letter_bodies b ON b.letter_id = l.id
        WHERE l.id = ANY ($1) ORDER BY l.id",
        letters
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}
