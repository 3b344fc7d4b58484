//! Creating and changing users, as a part of a transaction that writes.

use super::{by_email, by_external_id};
use crate::{
    columns::{failed, micros},
    companies,
    database::Database,
};
use model::{CompanyId, ExternalId, UserId};
use sqlx::SqliteConnection;
use store::{Actor, NewUser, User, UserChange, UserError, changes, rows::name_key, users::email_key};

/// Creates a user.
pub(crate) async fn create(
    database: &Database,
    connection: &mut SqliteConnection,
    company: CompanyId,
    new: &NewUser,
    by: &Actor,
) -> Result<User, UserError> {
    if companies::load(&mut *connection, company).await?.is_none() {
        return Err(UserError::NoSuchCompany);
    }
    let user = User {
        id: UserId::from_uuid(database.new_id()?),
        company,
        external_id: new.external_id.clone(),
        name: new.name.clone(),
        email: new.email.clone(),
        role: new.role,
        language: new.language,
        last_sent_at: None,
        created_at: database.now(),
    };
    check_unique(connection, &user).await?;
    let (id, company_id, name, email) = (
        user.id.as_uuid(),
        company.as_uuid(),
        user.name.as_str(),
        user.email.as_str(),
    );
    let (name_key, email_key) = (name_key(name), email_key(&user.email));
    let external_id = user.external_id.as_ref().map(ExternalId::as_str);
    let (role, language, created) = (user.role.key(), user.language.tag(), micros(user.created_at));
    sqlx::query!(
        "INSERT INTO users (id, company_id, external_id, name, name_key, email, email_key, role, language, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        company_id,
        external_id,
        name,
        name_key,
        email,
        email_key,
        role,
        language,
        created,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let entry = changes::user_created(&user, by);
    database
        .audit(connection, company, &entry, user.created_at)
        .await?;
    Ok(user)
}

/// Changes a user as he is stored now.
pub(crate) async fn change(
    database: &Database,
    connection: &mut SqliteConnection,
    before: User,
    change: &UserChange,
    by: &Actor,
) -> Result<User, UserError> {
    let change = change.clone();
    let after = User {
        external_id: change.external_id.or_else(|| before.external_id.clone()),
        name: change.name.unwrap_or_else(|| before.name.clone()),
        email: change.email.unwrap_or_else(|| before.email.clone()),
        role: change.role.unwrap_or(before.role),
        language: change.language.unwrap_or(before.language),
        ..before.clone()
    };
    let Some(entry) = changes::user_changed(&before, &after, by) else {
        return Ok(before);
    };
    check_unique(connection, &after).await?;
    let (id, company, name, email) = (
        after.id.as_uuid(),
        after.company.as_uuid(),
        after.name.as_str(),
        after.email.as_str(),
    );
    let (name_key, email_key) = (name_key(name), email_key(&after.email));
    let external_id = after.external_id.as_ref().map(ExternalId::as_str);
    let (role, language) = (after.role.key(), after.language.tag());
    sqlx::query!(
        "UPDATE users SET external_id = ?, name = ?, name_key = ?, email = ?, email_key = ?, role = ?, language = ?
        WHERE company_id = ? AND id = ?",
        external_id,
        name,
        name_key,
        email,
        email_key,
        role,
        language,
        company,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let now = database.now();
    database.audit(connection, after.company, &entry, now).await?;
    Ok(after)
}

async fn check_unique(connection: &mut SqliteConnection, user: &User) -> Result<(), UserError> {
    let other = by_email(&mut *connection, user.company, &user.email).await?;
    if other.is_some_and(|other| other.id != user.id) {
        return Err(UserError::EmailTaken);
    }
    if let Some(external_id) = &user.external_id {
        let other = by_external_id(&mut *connection, user.company, external_id).await?;
        if other.is_some_and(|other| other.id != user.id) {
            return Err(UserError::ExternalIdTaken);
        }
    }
    Ok(())
}
