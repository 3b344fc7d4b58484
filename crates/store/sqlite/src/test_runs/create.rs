//! A new run, if none of the limits is reached.

use crate::{
    columns::{count, failed, later, micros, to_json},
    company::Company,
    users,
};
use jiff::Timestamp;
use model::{Host, TestId, UserId};
use sqlx::SqliteConnection;
use std::time::Duration;
use store::{Actor, TestError, TestLimits, TestRun, TestSnapshot, changes};

/// The time within which tests are counted.
const HOUR: i64 = 3_600_000_000;

pub(super) async fn create(
    part: &Company,
    user: UserId,
    snapshot: &TestSnapshot,
    limits: TestLimits,
    lease: Duration,
    by: &Actor,
) -> Result<TestRun, TestError> {
    let mut writing = part.database.write().await?;
    let known = users::load(&mut *writing, part.id, user)
        .await?
        .ok_or(TestError::NoSuchUser)?;
    let created_at = part.database.now();
    let host = &snapshot.server.destination.host;
    check(part, &mut writing, user, host, limits, created_at).await?;
    let id = part.database.new_id()?;
    let (company, user_uuid, created) = (part.uuid(), user.as_uuid(), micros(created_at));
    let until = micros(later(created_at, lease));
    let lease = until - created;
    let (host, json) = (host.as_str(), to_json("test", snapshot)?);
    sqlx::query!(
        "INSERT INTO test_runs (id, company_id, user_id, host, created_at, lease, lease_until, snapshot, reports,
            transcript, other_ports)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]')",
        id,
        company,
        user_uuid,
        host,
        created,
        lease,
        until,
        json,
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::test_started(&known, snapshot, by);
    part.database
        .audit(&mut writing, part.id, &entry, created_at)
        .await?;
    writing.commit().await.map_err(failed)?;
    Ok(TestRun {
        id: TestId::from_uuid(id),
        company: part.id,
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

/// Counts the tests of the last hour: the user's, the company's, those to this server by whomever.
async fn check(
    part: &Company,
    connection: &mut SqliteConnection,
    user: UserId,
    host: &Host,
    limits: TestLimits,
    now: Timestamp,
) -> Result<(), TestError> {
    let (company, user, host) = (part.uuid(), user.as_uuid(), host.as_str());
    let since = micros(now) - HOUR;
    let counted = sqlx::query!(
        r#"SELECT
            (SELECT count(*) FROM test_runs WHERE company_id = ?1 AND user_id = ?2 AND created_at > ?4)
                AS "of_user!: i64",
            (SELECT count(*) FROM test_runs WHERE company_id = ?1 AND created_at > ?4) AS "of_company!: i64",
            (SELECT count(*) FROM test_runs WHERE host = ?3 AND created_at > ?4) AS "to_server!: i64""#,
        company,
        user,
        host,
        since
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    for (counted, limit) in [
        (counted.of_user, limits.per_user),
        (counted.of_company, limits.per_company),
        (counted.to_server, limits.per_server),
    ] {
        let counted = count(counted)?;
        if counted >= u64::from(limit) {
            return Err(TestError::TooMany(counted));
        }
    }
    Ok(())
}
