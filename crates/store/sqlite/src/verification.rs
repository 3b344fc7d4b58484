//! The last verdict about the settings of one company's users.

use crate::{
    columns::{count, failed, from_json, micros, number, time, to_json},
    company::Company,
    settings,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, TestId, UserId};
use sqlx::SqliteConnection;
use store::{
    Fingerprint, StoreError, TestVerdict, Verification, VerificationStore, verification::LastVerdict,
};
use uuid::Uuid;

#[async_trait]
impl VerificationStore for Company {
    async fn verification(&self, user: UserId) -> Result<Option<Verification>, StoreError> {
        // One transaction, so that verdict and settings are of the same moment.
        let mut reading = self.database.reader.begin().await.map_err(failed)?;
        let Some(settings) = settings::load(&mut *reading, self.id, user).await? else {
            return Ok(None);
        };
        let last = last_verdict(&mut reading, self.id, user).await?;
        Ok(Some(Verification::judge(
            last,
            settings.own_server.as_ref(),
            settings.secret_version,
        )))
    }

    async fn record_verdict(
        &self,
        user: UserId,
        test: TestId,
        about: &Fingerprint,
        verdict: &TestVerdict,
    ) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let (company, test_uuid, user_uuid) = (self.uuid(), test.as_uuid(), user.as_uuid());
        let known = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!: i64" FROM test_runs WHERE company_id = ? AND user_id = ? AND id = ?"#,
            company,
            user_uuid,
            test_uuid
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if known == 0 {
            return Ok(false);
        }
        let now = self.database.now();
        let took_effect = record(&mut writing, self.id, user, test, about, verdict, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }
}

async fn last_verdict(
    connection: &mut SqliteConnection,
    company: CompanyId,
    user: UserId,
) -> Result<Option<LastVerdict>, StoreError> {
    let (company, user) = (company.as_uuid(), user.as_uuid());
    let row = sqlx::query!(
        r#"SELECT v.at, v.server, v.secret_version, v.verdict, t.id AS "test?: Uuid"
        FROM verifications v LEFT JOIN test_runs t ON t.id = v.test_id AND t.company_id = v.company_id
        WHERE v.company_id = ? AND v.user_id = ?"#,
        company,
        user
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let at = time(row.at)?;
    let test = row.test.map(TestId::from_uuid);
    let result = match from_json("verdict", &row.verdict)? {
        TestVerdict::Passed { .. } => Verification::Verified { at, test },
        TestVerdict::Failed { cause, stage } => Verification::Failing {
            at,
            cause,
            stage,
            test,
        },
        TestVerdict::Aborted => return Ok(None),
    };
    Ok(Some(LastVerdict {
        server: from_json("tested server", &row.server)?,
        secret_version: count(row.secret_version)?,
        result,
    }))
}

/// Records a verdict where the settings are still those that it is about.
pub(crate) async fn record(
    connection: &mut SqliteConnection,
    company: CompanyId,
    user: UserId,
    test: TestId,
    about: &Fingerprint,
    verdict: &TestVerdict,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(settings) = settings::load(&mut *connection, company, user).await? else {
        return Ok(false);
    };
    let Some(server) = settings.own_server else {
        return Ok(false);
    };
    let still_the_same = Fingerprint::of(&server, settings.secret_version) == *about;
    if !still_the_same || matches!(verdict, TestVerdict::Aborted) {
        return Ok(false);
    }
    let (company, user, test) = (company.as_uuid(), user.as_uuid(), test.as_uuid());
    let (at, secret_version) = (micros(now), number(settings.secret_version));
    let (server, verdict) = (to_json("tested server", &server)?, to_json("verdict", verdict)?);
    sqlx::query!(
        "INSERT INTO verifications (user_id, company_id, test_id, at, server, secret_version, verdict)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (user_id) DO UPDATE SET test_id = excluded.test_id, at = excluded.at, server = excluded.server,
            secret_version = excluded.secret_version, verdict = excluded.verdict",
        user,
        company,
        test,
        at,
        server,
        secret_version,
        verdict,
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(true)
}
