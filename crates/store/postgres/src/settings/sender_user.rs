//! Whose settings are the base for all.

use crate::{
    columns::{failed, number},
    company::Company,
    database::{lock_company, lock_user},
};
use model::UserId;
use store::{Actor, SenderUserError, changes};

pub(super) async fn set(
    company: &Company,
    user: Option<UserId>,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<store::Company, SenderUserError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    let before = lock_company(&mut writing, company.id)
        .await?
        .ok_or(SenderUserError::NoSuchCompany)?;
    let stored = before.version;
    if expected_version.is_some_and(|expected| expected != stored) {
        return Err(SenderUserError::Conflict { stored });
    }
    let new = match user {
        None => None,
        Some(user) => Some(
            lock_user(&mut writing, company.id, user)
                .await?
                .ok_or(SenderUserError::NoSuchUser)?,
        ),
    };
    if before.sender_user == user {
        return Ok(before);
    }
    let old = match before.sender_user {
        None => None,
        Some(old) => lock_user(&mut writing, company.id, old).await?,
    };
    let after = store::Company {
        sender_user: user,
        version: stored + 1,
        ..before
    };
    sqlx::query!(
        "UPDATE companies SET sender_user_id = $2, version = $3 WHERE id = $1",
        company.uuid(),
        user.map(|user| *user.as_uuid()),
        number(after.version)
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::sender_user_changed(&after, old.as_ref(), new.as_ref(), by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    let message = changes::sender_user_message(&after, new.as_ref(), now);
    database.tell(&mut writing, company.id, &message, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(after)
}
