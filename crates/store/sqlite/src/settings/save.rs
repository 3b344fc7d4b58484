//! Saving: what the plan says, in one transaction that nobody else writes beside.

use super::{context, load};
use crate::{
    columns::{failed, micros, number},
    company::Company,
};
use model::UserId;
use secrecy::SecretString;
use sqlx::SqliteConnection;
use store::{SaveError, SaveSettings, Settings, StoreError, settings::SecretChange};

pub(super) async fn save(
    company: &Company,
    user: UserId,
    change: SaveSettings,
) -> Result<Settings, SaveError> {
    let mut writing = company.database.write().await?;
    let stored = load(&mut *writing, company.id, user)
        .await?
        .ok_or(SaveError::NoSuchUser)?;
    let plan = stored.plan(change, company.database.now())?;
    let sealed = match &plan.secret {
        SecretChange::Seal(secret) => Some(seal(&mut writing, company, user, &plan.settings, secret).await?),
        SecretChange::Keep | SecretChange::Remove => None,
    };
    let keep = matches!(plan.secret, SecretChange::Keep);
    write(
        &mut writing,
        company,
        user,
        &plan.settings,
        sealed.as_deref(),
        keep,
    )
    .await?;
    writing.commit().await.map_err(failed)?;
    Ok(plan.settings)
}

async fn seal(
    connection: &mut SqliteConnection,
    company: &Company,
    user: UserId,
    settings: &Settings,
    secret: &SecretString,
) -> Result<Vec<u8>, SaveError> {
    let own = settings.own_server.as_ref().ok_or(SaveError::NoOwnServer)?;
    let id = company.uuid();
    let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = ?", id)
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    let vault = &company.database.vault;
    let key = vault
        .unwrap_company_key(company.id, &wrapped)
        .map_err(StoreError::from)?;
    let sealed = vault.seal(&key, &context(company, user, &own.destination), secret);
    Ok(sealed.map_err(StoreError::from)?)
}

async fn write(
    connection: &mut SqliteConnection,
    company: &Company,
    user: UserId,
    settings: &Settings,
    sealed: Option<&[u8]>,
    keep: bool,
) -> Result<(), StoreError> {
    let (company, user) = (company.uuid(), user.as_uuid());
    let (mode, updated_at) = (settings.mode.key(), settings.updated_at.map(micros));
    let (version, secret_version) = (number(settings.version), number(settings.secret_version));
    let own = settings.own_server.as_ref();
    let host = own.map(|own| own.destination.host.as_str());
    let port = own.map(|own| i64::from(own.destination.port.number()));
    let security = own.map(|own| own.destination.security.key());
    let user_name = own.and_then(|own| own.destination.user_name.as_deref());
    let sender = own.map(|own| own.sender.as_str());
    let display_name = own
        .and_then(|own| own.display_name.as_ref())
        .map(model::DisplayName::as_str);
    let plain_confirmed = own.is_some_and(|own| own.plain_confirmed);
    sqlx::query!(
        "INSERT INTO settings (user_id, company_id, mode, version, secret_version, updated_at, host, port, security,
            user_name, sender, display_name, plain_confirmed, password)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (user_id) DO UPDATE SET mode = excluded.mode, version = excluded.version,
            secret_version = excluded.secret_version, updated_at = excluded.updated_at, host = excluded.host,
            port = excluded.port, security = excluded.security, user_name = excluded.user_name,
            sender = excluded.sender, display_name = excluded.display_name,
            plain_confirmed = excluded.plain_confirmed,
            password = CASE WHEN ?15 THEN settings.password ELSE excluded.password END",
        user,
        company,
        mode,
        version,
        secret_version,
        updated_at,
        host,
        port,
        security,
        user_name,
        sender,
        display_name,
        plain_confirmed,
        sealed,
        keep,
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}
