//! Who the sender user is.

use crate::{
    columns::{failed, number},
    companies,
    company::Company,
    users,
};
use model::UserId;
use store::{Actor, SenderUserError, changes};

/// Makes a user the sender user, or nobody.
pub(super) async fn set(
    part: &Company,
    user: Option<UserId>,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<store::Company, SenderUserError> {
    let mut writing = part.database.write().await?;
    let mut company = companies::load(&mut *writing, part.id)
        .await?
        .ok_or(SenderUserError::NoSuchCompany)?;
    let stored = company.version;
    if expected_version.is_some_and(|expected| expected != stored) {
        return Err(SenderUserError::Conflict { stored });
    }
    let after = match user {
        Some(id) => Some(
            users::load(&mut *writing, part.id, id)
                .await?
                .ok_or(SenderUserError::NoSuchUser)?,
        ),
        None => None,
    };
    if company.sender_user == user {
        return Ok(company);
    }
    let before = match company.sender_user {
        Some(id) => users::load(&mut *writing, part.id, id).await?,
        None => None,
    };
    (company.sender_user, company.version) = (user, stored + 1);
    let (id, sender) = (part.uuid(), user.map(|user| *user.as_uuid()));
    let version = number(company.version);
    sqlx::query!(
        "UPDATE companies SET sender_user_id = ?, version = ? WHERE id = ?",
        sender,
        version,
        id
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let now = part.database.now();
    let entry = changes::sender_user_changed(&company, before.as_ref(), after.as_ref(), by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    let message = changes::sender_user_message(&company, after.as_ref(), now);
    part.database.tell(&mut writing, part.id, &message, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(company)
}
