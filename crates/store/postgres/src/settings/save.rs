//! Saving: what the plan says, in one transaction that nobody else changes the company's settings beside.

use super::{context, of_user, owner_id, read};
use crate::{
    columns::{failed, micros, number, to_json},
    company::Company,
    database::{lock_company, lock_user},
};
use secrecy::SecretString;
use sqlx::PgConnection;
use store::{
    Actor, Owner, SaveError, SaveSettings, Settings, StoreError, User, changes,
    settings::{LayerPlan, SecretStep},
};

pub(super) async fn save(
    company: &Company,
    owner: Owner,
    change: SaveSettings,
    by: &Actor,
) -> Result<Settings, SaveError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    // The whole company: what a user saves depends on what the company and the sender user have set.
    let about = lock_company(&mut writing, company.id)
        .await?
        .ok_or(SaveError::NoSuchUser)?;
    let (user, before, plan) = plan(&mut writing, company, owner, change).await?;
    if !plan.changes {
        return Ok(before);
    }
    write(&mut writing, company, owner, &plan).await?;
    let saved = &plan.settings;
    let entry = changes::settings_saved(&about, user.as_ref(), &before, saved, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    let message = changes::settings_message(&about, user.as_ref(), saved, now);
    database.tell(&mut writing, company.id, &message, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(plan.settings)
}

/// Whose settings they are, what is stored, and what is to be.
async fn plan(
    connection: &mut PgConnection,
    company: &Company,
    owner: Owner,
    change: SaveSettings,
) -> Result<(Option<User>, Settings, LayerPlan), SaveError> {
    let now = company.database.now();
    match owner {
        Owner::Company => {
            let stored = read::of_company(connection, company.id).await?;
            let stored = stored.ok_or(SaveError::NoSuchUser)?;
            let plan = stored.plan(change, now)?;
            Ok((None, stored.settings, plan))
        }
        Owner::User(user) => {
            lock_user(connection, company.id, user)
                .await?
                .ok_or(SaveError::NoSuchUser)?;
            let stored = of_user(connection, company.id, user).await?;
            let stored = stored.ok_or(SaveError::NoSuchUser)?;
            let plan = stored.plan(change, now)?;
            Ok((Some(stored.user), stored.own, plan))
        }
    }
}

async fn seal(
    connection: &mut PgConnection,
    company: &Company,
    owner: Owner,
    settings: &Settings,
    secret: &SecretString,
) -> Result<Vec<u8>, SaveError> {
    let destination = settings.password_for.as_ref().ok_or(SaveError::NoDestination)?;
    let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = $1", company.uuid())
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    let vault = &company.database.vault;
    let key = vault
        .unwrap_company_key(company.id, &wrapped)
        .map_err(StoreError::from)?;
    let sealed = vault.seal(&key, &context(company, owner, destination), secret);
    Ok(sealed.map_err(StoreError::from)?)
}

async fn write(
    connection: &mut PgConnection,
    company: &Company,
    owner: Owner,
    plan: &LayerPlan,
) -> Result<(), SaveError> {
    let settings = &plan.settings;
    let sealed = match &plan.secret {
        SecretStep::Seal(secret) => Some(seal(connection, company, owner, settings, secret).await?),
        SecretStep::Keep | SecretStep::Remove => None,
    };
    // What is kept is not written: a destination without its password is no row that may be.
    let password_for = settings.password_for.as_ref().filter(|_| sealed.is_some());
    let user = match owner {
        Owner::Company => None,
        Owner::User(user) => Some(*user.as_uuid()),
    };
    sqlx::query!(
        "INSERT INTO settings (owner_id, company_id, user_id, layer, password, password_for, secret_version, version,
            updated_at)
        VALUES ($1, $2, $3, $4::text::json, $5, $6::text::json, $7, $8, $9)
        ON CONFLICT (owner_id) DO UPDATE SET layer = excluded.layer,
            password = CASE WHEN $10 THEN settings.password ELSE excluded.password END,
            password_for = CASE WHEN $10 THEN settings.password_for ELSE excluded.password_for END,
            secret_version = excluded.secret_version, version = excluded.version, updated_at = excluded.updated_at",
        owner_id(company, owner),
        company.uuid(),
        user,
        to_json("settings", &settings.layer)?,
        sealed,
        password_for.map(|destination| to_json("destination", destination)).transpose()?,
        number(settings.secret_version),
        number(settings.version),
        settings.updated_at.map(micros),
        matches!(plan.secret, SecretStep::Keep)
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}
