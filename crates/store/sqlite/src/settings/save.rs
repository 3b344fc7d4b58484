//! Saving: what the plan says, in one transaction that nobody else writes beside.

use super::{context, load, owner_id};
use crate::{
    columns::{failed, micros, number, to_json},
    company::Company,
};
use jiff::Timestamp;
use model::UserId;
use secrecy::SecretString;
use sqlx::SqliteConnection;
use store::{
    Actor, Owner, SaveError, SaveSettings, Settings, StoreError, User, changes,
    settings::{LayerPlan, SecretStep},
};

/// The company's defaults.
pub(super) async fn company(part: &Company, change: SaveSettings, by: &Actor) -> Result<Settings, SaveError> {
    let mut writing = part.database.write().await?;
    let before = load::company_settings(&mut *writing, part.id)
        .await?
        .ok_or(SaveError::NoSuchUser)?;
    let now = part.database.now();
    let plan = before.plan(change, now)?;
    let about = About {
        company: &before.company,
        user: None,
        before: &before.settings,
    };
    let saved = write(part, &mut writing, &about, plan, by, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(saved)
}

/// A user's own.
pub(super) async fn user(
    part: &Company,
    user: UserId,
    change: SaveSettings,
    by: &Actor,
) -> Result<Settings, SaveError> {
    let mut writing = part.database.write().await?;
    let before = load::user_settings(&mut *writing, part.id, user)
        .await?
        .ok_or(SaveError::NoSuchUser)?;
    let now = part.database.now();
    let plan = before.plan(change, now)?;
    let about = About {
        company: &before.company.company,
        user: Some(&before.user),
        before: &before.own,
    };
    let saved = write(part, &mut writing, &about, plan, by, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(saved)
}

/// Whose settings are saved, and what they were.
struct About<'a> {
    company: &'a store::Company,
    user: Option<&'a User>,
    before: &'a Settings,
}

async fn write(
    part: &Company,
    connection: &mut SqliteConnection,
    about: &About<'_>,
    plan: LayerPlan,
    by: &Actor,
    now: Timestamp,
) -> Result<Settings, SaveError> {
    if !plan.changes {
        return Ok(about.before.clone());
    }
    let owner = about.user.map_or(Owner::Company, |user| Owner::User(user.id));
    let after = plan.settings;
    let sealed = match &plan.secret {
        SecretStep::Seal(secret) => Some(Some(seal(part, connection, owner, &after, secret).await?)),
        SecretStep::Keep => None,
        SecretStep::Remove => Some(None),
    };
    match sealed {
        Some(sealed) => insert(part, connection, owner, &after, sealed).await?,
        None => update(part, connection, owner, &after).await?,
    }
    let entry = changes::settings_saved(about.company, about.user, about.before, &after, by);
    part.database.audit(connection, part.id, &entry, now).await?;
    let message = changes::settings_message(about.company, about.user, &after, now);
    part.database.tell(connection, part.id, &message, now).await?;
    Ok(after)
}

/// Writes all, the sealed password or its absence included.
async fn insert(
    part: &Company,
    connection: &mut SqliteConnection,
    owner: Owner,
    settings: &Settings,
    sealed: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let (company, owner_id) = (part.uuid(), owner_id(part, owner));
    let user = match owner {
        Owner::Company => None,
        Owner::User(user) => Some(*user.as_uuid()),
    };
    let layer = to_json("settings", &settings.layer)?;
    let password_for = settings.password_for.as_ref();
    let password_for = password_for
        .map(|bound| to_json("destination", bound))
        .transpose()?;
    let (version, secret_version) = (number(settings.version), number(settings.secret_version));
    let updated_at = settings.updated_at.map(micros);
    sqlx::query!(
        "INSERT INTO settings (owner_id, company_id, user_id, layer, password, password_for, secret_version, version,
            updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (owner_id) DO UPDATE SET layer = excluded.layer, password = excluded.password,
            password_for = excluded.password_for, secret_version = excluded.secret_version,
            version = excluded.version, updated_at = excluded.updated_at",
        owner_id,
        company,
        user,
        layer,
        sealed,
        password_for,
        secret_version,
        version,
        updated_at
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Writes all but the password, which is there and stays.
async fn update(
    part: &Company,
    connection: &mut SqliteConnection,
    owner: Owner,
    settings: &Settings,
) -> Result<(), StoreError> {
    let (company, owner_id) = (part.uuid(), owner_id(part, owner));
    let (layer, version) = (to_json("settings", &settings.layer)?, number(settings.version));
    let updated_at = settings.updated_at.map(micros);
    sqlx::query!(
        "UPDATE settings SET layer = ?, version = ?, updated_at = ? WHERE company_id = ? AND owner_id = ?",
        layer,
        version,
        updated_at,
        company,
        owner_id
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn seal(
    part: &Company,
    connection: &mut SqliteConnection,
    owner: Owner,
    settings: &Settings,
    secret: &SecretString,
) -> Result<Vec<u8>, SaveError> {
    let destination = settings.password_for.as_ref().ok_or(SaveError::NoDestination)?;
    let database = &part.database;
    let key = database
        .company_key(connection, part.id)
        .await?
        .ok_or(SaveError::NoSuchUser)?;
    let sealed = database
        .vault
        .seal(&key, &context(part, owner, destination), secret);
    Ok(sealed.map_err(StoreError::from)?)
}
