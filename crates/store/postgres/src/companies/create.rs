//! A new company: its key, its event mailbox, its row.

use crate::{
    columns::{broken, failed, micros, number, to_json},
    database::Database,
};
use jiff::Timestamp;
use model::{CompanyId, EventName};
use sqlx::PgConnection;
use std::collections::HashSet;
use store::{Actor, Company, CompanyError, NewCompany, Retention, StoreError, changes};

/// Creates a company, with its audit entry.
pub(crate) async fn create(
    database: &Database,
    connection: &mut PgConnection,
    new: &NewCompany,
    by: &Actor,
) -> Result<Company, CompanyError> {
    let id = CompanyId::from_uuid(database.new_id()?);
    let now = database.now();
    let (_, wrapped) = database.vault.new_company_key(id).map_err(StoreError::from)?;
    let company = Company {
        id,
        portal: new.portal.clone(),
        external_id: new.external_id.clone(),
        name: new.name.clone(),
        event_name: reserve(connection, &EventName::suggest(&new.name), now).await?,
        mass_mailing: new.mass_mailing,
        sender_user: None,
        retention: Retention::default(),
        version: 1,
        created_at: now,
    };
    insert(connection, &company, &wrapped).await?;
    sqlx::query!(
        "UPDATE event_names SET company_id = $1 WHERE name = $2",
        id.as_uuid(),
        company.event_name.as_str()
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let entry = changes::company_created(&company, by);
    database.audit(connection, id, &entry, now).await?;
    Ok(company)
}

async fn insert(
    connection: &mut PgConnection,
    company: &Company,
    wrapped: &[u8],
) -> Result<(), CompanyError> {
    sqlx::query!(
        "INSERT INTO companies (id, portal, external_id, name, event_name, mass_mailing, retention, version,
            wrapped_key, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8, $9, $10)",
        company.id.as_uuid(),
        company.portal.as_str(),
        company.external_id.as_ref().map(model::ExternalId::as_str),
        company.name.as_str(),
        company.event_name.as_str(),
        company.mass_mailing,
        to_json("retention", &company.retention)?,
        number(company.version),
        wrapped,
        micros(company.created_at)
    )
    .execute(connection)
    .await
    .map_err(|error| match broken(&error) {
        Some("companies_external_id") => CompanyError::ExternalIdTaken,
        _ => failed(error).into(),
    })?;
    Ok(())
}

/// Takes the first of the names that nobody has or had: the plain one, then with numbers from 2.
async fn reserve(
    connection: &mut PgConnection,
    plain: &EventName,
    now: Timestamp,
) -> Result<EventName, StoreError> {
    // Numbers shorten long names, from behind.
    let stem: String = plain.as_str().chars().take(24).collect();
    let taken = sqlx::query_scalar!(
        "SELECT name FROM event_names WHERE name >= $1 AND name < $1 || '~'",
        stem
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let taken: HashSet<String> = taken.into_iter().collect();
    let numbered = (2..=u32::MAX).map(|number| plain.numbered(number));
    for name in std::iter::once(plain.clone()).chain(numbered) {
        // Somebody may take it at this moment: then it is waited for him, and the next one tried.
        if !taken.contains(name.as_str()) && insert_name(connection, &name, now).await? {
            return Ok(name);
        }
    }
    Ok(plain.clone())
}

async fn insert_name(
    connection: &mut PgConnection,
    name: &EventName,
    now: Timestamp,
) -> Result<bool, StoreError> {
    sqlx::query!(
        "INSERT INTO event_names (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        name.as_str(),
        micros(now)
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed)
}
