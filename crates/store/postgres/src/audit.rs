//! The audit log of one company.

use crate::{
    columns::{failed, micros},
    company::Company,
    database::Database,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::CompanyId;
use sqlx::PgConnection;
use store::{
    AuditEntry, AuditQuery, AuditStore, NewAuditEntry, StoreError,
    rows::{AuditColumns, AuditRow},
};

#[async_trait]
impl AuditStore for Company {
    async fn audit(&self, query: &AuditQuery, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let actions: Vec<String> = query
            .actions
            .iter()
            .map(|action| action.key().to_owned())
            .collect();
        let subject = query.subject.as_ref().map(|subject| subject.to_lowercase());
        sqlx::query_as!(
            AuditRow,
            r#"SELECT id, at, actor::text AS "actor!", action, subject, before::text, after::text FROM audit
            WHERE company_id = $1 AND (cardinality($2::text[]) = 0 OR action = ANY ($2))
                AND ($3::uuid IS NULL OR actor_user_id = $3) AND strpos(subject_key, $4) > 0
                AND at >= $5 AND at < $6 AND ($7::uuid IS NULL OR id < $7)
            ORDER BY id DESC LIMIT $8"#,
            self.uuid(),
            &actions,
            query.user.map(|user| *user.as_uuid()),
            subject.unwrap_or_default(),
            query.since.map_or(i64::MIN, micros),
            query.until.map_or(i64::MAX, micros),
            query.before.map(|entry| *entry.as_uuid()),
            i64::from(limit)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(AuditEntry::try_from)
        .collect()
    }

    async fn record(&self, entry: &NewAuditEntry) -> Result<(), StoreError> {
        let mut writing = self.database.write().await?;
        let now = self.database.now();
        self.database.audit(&mut writing, self.id, entry, now).await?;
        writing.commit().await.map_err(failed)
    }
}

impl Database {
    /// Writes an entry, as a part of what it is about.
    pub(crate) async fn audit(
        &self,
        connection: &mut PgConnection,
        company: CompanyId,
        entry: &NewAuditEntry,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let columns = AuditColumns::of(entry)?;
        sqlx::query!(
            "INSERT INTO audit (id, company_id, at, actor, actor_user_id, action, subject, subject_key, before, after)
            VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $8, $9::text::json, $10::text::json)",
            self.new_id()?,
            company.as_uuid(),
            micros(now),
            columns.actor,
            columns.actor_user_id,
            columns.action,
            columns.subject,
            columns.subject_key,
            columns.before,
            columns.after
        )
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
    }
}
