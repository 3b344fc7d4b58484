//! A new company.

use crate::{
    columns::{failed, micros, to_json},
    database::Database,
};
use model::{CompanyId, EventName};
use sqlx::SqliteConnection;
use std::collections::HashSet;
use store::{Actor, Company, CompanyError, NewCompany, Retention, StoreError, changes};

/// How much of a name is there whatever number stands behind it: numbers have five digits at most, after a hyphen.
const PREFIX: usize = 34;

/// Creates it, as a part of a transaction that writes.
pub(crate) async fn create(
    database: &Database,
    connection: &mut SqliteConnection,
    new: &NewCompany,
    by: &Actor,
) -> Result<Company, CompanyError> {
    let id = CompanyId::from_uuid(database.new_id()?);
    let (_, wrapped) = database.vault.new_company_key(id).map_err(StoreError::from)?;
    let company = Company {
        id,
        portal: new.portal.clone(),
        external_id: new.external_id.clone(),
        name: new.name.clone(),
        event_name: free_name(connection, &EventName::suggest(&new.name)).await?,
        mass_mailing: new.mass_mailing,
        sender_user: None,
        retention: Retention::default(),
        version: 1,
        created_at: database.now(),
    };
    let (uuid, portal, name) = (id.as_uuid(), company.portal.as_str(), company.name.as_str());
    let external_id = company.external_id.as_ref().map(model::ExternalId::as_str);
    let (event_name, created) = (company.event_name.as_str(), micros(company.created_at));
    let retention = to_json("retention", &company.retention)?;
    let inserted = sqlx::query!(
        "INSERT INTO companies (id, portal, external_id, name, event_name, mass_mailing, retention, version,
            wrapped_key, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (portal, external_id) DO NOTHING",
        uuid,
        portal,
        external_id,
        name,
        event_name,
        company.mass_mailing,
        retention,
        wrapped,
        created,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if inserted.rows_affected() == 0 {
        return Err(CompanyError::ExternalIdTaken);
    }
    reserve(connection, &company.event_name, id, created).await?;
    let entry = changes::company_created(&company, by);
    database.audit(connection, id, &entry, company.created_at).await?;
    Ok(company)
}

/// Reserves the name of an event mailbox for ever; says whether the company has it, now or since before.
pub(super) async fn reserve(
    connection: &mut SqliteConnection,
    name: &EventName,
    company: CompanyId,
    now: i64,
) -> Result<bool, StoreError> {
    let (name, company) = (name.as_str(), company.as_uuid());
    sqlx::query!(
        "INSERT INTO event_names (name, company_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        name,
        company,
        now
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let mine = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: i64" FROM event_names WHERE name = ? AND company_id = ?"#,
        name,
        company
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    Ok(mine == 1)
}

/// The name itself, or with the first number behind it with which no company has, or had it.
async fn free_name(connection: &mut SqliteConnection, name: &EventName) -> Result<EventName, StoreError> {
    let prefix = &name.as_str()[..name.as_str().len().min(PREFIX)];
    let taken = sqlx::query_scalar!(
        "SELECT name FROM event_names WHERE name >= ?1 AND name < ?1 || '~'",
        prefix
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    let taken: HashSet<String> = taken.into_iter().collect();
    let free = |name: &EventName| !taken.contains(name.as_str());
    if free(name) {
        return Ok(name.clone());
    }
    // One more than are taken: one of them is free.
    (2..)
        .take(taken.len() + 1)
        .map(|number| name.numbered(number))
        .find(free)
        .ok_or(StoreError::Damaged {
            what: "event mailbox",
        })
}
