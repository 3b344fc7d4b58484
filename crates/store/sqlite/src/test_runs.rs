//! Test runs of one company's users.

mod create;

use crate::{
    columns::{failed, from_json, later, micros, to_json},
    company::Company,
    verification,
};
use async_trait::async_trait;
use model::{
    TestId, UserId,
    session::{OtherPort, StageReport, TranscriptLine},
};
use std::time::Duration;
use store::{
    Actor, StoreError, TestError, TestLimits, TestRun, TestSnapshot, TestStore, TestVerdict, rows::TestRunRow,
};
use uuid::Uuid;

/// Runs' rows; what follows stands behind `FROM test_runs`.
macro_rules! test_runs {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            TestRunRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", user_id AS "user_id: Uuid", created_at,
                finished_at, snapshot, reports, transcript, other_ports, verdict
            FROM test_runs "# + $rest $(, $argument)*
        )
    };
}

#[async_trait]
impl TestStore for Company {
    async fn create_test(
        &self,
        user: UserId,
        snapshot: &TestSnapshot,
        limits: TestLimits,
        lease: Duration,
        by: &Actor,
    ) -> Result<TestRun, TestError> {
        create::create(self, user, snapshot, limits, lease, by).await
    }

    async fn renew_test(&self, id: TestId, lease: Duration) -> Result<(), TestError> {
        let mut writing = self.database.write().await?;
        let (company, id) = (self.uuid(), id.as_uuid());
        let finished = sqlx::query_scalar!(
            "SELECT finished_at FROM test_runs WHERE company_id = ? AND id = ?",
            company,
            id
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(TestError::NoSuchTest)?;
        if finished.is_some() {
            return Err(TestError::Over);
        }
        let now = self.database.now();
        let until = micros(later(now, lease));
        let length = until - micros(now);
        sqlx::query!(
            "UPDATE test_runs SET lease = ?, lease_until = ? WHERE company_id = ? AND id = ?",
            length,
            until,
            company,
            id
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn append_to_test(
        &self,
        id: TestId,
        reports: &[StageReport],
        transcript: &[TranscriptLine],
    ) -> Result<(), TestError> {
        let mut writing = self.database.write().await?;
        let (company, id) = (self.uuid(), id.as_uuid());
        let row = sqlx::query!(
            "SELECT reports, transcript, finished_at FROM test_runs WHERE company_id = ? AND id = ?",
            company,
            id
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(TestError::NoSuchTest)?;
        if row.finished_at.is_some() {
            return Err(TestError::Over);
        }
        let mut all_reports: Vec<StageReport> = from_json("test", &row.reports)?;
        let mut all_lines: Vec<TranscriptLine> = from_json("test", &row.transcript)?;
        all_reports.extend_from_slice(reports);
        all_lines.extend_from_slice(transcript);
        let (all_reports, all_lines) = (to_json("test", &all_reports)?, to_json("test", &all_lines)?);
        let now = micros(self.database.now());
        sqlx::query!(
            "UPDATE test_runs SET reports = ?, transcript = ?, lease_until = ? + lease WHERE company_id = ? AND id = ?",
            all_reports,
            all_lines,
            now,
            company,
            id
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn finish_test(
        &self,
        id: TestId,
        verdict: &TestVerdict,
        other_ports: &[OtherPort],
    ) -> Result<bool, TestError> {
        let mut writing = self.database.write().await?;
        let (company, uuid) = (self.uuid(), id.as_uuid());
        let row = sqlx::query!(
            r#"SELECT user_id AS "user_id: Uuid", snapshot, finished_at FROM test_runs
            WHERE company_id = ? AND id = ?"#,
            company,
            uuid
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(TestError::NoSuchTest)?;
        if row.finished_at.is_some() {
            return Err(TestError::Over);
        }
        let now = self.database.now();
        let (at, ports, json) = (
            micros(now),
            to_json("test", other_ports)?,
            to_json("verdict", verdict)?,
        );
        sqlx::query!(
            "UPDATE test_runs SET finished_at = ?, lease_until = NULL, other_ports = ?, verdict = ?
            WHERE company_id = ? AND id = ?",
            at,
            ports,
            json,
            company,
            uuid
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        if matches!(verdict, TestVerdict::Passed { .. }) {
            sqlx::query!(
                "UPDATE users SET last_sent_at = ? WHERE company_id = ? AND id = ?",
                at,
                company,
                row.user_id
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        }
        let snapshot: TestSnapshot = from_json("test", &row.snapshot)?;
        let user = UserId::from_uuid(row.user_id);
        let took_effect = match snapshot.fingerprint(user) {
            Some(about) => verification::record(self, &mut writing, user, id, &about, verdict, now).await?,
            None => false,
        };
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }

    async fn find_test(&self, user: UserId, id: TestId) -> Result<Option<TestRun>, StoreError> {
        let (company, user, id) = (self.uuid(), user.as_uuid(), id.as_uuid());
        test_runs!(
            "WHERE company_id = ? AND user_id = ? AND id = ?",
            company,
            user,
            id
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(TestRun::try_from)
        .transpose()
    }

    async fn latest_test(&self, user: UserId) -> Result<Option<TestRun>, StoreError> {
        let (company, user) = (self.uuid(), user.as_uuid());
        test_runs!(
            "WHERE company_id = ? AND user_id = ? ORDER BY created_at DESC, id DESC LIMIT 1",
            company,
            user
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(TestRun::try_from)
        .transpose()
    }
}
