//! A row of a test run, read.

use crate::columns::{from_json, time};
use model::{CompanyId, TestId, UserId};
use store::{StoreError, TestRun};
use uuid::Uuid;

pub(super) struct RunRow {
    pub(super) id: Uuid,
    pub(super) company_id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) created_at: i64,
    pub(super) finished_at: Option<i64>,
    pub(super) snapshot: String,
    pub(super) reports: String,
    pub(super) transcript: String,
    pub(super) other_ports: String,
    pub(super) verdict: Option<String>,
}

impl TryFrom<RunRow> for TestRun {
    type Error = StoreError;

    fn try_from(row: RunRow) -> Result<Self, StoreError> {
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
