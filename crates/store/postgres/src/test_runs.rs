//! Test runs of one company's users.

mod create;

use crate::{
    columns::{failed, from_json, later, micros, to_json},
    company::Company,
    database::{hold_company, lock_user},
    verification::{Found, record},
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
        let now = self.database.now();
        let until = later(now, lease);
        let done = sqlx::query!(
            "UPDATE test_runs SET lease = $3, lease_until = $4
            WHERE company_id = $1 AND id = $2 AND finished_at IS NULL",
            self.uuid(),
            id.as_uuid(),
            micros(until) - micros(now),
            micros(until)
        )
        .execute(&self.database.pool)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        let known = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM test_runs WHERE company_id = $1 AND id = $2) AS "known!""#,
            self.uuid(),
            id.as_uuid()
        )
        .fetch_one(&self.database.pool)
        .await
        .map_err(failed)?;
        Err(if known {
            TestError::Over
        } else {
            TestError::NoSuchTest
        })
    }

    async fn append_to_test(
        &self,
        id: TestId,
        reports: &[StageReport],
        transcript: &[TranscriptLine],
    ) -> Result<(), TestError> {
        let mut writing = self.database.write().await?;
        let row = sqlx::query!(
            r#"SELECT reports::text AS "reports!", transcript::text AS "transcript!", finished_at FROM test_runs
            WHERE company_id = $1 AND id = $2 FOR NO KEY UPDATE"#,
            self.uuid(),
            id.as_uuid()
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
        sqlx::query!(
            "UPDATE test_runs SET reports = $1::text::json, transcript = $2::text::json, lease_until = $5 + lease
            WHERE company_id = $3 AND id = $4",
            to_json("test", &all_reports)?,
            to_json("test", &all_lines)?,
            self.uuid(),
            id.as_uuid(),
            micros(self.database.now())
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
        // Whose it is never changes; company and user are locked before his test is.
        let user = sqlx::query_scalar!(
            "SELECT user_id FROM test_runs WHERE company_id = $1 AND id = $2",
            self.uuid(),
            id.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .map(UserId::from_uuid)
        .ok_or(TestError::NoSuchTest)?;
        let company = hold_company(&mut writing, self.id)
            .await?
            .ok_or(TestError::NoSuchTest)?;
        lock_user(&mut writing, self.id, user)
            .await?
            .ok_or(TestError::NoSuchTest)?;
        let now = self.database.now();
        let ended = sqlx::query_scalar!(
            r#"UPDATE test_runs SET finished_at = $1, lease_until = NULL, other_ports = $2::text::json,
                verdict = $3::text::json
            WHERE company_id = $4 AND id = $5 AND finished_at IS NULL RETURNING snapshot::text AS "snapshot!""#,
            micros(now),
            to_json("test", other_ports)?,
            to_json("verdict", verdict)?,
            self.uuid(),
            id.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(TestError::Over)?;
        if matches!(verdict, TestVerdict::Passed { .. }) {
            sqlx::query!(
                "UPDATE users SET last_sent_at = $3 WHERE company_id = $1 AND id = $2",
                self.uuid(),
                user.as_uuid(),
                micros(now)
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        }
        let snapshot: TestSnapshot = from_json("test", &ended)?;
        let took_effect = match snapshot.fingerprint(user) {
            None => false,
            Some(about) => {
                let found = Found {
                    test: id,
                    about: &about,
                    verdict,
                    now,
                };
                record(&self.database, &mut writing, &company, user, &found).await?
            }
        };
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }

    async fn find_test(&self, user: UserId, id: TestId) -> Result<Option<TestRun>, StoreError> {
        sqlx::query_as!(
            TestRunRow,
            r#"SELECT id, company_id, user_id, created_at, finished_at, snapshot::text AS "snapshot!",
                reports::text AS "reports!", transcript::text AS "transcript!", other_ports::text AS "other_ports!",
                verdict::text
            FROM test_runs WHERE company_id = $1 AND user_id = $2 AND id = $3"#,
            self.uuid(),
            user.as_uuid(),
            id.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(TestRun::try_from)
        .transpose()
    }

    async fn latest_test(&self, user: UserId) -> Result<Option<TestRun>, StoreError> {
        sqlx::query_as!(
            TestRunRow,
            r#"SELECT id, company_id, user_id, created_at, finished_at, snapshot::text AS "snapshot!",
                reports::text AS "reports!", transcript::text AS "transcript!", other_ports::text AS "other_ports!",
                verdict::text
            FROM test_runs WHERE company_id = $1 AND user_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1"#,
            self.uuid(),
            user.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(TestRun::try_from)
        .transpose()
    }
}
