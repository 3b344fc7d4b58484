//! What is one company's own.

use crate::{
    columns::{broken, failed, micros, number, to_json},
    company::Company as Part,
    database::{Database, lock_company},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{EventName, ExternalId};
use sqlx::PgConnection;
use store::{
    Actor, Company, CompanyChange, CompanyError, CompanyProfile, FORMER_NAME_LASTS, ReturnPath, StoreError,
    changes, rows::CompanyRow,
};

#[async_trait]
impl CompanyProfile for Part {
    async fn company(&self) -> Result<Option<Company>, StoreError> {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
                retention::text AS "retention!", version, created_at
            FROM companies WHERE id = $1"#,
            self.uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
    }

    async fn return_path(&self) -> Result<Option<ReturnPath>, StoreError> {
        let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = $1", self.uuid())
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        let Some(wrapped) = wrapped else { return Ok(None) };
        let key = self.database.vault.unwrap_company_key(self.id, &wrapped)?;
        Ok(Some(key.return_path()))
    }

    async fn update_company(&self, change: &CompanyChange, by: &Actor) -> Result<Company, CompanyError> {
        let mut writing = self.database.write().await?;
        let before = lock_company(&mut writing, self.id)
            .await?
            .ok_or(CompanyError::NoSuchCompany)?;
        let stored = before.version;
        if change.expected_version.is_some_and(|expected| expected != stored) {
            return Err(CompanyError::Conflict { stored });
        }
        let after = update(&self.database, &mut writing, before, change, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(after)
    }
}

/// Changes a company that is locked, with an audit entry; nothing where nothing differs.
pub(crate) async fn update(
    database: &Database,
    connection: &mut PgConnection,
    before: Company,
    change: &CompanyChange,
    by: &Actor,
) -> Result<Company, CompanyError> {
    let change = change.clone();
    let mut after = Company {
        name: change.name.unwrap_or_else(|| before.name.clone()),
        external_id: change.external_id.or_else(|| before.external_id.clone()),
        event_name: change.event_name.unwrap_or_else(|| before.event_name.clone()),
        mass_mailing: change.mass_mailing.unwrap_or(before.mass_mailing),
        retention: change.retention.unwrap_or(before.retention),
        ..before.clone()
    };
    let Some(entry) = changes::company_changed(&before, &after, by) else {
        return Ok(before);
    };
    after.version += 1;
    let now = database.now();
    if after.event_name != before.event_name {
        rename(connection, &after, &after.event_name, now).await?;
        let until = database.after(FORMER_NAME_LASTS);
        change_names(connection, &before, &after, until).await?;
    }
    sqlx::query!(
        "UPDATE companies SET name = $2, external_id = $3, event_name = $4, mass_mailing = $5,
            retention = $6::text::json, version = $7
        WHERE id = $1",
        after.id.as_uuid(),
        after.name.as_str(),
        after.external_id.as_ref().map(ExternalId::as_str),
        after.event_name.as_str(),
        after.mass_mailing,
        to_json("retention", &after.retention)?,
        number(after.version)
    )
    .execute(&mut *connection)
    .await
    .map_err(|error| match broken(&error) {
        Some("companies_external_id") => CompanyError::ExternalIdTaken,
        _ => failed(error).into(),
    })?;
    database.audit(connection, after.id, &entry, now).await?;
    Ok(after)
}

/// Takes a name that nobody has or had, or that this company had before.
async fn rename(
    connection: &mut PgConnection,
    company: &Company,
    name: &EventName,
    now: Timestamp,
) -> Result<(), CompanyError> {
    let mine = sqlx::query_scalar!(
        r#"WITH new AS (
            INSERT INTO event_names (name, company_id, created_at) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING RETURNING company_id
        )
        SELECT EXISTS (SELECT FROM new) OR EXISTS (SELECT FROM event_names WHERE name = $1 AND company_id = $2)
            AS "mine!""#,
        name.as_str(),
        company.id.as_uuid(),
        micros(now)
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    if mine {
        Ok(())
    } else {
        Err(CompanyError::EventNameTaken)
    }
}

/// From now on mail to the new name is the company's, and for a while that to the old one.
async fn change_names(
    connection: &mut PgConnection,
    before: &Company,
    after: &Company,
    until: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE event_names SET until = CASE name WHEN $2 THEN $4::bigint END
        WHERE company_id = $1 AND name IN ($2, $3)",
        after.id.as_uuid(),
        before.event_name.as_str(),
        after.event_name.as_str(),
        micros(until)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
