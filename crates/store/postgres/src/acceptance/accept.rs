//! Letters that are accepted at once.

use super::{
    insert::{around, insert},
    key,
};
use crate::{
    columns::failed,
    company::Company,
    queue::{keep_companies, lock_accounts, refresh, wake},
};
use model::{DraftId, MessageId, message::MessageState};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use store::{
    AcceptError, Accepted, AcceptedLetter, Actor, Idempotency, NewLetter, acceptance::is_replaceable,
    changes, rows::parsed,
};
use uuid::Uuid;

pub(super) async fn accept(
    company: &Company,
    letters: &[NewLetter],
    key: Option<&Idempotency>,
    draft: Option<(DraftId, u64)>,
    by: &Actor,
) -> Result<Accepted, AcceptError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    if keep_companies(&mut writing, &[*company.uuid()]).await?.is_empty() {
        return Err(AcceptError::NoSuchCompany);
    }
    if let Some(key) = key
        && let Some(before) = key::take(company, &mut writing, key).await?
    {
        return Ok(before);
    }
    let around = around(company, &mut writing, letters).await?;
    if let Some(draft) = draft {
        end_draft(company, &mut writing, draft, letters).await?;
    }
    let mut accounts: BTreeSet<Uuid> = around.accounts.values().copied().collect();
    accounts.extend(accounts_of_replaced(company, &mut writing, letters).await?);
    let accounts = Vec::from_iter(accounts);
    lock_accounts(&mut writing, &accounts).await?;
    let state = MessageState::Queued.key();
    let new = insert(company, &mut writing, letters, (&around, None, state), now).await?;
    for (letter, accepted) in letters.iter().zip(&new) {
        if let Some(old) = letter.replaces {
            replace(company, &mut writing, old, accepted, by).await?;
        }
    }
    refresh(&mut writing, &accounts).await?;
    let accepted = Accepted {
        letters: new,
        batch: None,
        again: false,
    };
    if let Some(key) = key {
        key::note(company, &mut writing, key, &accepted).await?;
    }
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(accepted)
}

/// Deletes the draft that letters were written in, where it is the one that was seen.
async fn end_draft(
    company: &Company,
    connection: &mut PgConnection,
    (id, version): (DraftId, u64),
    letters: &[NewLetter],
) -> Result<(), AcceptError> {
    let users: Vec<Uuid> = letters.iter().map(|new| *new.user.as_uuid()).collect();
    let done = sqlx::query!(
        "DELETE FROM drafts WHERE company_id = $1 AND id = $2 AND version = $3 AND user_id = ANY ($4)",
        company.uuid(),
        id.as_uuid(),
        i64::try_from(version).unwrap_or(i64::MAX),
        &users
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return Err(AcceptError::DraftChanged);
    }
    Ok(())
}

/// The accounts of messages that others take the place of: locked as those of the new ones.
async fn accounts_of_replaced(
    company: &Company,
    connection: &mut PgConnection,
    letters: &[NewLetter],
) -> Result<Vec<Uuid>, AcceptError> {
    let old: Vec<Uuid> = letters
        .iter()
        .filter_map(|new| new.replaces.map(|message| *message.as_uuid()))
        .collect();
    if old.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = sqlx::query_scalar!(
        "SELECT account_id FROM messages WHERE company_id = $1 AND id = ANY ($2)",
        company.uuid(),
        &old
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(accounts)
}

/// Notes at a message which one took its place, with an audit entry.
async fn replace(
    company: &Company,
    connection: &mut PgConnection,
    old: MessageId,
    new: &AcceptedLetter,
    by: &Actor,
) -> Result<(), AcceptError> {
    let Some((id, recipient)) = new.messages.first() else {
        return Ok(());
    };
    let before = sqlx::query!(
        r#"SELECT recipient, state, replaced_by IS NOT NULL AS "replaced!" FROM messages
        WHERE company_id = $1 AND id = $2 AND state <> 'staged' FOR NO KEY UPDATE"#,
        company.uuid(),
        old.as_uuid()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?
    .ok_or(AcceptError::NotReplaceable)?;
    if !is_replaceable(parsed("state", &before.state)?, before.replaced) {
        return Err(AcceptError::NotReplaceable);
    }
    sqlx::query!(
        "UPDATE messages SET replaced_by = $2, version = version + 1 WHERE id = $1",
        old.as_uuid(),
        id.as_uuid()
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let entry = changes::message_mended((old, &before.recipient), (*id, recipient.as_str()), by);
    let now = company.database.now();
    company
        .database
        .audit(connection, company.id, &entry, now)
        .await?;
    Ok(())
}
