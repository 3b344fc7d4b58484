//! Letters that are accepted at once.

use super::{
    keys,
    letters::{Place, Written, write},
};
use crate::{
    columns::{failed, number},
    company::Company,
    queue::refresh,
};
use model::{DraftId, MessageId, message::MessageState};
use sqlx::SqliteConnection;
use store::{
    AcceptError, Accepted, Actor, Idempotency, NewLetter, acceptance::is_replaceable, changes, rows::parsed,
};

pub(super) async fn accept(
    part: &Company,
    letters: &[NewLetter],
    key: Option<&Idempotency>,
    draft: Option<(DraftId, u64)>,
    by: &Actor,
) -> Result<Accepted, AcceptError> {
    if letters.is_empty() {
        return Err(AcceptError::Empty);
    }
    let mut writing = part.database.write().await?;
    if let Some(key) = key
        && let Some(before) = keys::find(&mut *writing, part.uuid(), key).await?
    {
        return Ok(before);
    }
    let place = Place {
        state: Some(MessageState::Queued),
        batch: None,
        replacing: true,
        part,
        now: part.database.now(),
    };
    let Written {
        letters: written,
        accounts,
    } = write(&mut writing, &place, letters).await?;
    if let Some((draft, version)) = draft {
        take_draft(part, &mut writing, (draft, version), letters).await?;
    }
    for (new, written) in letters.iter().zip(&written) {
        if let (Some(old), Some((message, recipient))) = (new.replaces, written.messages.first()) {
            replace(part, &mut writing, old, (*message, recipient.as_str()), by).await?;
        }
    }
    let accepted = Accepted {
        letters: written,
        batch: None,
        again: false,
    };
    if let Some(key) = key {
        keys::note(&part.database, &mut writing, part.uuid(), key, &accepted).await?;
    }
    refresh(&mut writing, &accounts).await?;
    part.database.commit_work(writing).await?;
    Ok(accepted)
}

/// Deletes the draft that the letters are made of, where it is still the one that was seen.
async fn take_draft(
    part: &Company,
    connection: &mut SqliteConnection,
    (draft, version): (DraftId, u64),
    letters: &[NewLetter],
) -> Result<(), AcceptError> {
    // It is of whose letter it becomes.
    let user = letters.first().ok_or(AcceptError::DraftChanged)?.user;
    let (company, draft, user) = (part.uuid(), draft.as_uuid(), user.as_uuid());
    let version = number(version);
    let taken = sqlx::query!(
        "DELETE FROM drafts WHERE company_id = ? AND id = ? AND version = ? AND user_id = ?",
        company,
        draft,
        version,
        user
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    match taken.rows_affected() {
        0 => Err(AcceptError::DraftChanged),
        _ => Ok(()),
    }
}

/// Notes that a message took the place of another one, which came to an end and did not arrive.
async fn replace(
    part: &Company,
    connection: &mut SqliteConnection,
    old: MessageId,
    new: (MessageId, &str),
    by: &Actor,
) -> Result<(), AcceptError> {
    let (company, id, by_id) = (part.uuid(), old.as_uuid(), new.0.as_uuid());
    let row = sqlx::query!(
        r#"SELECT state, recipient, replaced_by IS NOT NULL AS "replaced!: bool" FROM messages
        WHERE company_id = ? AND id = ? AND state <> 'staged'"#,
        company,
        id
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    let row = row.ok_or(AcceptError::NotReplaceable)?;
    if !is_replaceable(parsed("state", &row.state)?, row.replaced) {
        return Err(AcceptError::NotReplaceable);
    }
    sqlx::query!(
        "UPDATE messages SET replaced_by = ?, version = version + 1 WHERE company_id = ? AND id = ?",
        by_id,
        company,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let entry = changes::message_mended((old, &row.recipient), new, by);
    let now = part.database.now();
    Ok(part.database.audit(connection, part.id, &entry, now).await?)
}
