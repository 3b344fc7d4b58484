//! One company's own row.

use super::{companies, create::reserve};
use crate::{
    columns::{failed, micros, number, to_json},
    company::Company as Part,
    database::Database,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::CompanyId;
use sqlx::{SqliteConnection, SqliteExecutor};
use store::{
    Actor, Company, CompanyChange, CompanyError, CompanyProfile, FORMER_NAME_LASTS, ReturnPath, StoreError,
    changes, rows::CompanyRow,
};
use uuid::Uuid;

#[async_trait]
impl CompanyProfile for Part {
    async fn company(&self) -> Result<Option<Company>, StoreError> {
        load(&self.database.reader, self.id).await
    }

    async fn return_path(&self) -> Result<Option<ReturnPath>, StoreError> {
        let mut reading = self.database.reader.acquire().await.map_err(failed)?;
        let key = self.database.company_key(&mut reading, self.id).await?;
        Ok(key.map(|key| key.return_path()))
    }

    async fn update_company(&self, change: &CompanyChange, by: &Actor) -> Result<Company, CompanyError> {
        let mut writing = self.database.write().await?;
        let before = load(&mut *writing, self.id)
            .await?
            .ok_or(CompanyError::NoSuchCompany)?;
        let stored = before.version;
        if change.expected_version.is_some_and(|expected| expected != stored) {
            return Err(CompanyError::Conflict { stored });
        }
        let after = self::change(&self.database, &mut writing, before, change, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(after)
    }
}

/// The company of this id.
pub(crate) async fn load(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
) -> Result<Option<Company>, StoreError> {
    let id = company.as_uuid();
    companies!("WHERE id = ?", id)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
}

/// Changes a company as it is stored now, as a part of a transaction that writes.
pub(crate) async fn change(
    database: &Database,
    connection: &mut SqliteConnection,
    before: Company,
    change: &CompanyChange,
    by: &Actor,
) -> Result<Company, CompanyError> {
    let mut after = changed(&before, change);
    let Some(entry) = changes::company_changed(&before, &after, by) else {
        return Ok(before);
    };
    after.version += 1;
    let now = database.now();
    if after.external_id != before.external_id && is_taken(connection, &after).await? {
        return Err(CompanyError::ExternalIdTaken);
    }
    if after.event_name != before.event_name {
        if !reserve(connection, &after.event_name, after.id, micros(now)).await? {
            return Err(CompanyError::EventNameTaken);
        }
        let until = database.after(FORMER_NAME_LASTS);
        change_names(connection, &before, &after, until).await?;
    }
    let (id, name, event_name) = (after.id.as_uuid(), after.name.as_str(), after.event_name.as_str());
    let external_id = after.external_id.as_ref().map(model::ExternalId::as_str);
    let (retention, version) = (to_json("retention", &after.retention)?, number(after.version));
    sqlx::query!(
        "UPDATE companies SET external_id = ?, name = ?, event_name = ?, mass_mailing = ?, retention = ?, version = ?
        WHERE id = ?",
        external_id,
        name,
        event_name,
        after.mass_mailing,
        retention,
        version,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    database.audit(connection, after.id, &entry, now).await?;
    Ok(after)
}

/// From now on mail to the new name is the company's, and for a while that to the old one.
async fn change_names(
    connection: &mut SqliteConnection,
    before: &Company,
    after: &Company,
    until: Timestamp,
) -> Result<(), StoreError> {
    let (id, until) = (after.id.as_uuid(), micros(until));
    let (old, new) = (before.event_name.as_str(), after.event_name.as_str());
    sqlx::query!(
        "UPDATE event_names SET until = CASE name WHEN ?1 THEN ?2 END WHERE company_id = ?3 AND name IN (?1, ?4)",
        old,
        until,
        id,
        new
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

fn changed(before: &Company, change: &CompanyChange) -> Company {
    let change = change.clone();
    Company {
        name: change.name.unwrap_or_else(|| before.name.clone()),
        external_id: change.external_id.or_else(|| before.external_id.clone()),
        event_name: change.event_name.unwrap_or_else(|| before.event_name.clone()),
        mass_mailing: change.mass_mailing.unwrap_or(before.mass_mailing),
        retention: change.retention.unwrap_or(before.retention),
        ..before.clone()
    }
}

async fn is_taken(connection: &mut SqliteConnection, company: &Company) -> Result<bool, StoreError> {
    let (id, portal) = (company.id.as_uuid(), company.portal.as_str());
    let external_id = company.external_id.as_ref().map(model::ExternalId::as_str);
    let others = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: i64" FROM companies WHERE portal = ? AND external_id = ? AND id <> ?"#,
        portal,
        external_id,
        id
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    Ok(others > 0)
}
