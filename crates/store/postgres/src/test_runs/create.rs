//! Starting a run, within the limits.

use crate::{
    columns::{count, failed, later, micros, to_json},
    company::Company,
    database::{lock_company, lock_user, lock_word},
};
use jiff::{SignedDuration, Timestamp};
use model::{TestId, UserId};
use sqlx::PgConnection;
use std::time::Duration;
use store::{Actor, TestError, TestLimits, TestRun, TestSnapshot, changes};

/// The time that limits look back.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Which word is locked: a server's name.
const SERVER: i32 = 1;

pub(super) async fn create(
    company: &Company,
    user: UserId,
    snapshot: &TestSnapshot,
    limits: TestLimits,
    lease: Duration,
    by: &Actor,
) -> Result<TestRun, TestError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    // Whatever is counted is locked, so that of many at once no more start than may.
    lock_company(&mut writing, company.id)
        .await?
        .ok_or(TestError::NoSuchUser)?;
    let about = lock_user(&mut writing, company.id, user)
        .await?
        .ok_or(TestError::NoSuchUser)?;
    lock_word(&mut writing, SERVER, snapshot.server.destination.host.as_str()).await?;
    check(&mut writing, company, user, snapshot, limits, now).await?;
    let id = database.new_id()?;
    let until = later(now, lease);
    sqlx::query!(
        "INSERT INTO test_runs (id, company_id, user_id, host, created_at, lease, lease_until, snapshot)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::json)",
        id,
        company.uuid(),
        user.as_uuid(),
        snapshot.server.destination.host.as_str(),
        micros(now),
        micros(until) - micros(now),
        micros(until),
        to_json("test", snapshot)?,
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::test_started(&about, snapshot, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(TestRun {
        id: TestId::from_uuid(id),
        company: company.id,
        user,
        created_at: now,
        finished_at: None,
        snapshot: snapshot.clone(),
        reports: Vec::new(),
        transcript: Vec::new(),
        other_ports: Vec::new(),
        verdict: None,
    })
}

async fn check(
    connection: &mut PgConnection,
    company: &Company,
    user: UserId,
    snapshot: &TestSnapshot,
    limits: TestLimits,
    now: Timestamp,
) -> Result<(), TestError> {
    let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    let counted = sqlx::query!(
        r#"SELECT
            (SELECT count(*) FROM test_runs WHERE company_id = $1 AND user_id = $2 AND created_at > $4) AS "user!",
            (SELECT count(*) FROM test_runs WHERE company_id = $1 AND created_at > $4) AS "company!",
            (SELECT count(*) FROM test_runs WHERE host = $3 AND created_at > $4) AS "server!""#,
        company.uuid(),
        user.as_uuid(),
        snapshot.server.destination.host.as_str(),
        micros(since)
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    for (number, limit) in [
        (counted.user, limits.per_user),
        (counted.company, limits.per_company),
        (counted.server, limits.per_server),
    ] {
        if number >= i64::from(limit) {
            return Err(TestError::TooMany(count(number)?));
        }
    }
    Ok(())
}
