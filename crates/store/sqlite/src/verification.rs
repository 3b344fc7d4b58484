//! The last verdict about the settings of one company's users.

use crate::{
    columns::{failed, micros, to_json},
    company::Company,
    settings::user_settings,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{TestId, UserId};
use sqlx::SqliteConnection;
use store::{Fingerprint, StoreError, TestVerdict, VerificationStore, changes};

#[async_trait]
impl VerificationStore for Company {
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
        let took_effect = record(self, &mut writing, user, test, about, verdict, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(took_effect)
    }
}

/// Records a verdict where the user's effective settings are still those that it is about, and tells the webhooks.
pub(crate) async fn record(
    part: &Company,
    connection: &mut SqliteConnection,
    user: UserId,
    test: TestId,
    about: &Fingerprint,
    verdict: &TestVerdict,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(settings) = user_settings(&mut *connection, part.id, user).await? else {
        return Ok(false);
    };
    let Some((server, secret)) = settings.tested(&settings.effective()) else {
        return Ok(false);
    };
    let company = &settings.company.company;
    let message = changes::verdict_message(company, &settings.user, verdict, now);
    let (true, Some(message)) = (Fingerprint::of(&server, secret.as_ref()) == *about, message) else {
        return Ok(false);
    };
    let (company, user, test, at) = (part.uuid(), user.as_uuid(), test.as_uuid(), micros(now));
    let secret = secret
        .map(|secret| to_json("tested password", &secret))
        .transpose()?;
    let (server, verdict) = (to_json("tested server", &server)?, to_json("verdict", verdict)?);
    sqlx::query!(
        "INSERT INTO verifications (user_id, company_id, test_id, at, server, secret, verdict)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (user_id) DO UPDATE SET test_id = excluded.test_id, at = excluded.at, server = excluded.server,
            secret = excluded.secret, verdict = excluded.verdict",
        user,
        company,
        test,
        at,
        server,
        secret,
        verdict,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    part.database.tell(connection, part.id, &message, now).await?;
    Ok(true)
}
