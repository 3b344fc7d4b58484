//! The audit log of one company.

use crate::{
    columns::{all, failed, micros, to_json},
    company::Company,
    database::Database,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::CompanyId;
use sqlx::SqliteConnection;
use store::{
    Action, AuditEntry, AuditQuery, AuditStore, NewAuditEntry, StoreError,
    rows::{AuditColumns, AuditRow},
};
use uuid::Uuid;

#[async_trait]
impl AuditStore for Company {
    async fn audit(&self, query: &AuditQuery, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let actions: Vec<_> = query.actions.iter().copied().map(Action::key).collect();
        let actions = (!actions.is_empty())
            .then(|| to_json("actions", &actions))
            .transpose()?;
        let (company, user) = (self.uuid(), query.user.map(|user| *user.as_uuid()));
        let subject = query.subject.as_ref().map(|subject| subject.to_lowercase());
        let (since, until) = (query.since.map(micros), query.until.map(micros));
        let before = query.before.map(|entry| *entry.as_uuid());
        sqlx::query_as!(
            AuditRow,
            r#"SELECT id AS "id: Uuid", at, actor, action, subject, before, after FROM audit
            WHERE company_id = ?1 AND (?2 IS NULL OR action IN (SELECT value FROM json_each(?2)))
                AND (?3 IS NULL OR actor_user_id = ?3) AND (?4 IS NULL OR instr(subject_key, ?4) > 0)
                AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at < ?6) AND (?7 IS NULL OR id < ?7)
            ORDER BY id DESC LIMIT ?8"#,
            company,
            actions,
            user,
            subject,
            since,
            until,
            before,
            limit
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn record(&self, entry: &NewAuditEntry) -> Result<(), StoreError> {
        let mut writing = self.database.write().await?;
        let now = self.database.now();
        self.database.audit(&mut writing, self.id, entry, now).await?;
        writing.commit().await.map_err(failed)
    }
}

impl Database {
    /// Writes an entry, as a part of the transaction that does what it tells of.
    pub(crate) async fn audit(
        &self,
        connection: &mut SqliteConnection,
        company: CompanyId,
        entry: &NewAuditEntry,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let columns = AuditColumns::of(entry)?;
        let (id, company, at) = (self.new_id()?, company.as_uuid(), micros(now));
        sqlx::query!(
            "INSERT INTO audit (id, company_id, at, actor, actor_user_id, action, subject, subject_key, before, after)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            company,
            at,
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
