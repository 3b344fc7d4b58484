//! The exceptions of one company.

use crate::{
    columns::{failed, micros, to_json},
    company::Company,
    database::lock_company,
};
use async_trait::async_trait;
use model::ExceptionId;
use store::{
    Actor, Exception, ExceptionError, ExceptionStore, StoreError, Trusted, changes,
    exceptions::MOST_EXCEPTIONS,
    rows::{ExceptionRow, exception_key},
};

#[async_trait]
impl ExceptionStore for Company {
    async fn exceptions(&self) -> Result<Vec<Exception>, StoreError> {
        sqlx::query_as!(
            ExceptionRow,
            r#"SELECT id, trusted::text AS "trusted!", confirmed_by, confirmed_at FROM exceptions
            WHERE company_id = $1 ORDER BY id"#,
            self.uuid()
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(Exception::try_from)
        .collect()
    }

    async fn add_exception(&self, trusted: &Trusted, by: &Actor) -> Result<Exception, ExceptionError> {
        let (database, now) = (&self.database, self.database.now());
        let mut writing = database.write().await?;
        lock_company(&mut writing, self.id)
            .await?
            .ok_or(ExceptionError::NoSuchCompany)?;
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM exceptions WHERE company_id = $1"#,
            self.uuid()
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        let exception = Exception {
            id: ExceptionId::from_uuid(database.new_id()?),
            trusted: trusted.clone(),
            confirmed_by: by.name().to_owned(),
            confirmed_at: now,
        };
        let done = sqlx::query!(
            "INSERT INTO exceptions (id, company_id, trusted, unique_key, confirmed_by, confirmed_at)
            VALUES ($1, $2, $3::text::json, $4, $5, $6) ON CONFLICT (company_id, unique_key) DO NOTHING",
            exception.id.as_uuid(),
            self.uuid(),
            to_json("exception", trusted)?,
            exception_key(trusted),
            exception.confirmed_by.as_str(),
            micros(now)
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Err(ExceptionError::Already);
        }
        if number >= i64::from(MOST_EXCEPTIONS) {
            return Err(ExceptionError::TooMany);
        }
        let entry = changes::exception_added(&exception, by);
        database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(exception)
    }

    async fn remove_exception(&self, id: ExceptionId, by: &Actor) -> Result<(), ExceptionError> {
        let (database, now) = (&self.database, self.database.now());
        let mut writing = database.write().await?;
        let row = sqlx::query_as!(
            ExceptionRow,
            r#"DELETE FROM exceptions WHERE company_id = $1 AND id = $2
            RETURNING id, trusted::text AS "trusted!", confirmed_by, confirmed_at"#,
            self.uuid(),
            id.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let exception = Exception::try_from(row.ok_or(ExceptionError::NoSuchException)?)?;
        let entry = changes::exception_removed(&exception, by);
        database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }
}
