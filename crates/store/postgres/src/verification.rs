//! Verdicts about the settings of one company's users.

use crate::{
    columns::{failed, micros, to_json},
    company::Company as Part,
    database::{Database, hold_company, lock_user},
    settings,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{TestId, UserId};
use sqlx::PgConnection;
use store::{Company, Fingerprint, StoreError, TestVerdict, VerificationStore, changes};

#[async_trait]
impl VerificationStore for Part {
    async fn record_verdict(
        &self,
        user: UserId,
        test: TestId,
        about: &Fingerprint,
        verdict: &TestVerdict,
    ) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let Some(company) = hold_company(&mut writing, self.id).await? else {
            return Ok(false);
        };
        if lock_user(&mut writing, self.id, user).await?.is_none() {
            return Ok(false);
        }
        let known = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM test_runs WHERE company_id = $1 AND user_id = $2 AND id = $3) AS "known!""#,
            self.uuid(),
            user.as_uuid(),
            test.as_uuid()
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if !known {
            return Ok(false);
        }
        let found = Found {
            test,
            about,
            verdict,
            now: self.database.now(),
        };
        let took_effect = record(&self.database, &mut writing, &company, user, &found).await?;
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }
}

/// What came out, of what.
pub(crate) struct Found<'a> {
    pub(crate) test: TestId,
    pub(crate) about: &'a Fingerprint,
    pub(crate) verdict: &'a TestVerdict,
    pub(crate) now: Timestamp,
}

/// Records a verdict where the settings are still those that it is about. The company has to be held (nobody changes
/// what is inherited) and the user locked.
pub(crate) async fn record(
    database: &Database,
    connection: &mut PgConnection,
    company: &Company,
    user: UserId,
    found: &Found<'_>,
) -> Result<bool, StoreError> {
    let Some(settings) = settings::of_user(&mut *connection, company.id, user).await? else {
        return Ok(false);
    };
    let Some((server, secret)) = settings.tested(&settings.effective()) else {
        return Ok(false);
    };
    let message = changes::verdict_message(company, &settings.user, found.verdict, found.now);
    let still_the_same = Fingerprint::of(&server, secret.as_ref()) == *found.about;
    let (true, Some(message)) = (still_the_same, message) else {
        return Ok(false);
    };
    sqlx::query!(
        "INSERT INTO verifications (user_id, company_id, test_id, at, server, secret, verdict)
        VALUES ($1, $2, $3, $4, $5::text::json, $6::text::json, $7::text::json)
        ON CONFLICT (user_id) DO UPDATE SET test_id = excluded.test_id, at = excluded.at, server = excluded.server,
            secret = excluded.secret, verdict = excluded.verdict",
        user.as_uuid(),
        company.id.as_uuid(),
        found.test.as_uuid(),
        micros(found.now),
        to_json("tested server", &server)?,
        secret.map(|secret| to_json("tested password", &secret)).transpose()?,
        to_json("verdict", found.verdict)?,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    database.tell(connection, company.id, &message, found.now).await?;
    Ok(true)
}
