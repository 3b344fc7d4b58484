//! Users made and changed, as a part of whatever else is done.

use crate::{
    columns::{broken, failed, micros},
    database::Database,
};
use model::{CompanyId, ExternalId, UserId};
use sqlx::PgConnection;
use store::{Actor, NewUser, User, UserChange, UserError, changes, rows::name_key, users::email_key};

/// Creates a user, with his audit entry.
pub(crate) async fn create(
    database: &Database,
    connection: &mut PgConnection,
    company: CompanyId,
    new: &NewUser,
    by: &Actor,
) -> Result<User, UserError> {
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
    sqlx::query!(
        "INSERT INTO users (id, company_id, external_id, name, name_key, email, email_key, role, language, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        user.id.as_uuid(),
        company.as_uuid(),
        user.external_id.as_ref().map(ExternalId::as_str),
        user.name.as_str(),
        name_key(user.name.as_str()),
        user.email.as_str(),
        email_key(&user.email),
        user.role.key(),
        user.language.tag(),
        micros(user.created_at)
    )
    .execute(&mut *connection)
    .await
    .map_err(refused)?;
    let entry = changes::user_created(&user, by);
    database
        .audit(connection, company, &entry, user.created_at)
        .await?;
    Ok(user)
}

/// Changes a user who is locked, with an audit entry; nothing where nothing differs.
pub(crate) async fn update(
    database: &Database,
    connection: &mut PgConnection,
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
    sqlx::query!(
        "UPDATE users SET external_id = $3, name = $4, name_key = $5, email = $6, email_key = $7, role = $8,
            language = $9
        WHERE company_id = $1 AND id = $2",
        after.company.as_uuid(),
        after.id.as_uuid(),
        after.external_id.as_ref().map(ExternalId::as_str),
        after.name.as_str(),
        name_key(after.name.as_str()),
        after.email.as_str(),
        email_key(&after.email),
        after.role.key(),
        after.language.tag()
    )
    .execute(&mut *connection)
    .await
    .map_err(refused)?;
    let now = database.now();
    database.audit(connection, after.company, &entry, now).await?;
    Ok(after)
}

fn refused(error: sqlx::Error) -> UserError {
    match broken(&error) {
        Some("users_email") => UserError::EmailTaken,
        Some("users_external_id") => UserError::ExternalIdTaken,
        Some("users_company_id_fkey") => UserError::NoSuchCompany,
        _ => failed(error).into(),
    }
}
