//! Users' own mailboxes: one company's, and those of all companies that are due.

use crate::{
    PostgresStore,
    columns::{failed, from_json, micros, number, to_json},
    company::Company,
    database::{hold_company, lock_user, lock_word},
};
use async_trait::async_trait;
use model::{UserId, settings::Destination};
use secrecy::SecretString;
use std::time::Duration;
use store::{
    Actor, DueMailbox, Looked, MailboxError, MailboxFault, MailboxPlace, MailboxStore, Mailboxes, StoreError,
    UserMailbox, changes, mailboxes,
    rows::{DueMailboxRow, MailboxRow},
    secrets::SecretContext,
};

/// What is locked by word: one for all mailboxes.
const LEASING: i32 = 4;

#[async_trait]
impl MailboxStore for Company {
    async fn mailbox(&self, user: UserId) -> Result<Option<UserMailbox>, StoreError> {
        sqlx::query_as!(
            MailboxRow,
            r#"SELECT destination::text AS "destination!", allowed_at, looked_at, found, found_at,
                fault::text AS "fault?", next_look_at
            FROM mailboxes WHERE company_id = $1 AND user_id = $2"#,
            self.uuid(),
            user.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(UserMailbox::try_from)
        .transpose()
    }

    async fn allow_mailbox(
        &self,
        user: UserId,
        destination: &Destination,
        password: &SecretString,
        by: &Actor,
    ) -> Result<(), MailboxError> {
        if !mailboxes::is_fit(destination) {
            return Err(MailboxError::Unfit);
        }
        let database = &self.database;
        let mut writing = database.write().await?;
        hold_company(&mut writing, self.id)
            .await?
            .ok_or(MailboxError::NoSuchUser)?;
        let person = lock_user(&mut writing, self.id, user)
            .await?
            .ok_or(MailboxError::NoSuchUser)?;
        let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = $1", self.uuid())
            .fetch_one(&mut *writing)
            .await
            .map_err(failed)?;
        let key = database.vault.unwrap_company_key(self.id, &wrapped);
        let key = key.map_err(StoreError::from)?;
        let context = SecretContext::Mailbox {
            company: self.id,
            user,
            destination,
        };
        let sealed = database.vault.seal(&key, &context, password);
        let sealed = sealed.map_err(StoreError::from)?;
        let before = sqlx::query_scalar!(
            r#"SELECT destination::text AS "destination!" FROM mailboxes WHERE company_id = $1 AND user_id = $2
            FOR UPDATE"#,
            self.uuid(),
            user.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let before: Option<Destination> = before.map(|json| from_json("mailbox", &json)).transpose()?;
        let now = database.now();
        sqlx::query!(
            "INSERT INTO mailboxes AS m (user_id, company_id, destination, host, password, allowed_at, found, failures,
                next_look_at, lease)
            VALUES ($1, $2, $3::text::json, $4, $5, $6, 0, 0, $6, 0)
            ON CONFLICT (user_id) DO UPDATE SET destination = excluded.destination, host = excluded.host,
                password = excluded.password,
                allowed_at = CASE WHEN $7 THEN m.allowed_at ELSE excluded.allowed_at END,
                uid_validity = CASE WHEN $7 THEN m.uid_validity END, last_uid = CASE WHEN $7 THEN m.last_uid END,
                looked_at = CASE WHEN $7 THEN m.looked_at END, found = CASE WHEN $7 THEN m.found ELSE 0 END,
                found_at = CASE WHEN $7 THEN m.found_at END, fault = NULL, failures = 0,
                next_look_at = excluded.next_look_at, lease = m.lease + 1, leased_until = NULL",
            user.as_uuid(),
            self.uuid(),
            to_json("mailbox", destination)?,
            destination.host.as_str(),
            sealed,
            micros(now),
            before.as_ref() == Some(destination)
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        let entry = changes::mailbox_allowed(&person, before.as_ref(), destination, by);
        database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn stop_mailbox(&self, user: UserId, by: &Actor) -> Result<bool, StoreError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        if hold_company(&mut writing, self.id).await?.is_none() {
            return Ok(false);
        }
        let Some(person) = lock_user(&mut writing, self.id, user).await? else {
            return Ok(false);
        };
        let before = sqlx::query_scalar!(
            r#"DELETE FROM mailboxes WHERE company_id = $1 AND user_id = $2
            RETURNING destination::text AS "destination!""#,
            self.uuid(),
            user.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let Some(before) = before else { return Ok(false) };
        let before: Destination = from_json("mailbox", &before)?;
        let (entry, now) = (changes::mailbox_stopped(&person, &before, by), database.now());
        database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}

#[async_trait]
impl Mailboxes for PostgresStore {
    async fn due_mailboxes(
        &self,
        limit: u32,
        per_host: u32,
        lease: Duration,
    ) -> Result<Vec<DueMailbox>, StoreError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        // One replica after the other: what is given out of each host is counted by all of them.
        lock_word(&mut writing, LEASING, "mailboxes").await?;
        let now = database.now();
        let rows = sqlx::query_as!(
            DueMailboxRow,
            r#"WITH due AS (
                SELECT d.user_id FROM (
                    SELECT user_id, host, next_look_at,
                        row_number() OVER (PARTITION BY host ORDER BY next_look_at, user_id) AS place
                    FROM mailboxes WHERE next_look_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
                ) d
                WHERE d.place <= $2 - (SELECT count(*) FROM mailboxes o WHERE o.host = d.host AND o.leased_until > $1)
                ORDER BY d.next_look_at, d.user_id LIMIT $3
            )
            UPDATE mailboxes m SET lease = m.lease + 1, leased_until = $4
            FROM due JOIN mailboxes b ON b.user_id = due.user_id JOIN companies c ON c.id = b.company_id
            WHERE m.user_id = due.user_id
            RETURNING m.user_id, m.company_id, m.destination::text AS "destination!", m.password, m.allowed_at,
                m.looked_at, m.uid_validity, m.last_uid, m.failures, m.lease, c.wrapped_key"#,
            micros(now),
            i64::from(per_host),
            i64::from(limit),
            micros(database.after(lease))
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        // What does not open is left out and comes again when its lease is over: it must not hold up all others.
        let opened = rows.into_iter().map(|row| row.open(&database.vault));
        Ok(opened.filter_map(Result::ok).collect())
    }

    async fn mailbox_reached(
        &self,
        of: &DueMailbox,
        place: MailboxPlace,
        kept: u32,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query!(
            "UPDATE mailboxes SET uid_validity = $1, last_uid = $2, found = found + $3,
                found_at = CASE WHEN $3 > 0 THEN $4 ELSE found_at END
            WHERE company_id = $5 AND user_id = $6 AND lease = $7 AND leased_until IS NOT NULL",
            i64::from(place.uid_validity),
            i64::from(place.last_uid),
            i64::from(kept),
            micros(self.database.now()),
            of.company.as_uuid(),
            of.user.as_uuid(),
            number(of.lease)
        )
        .execute(&self.database.pool)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected() > 0)
    }

    async fn settle_mailbox(&self, of: &DueMailbox, looked: &Looked) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let now = self.database.now();
        let before = sqlx::query!(
            r#"SELECT fault::text AS "fault?", failures, looked_at FROM mailboxes
            WHERE company_id = $1 AND user_id = $2 AND lease = $3 AND leased_until IS NOT NULL FOR UPDATE"#,
            of.company.as_uuid(),
            of.user.as_uuid(),
            number(of.lease)
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let Some(before) = before else { return Ok(false) };
        let (fault, failures, looked_at, next) = match looked {
            Looked::Well { next } => (None, 0, Some(micros(now)), Some(micros(*next))),
            Looked::Failed { key, said, next } => {
                let known: Option<MailboxFault> = before
                    .fault
                    .as_deref()
                    .map(|json| from_json("fault", json))
                    .transpose()?;
                let fault = mailboxes::still(known, key, said.as_deref(), now);
                let fault = to_json("fault", &fault)?;
                (
                    Some(fault),
                    before.failures + 1,
                    before.looked_at,
                    next.map(micros),
                )
            }
        };
        sqlx::query!(
            "UPDATE mailboxes SET fault = $1::text::json, failures = $2, looked_at = $3, next_look_at = $4,
                leased_until = NULL
            WHERE company_id = $5 AND user_id = $6",
            fault,
            failures,
            looked_at,
            next,
            of.company.as_uuid(),
            of.user.as_uuid()
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}
