//! A test run's row.

use super::{from_json, time};
use crate::{error::StoreError, test_runs::TestRun};
use model::{CompanyId, TestId, UserId};
use uuid::Uuid;

/// A row of table `test_runs`.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct TestRunRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub user_id: Uuid,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub snapshot: String,
    pub reports: String,
    pub transcript: String,
    pub other_ports: String,
    pub verdict: Option<String>,
}

impl TryFrom<TestRunRow> for TestRun {
    type Error = StoreError;

    fn try_from(row: TestRunRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: TestId::from_uuid(row.id),
            company: CompanyId::from_uuid(row.company_id),
            user: UserId::from_uuid(row.user_id),
            created_at: time(row.created_at)?,
            finished_at: row.finished_at.map(time).transpose()?,
            snapshot: from_json("test", &row.snapshot)?,
            reports: from_json("test", &row.reports)?,
            transcript: from_json("test", &row.transcript)?,
            other_ports: from_json("test", &row.other_ports)?,
            verdict: row.verdict.map(|text| from_json("verdict", &text)).transpose()?,
        })
    }
}
