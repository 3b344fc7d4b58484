//! Exceptions that one company's admins confirmed.

use crate::{
    columns::{all, failed, micros, to_json},
    companies,
    company::Company,
};
use async_trait::async_trait;
use model::ExceptionId;
use store::{
    Actor, Exception, ExceptionError, ExceptionStore, StoreError, Trusted, changes,
    exceptions::MOST_EXCEPTIONS,
    rows::{ExceptionRow, exception_key},
};
use uuid::Uuid;

#[async_trait]
impl ExceptionStore for Company {
    async fn exceptions(&self) -> Result<Vec<Exception>, StoreError> {
        let company = self.uuid();
        sqlx::query_as!(
            ExceptionRow,
            r#"SELECT id AS "id: Uuid", trusted, confirmed_by, confirmed_at FROM exceptions
            WHERE company_id = ? ORDER BY confirmed_at, id"#,
            company
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn add_exception(&self, trusted: &Trusted, by: &Actor) -> Result<Exception, ExceptionError> {
        let mut writing = self.database.write().await?;
        if companies::load(&mut *writing, self.id).await?.is_none() {
            return Err(ExceptionError::NoSuchCompany);
        }
        let (id, company, key) = (self.database.new_id()?, self.uuid(), exception_key(trusted));
        let counted = sqlx::query!(
            r#"SELECT count(*) AS "all!: i64", count(*) FILTER (WHERE unique_key = ?) AS "same!: i64"
            FROM exceptions WHERE company_id = ?"#,
            key,
            company
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if counted.same > 0 {
            return Err(ExceptionError::Already);
        }
        if counted.all >= i64::from(MOST_EXCEPTIONS) {
            return Err(ExceptionError::TooMany);
        }
        let exception = Exception {
            id: ExceptionId::from_uuid(id),
            trusted: trusted.clone(),
            confirmed_by: by.name().to_owned(),
            confirmed_at: self.database.now(),
        };
        let (json, at) = (to_json("exception", trusted)?, micros(exception.confirmed_at));
        sqlx::query!(
            "INSERT INTO exceptions (id, company_id, trusted, unique_key, confirmed_by, confirmed_at)
            VALUES (?, ?, ?, ?, ?, ?)",
            id,
            company,
            json,
            key,
            exception.confirmed_by,
            at
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        let entry = changes::exception_added(&exception, by);
        self.database
            .audit(&mut writing, self.id, &entry, exception.confirmed_at)
            .await?;
        writing.commit().await.map_err(failed)?;
        Ok(exception)
    }

    async fn remove_exception(&self, id: ExceptionId, by: &Actor) -> Result<(), ExceptionError> {
        let mut writing = self.database.write().await?;
        let (company, uuid) = (self.uuid(), id.as_uuid());
        let row = sqlx::query_as!(
            ExceptionRow,
            r#"DELETE FROM exceptions WHERE company_id = ? AND id = ?
            RETURNING id AS "id!: Uuid", trusted AS "trusted!", confirmed_by AS "confirmed_by!",
                confirmed_at AS "confirmed_at!""#,
            company,
            uuid
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(ExceptionError::NoSuchException)?;
        let entry = changes::exception_removed(&Exception::try_from(row)?, by);
        let now = self.database.now();
        self.database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }
}
