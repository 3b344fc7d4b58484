//! Test runs of one company's users.

mod row;

use crate::{
    columns::{count, failed, from_json, micros, to_json},
    company::Company,
    verification,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    TestId, UserId,
    session::{OtherPort, StageReport, TranscriptLine},
};
use row::RunRow;
use store::{StoreError, TestError, TestRun, TestSnapshot, TestStore, TestVerdict, test_runs::CountTests};
use uuid::Uuid;

#[async_trait]
impl TestStore for Company {
    async fn create_test(&self, user: UserId, snapshot: &TestSnapshot) -> Result<TestRun, TestError> {
        let id = self.database.new_id()?;
        let created_at = self.database.now();
        let (company, user_uuid, created) = (self.uuid(), user.as_uuid(), micros(created_at));
        let host = snapshot.server.destination.host.as_str();
        let json = to_json("test", snapshot)?;
        sqlx::query!(
            "INSERT INTO test_runs (id, company_id, user_id, host, created_at, snapshot) VALUES (?, ?, ?, ?, ?, ?)",
            id,
            company,
            user_uuid,
            host,
            created,
            json,
        )
        .execute(&self.database.writer)
        .await
        .map_err(|error| match error.as_database_error() {
            Some(e) if e.is_foreign_key_violation() => TestError::NoSuchUser,
            _ => failed(error).into(),
        })?;
        Ok(TestRun {
            id: TestId::from_uuid(id),
            company: self.id,
            user,
            created_at,
            finished_at: None,
            snapshot: snapshot.clone(),
            reports: Vec::new(),
            transcript: Vec::new(),
            other_ports: Vec::new(),
            verdict: None,
        })
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
        sqlx::query!(
            "UPDATE test_runs SET reports = ?, transcript = ? WHERE company_id = ? AND id = ?",
            all_reports,
            all_lines,
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
            "UPDATE test_runs SET finished_at = ?, other_ports = ?, verdict = ? WHERE company_id = ? AND id = ?",
            at,
            ports,
            json,
            company,
            uuid
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        let snapshot: TestSnapshot = from_json("test", &row.snapshot)?;
        let (user, about) = (UserId::from_uuid(row.user_id), snapshot.fingerprint());
        let took_effect = verification::record(&mut writing, self.id, user, id, &about, verdict, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }

    async fn find_test(&self, user: UserId, id: TestId) -> Result<Option<TestRun>, StoreError> {
        let (company, user, id) = (self.uuid(), user.as_uuid(), id.as_uuid());
        sqlx::query_as!(
            RunRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", user_id AS "user_id: Uuid", created_at,
                finished_at, snapshot, reports, transcript, other_ports, verdict
            FROM test_runs WHERE company_id = ? AND user_id = ? AND id = ?"#,
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
        sqlx::query_as!(
            RunRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", user_id AS "user_id: Uuid", created_at,
                finished_at, snapshot, reports, transcript, other_ports, verdict
            FROM test_runs WHERE company_id = ? AND user_id = ? ORDER BY created_at DESC, id DESC LIMIT 1"#,
            company,
            user
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(TestRun::try_from)
        .transpose()
    }

    async fn count_tests(&self, whose: CountTests, since: Timestamp) -> Result<u64, StoreError> {
        let (company, since) = (self.uuid(), micros(since));
        let number = match whose {
            CountTests::OfUser(user) => {
                let user = user.as_uuid();
                sqlx::query_scalar!(
                    r#"SELECT count(*) AS "count!: i64" FROM test_runs
                    WHERE company_id = ? AND user_id = ? AND created_at >= ?"#,
                    company,
                    user,
                    since
                )
                .fetch_one(&self.database.reader)
                .await
            }
            CountTests::OfCompany => sqlx::query_scalar!(
                r#"SELECT count(*) AS "count!: i64" FROM test_runs WHERE company_id = ? AND created_at >= ?"#,
                company,
                since
            )
            .fetch_one(&self.database.reader)
            .await,
        };
        count(number.map_err(failed)?)
    }
}
