//! Users' own mailboxes: one company's, and those of all companies that are due.

use crate::{
    SqliteStore,
    columns::{failed, from_json, micros, number, to_json},
    company::Company,
    users,
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
use uuid::Uuid;

#[async_trait]
impl MailboxStore for Company {
    async fn mailbox(&self, user: UserId) -> Result<Option<UserMailbox>, StoreError> {
        let (company, user) = (self.uuid(), user.as_uuid());
        sqlx::query_as!(
            MailboxRow,
            "SELECT destination, allowed_at, looked_at, found, found_at, fault, next_look_at FROM mailboxes
            WHERE company_id = ? AND user_id = ?",
            company,
            user
        )
        .fetch_optional(&self.database.reader)
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
        let mut writing = self.database.write().await?;
        let person = users::load(&mut *writing, self.id, user)
            .await?
            .ok_or(MailboxError::NoSuchUser)?;
        let key = self.database.company_key(&mut writing, self.id).await?;
        let key = key.ok_or(MailboxError::NoSuchUser)?;
        let context = SecretContext::Mailbox {
            company: self.id,
            user,
            destination,
        };
        let sealed = self.database.vault.seal(&key, &context, password);
        let sealed = sealed.map_err(StoreError::from)?;
        let (company, id) = (self.uuid(), user.as_uuid());
        let before = sqlx::query_scalar!(
            "SELECT destination FROM mailboxes WHERE company_id = ? AND user_id = ?",
            company,
            id
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let before: Option<Destination> = before.map(|json| from_json("mailbox", &json)).transpose()?;
        let now = self.database.now();
        let (at, host) = (micros(now), destination.host.as_str());
        let json = to_json("mailbox", destination)?;
        let same = before.as_ref() == Some(destination);
        sqlx::query!(
            "INSERT INTO mailboxes (user_id, company_id, destination, host, password, allowed_at, found, failures,
                next_look_at, lease)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?6, 0)
            ON CONFLICT (user_id) DO UPDATE SET destination = ?3, host = ?4, password = ?5,
                allowed_at = CASE WHEN ?7 THEN allowed_at ELSE ?6 END,
                uid_validity = CASE WHEN ?7 THEN uid_validity END, last_uid = CASE WHEN ?7 THEN last_uid END,
                looked_at = CASE WHEN ?7 THEN looked_at END, found = CASE WHEN ?7 THEN found ELSE 0 END,
                found_at = CASE WHEN ?7 THEN found_at END, fault = NULL, failures = 0, next_look_at = ?6,
                lease = lease + 1, leased_until = NULL",
            id,
            company,
            json,
            host,
            sealed,
            at,
            same
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        let entry = changes::mailbox_allowed(&person, before.as_ref(), destination, by);
        self.database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn stop_mailbox(&self, user: UserId, by: &Actor) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let Some(person) = users::load(&mut *writing, self.id, user).await? else {
            return Ok(false);
        };
        let (company, id) = (self.uuid(), user.as_uuid());
        let before = sqlx::query_scalar!(
            "DELETE FROM mailboxes WHERE company_id = ? AND user_id = ? RETURNING destination",
            company,
            id
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let Some(before) = before else { return Ok(false) };
        let before: Destination = from_json("mailbox", &before)?;
        let (entry, now) = (
            changes::mailbox_stopped(&person, &before, by),
            self.database.now(),
        );
        self.database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}

#[async_trait]
impl Mailboxes for SqliteStore {
    async fn due_mailboxes(
        &self,
        limit: u32,
        per_host: u32,
        lease: Duration,
    ) -> Result<Vec<DueMailbox>, StoreError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        let (now, until) = (micros(database.now()), micros(database.after(lease)));
        let due = sqlx::query_scalar!(
            r#"SELECT due.user_id AS "user_id!: Uuid" FROM (
                SELECT user_id, host, next_look_at,
                    row_number() OVER (PARTITION BY host ORDER BY next_look_at, user_id) AS place
                FROM mailboxes WHERE next_look_at <= ?1 AND (leased_until IS NULL OR leased_until <= ?1)
            ) due
            WHERE due.place <= ?2 - (SELECT count(*) FROM mailboxes o WHERE o.host = due.host AND o.leased_until > ?1)
            ORDER BY due.next_look_at, due.user_id LIMIT ?3"#,
            now,
            per_host,
            limit
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        let mut mailboxes = Vec::with_capacity(due.len());
        for user in due {
            sqlx::query!(
                "UPDATE mailboxes SET lease = lease + 1, leased_until = ? WHERE user_id = ?",
                until,
                user
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
            let row = sqlx::query_as!(
                DueMailboxRow,
                r#"SELECT m.user_id AS "user_id!: Uuid", m.company_id AS "company_id!: Uuid", m.destination, m.password,
                    m.allowed_at, m.looked_at, m.uid_validity, m.last_uid, m.failures, m.lease, c.wrapped_key
                FROM mailboxes m JOIN companies c ON c.id = m.company_id WHERE m.user_id = ?"#,
                user
            )
            .fetch_one(&mut *writing)
            .await
            .map_err(failed)?;
            mailboxes.push(row);
        }
        writing.commit().await.map_err(failed)?;
        // What does not open is left out and comes again when its lease is over: it must not hold up all others.
        let opened = mailboxes.into_iter().map(|row| row.open(&database.vault));
        Ok(opened.filter_map(Result::ok).collect())
    }

    async fn mailbox_reached(
        &self,
        of: &DueMailbox,
        place: MailboxPlace,
        kept: u32,
    ) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let now = micros(self.database.now());
        let (user, company) = (of.user.as_uuid(), of.company.as_uuid());
        let (lease, validity, uid) = (number(of.lease), place.uid_validity, place.last_uid);
        let done = sqlx::query!(
            "UPDATE mailboxes SET uid_validity = ?1, last_uid = ?2, found = found + ?3,
                found_at = CASE WHEN ?3 > 0 THEN ?4 ELSE found_at END
            WHERE company_id = ?5 AND user_id = ?6 AND lease = ?7 AND leased_until IS NOT NULL",
            validity,
            uid,
            kept,
            now,
            company,
            user,
            lease
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(done.rows_affected() > 0)
    }

    async fn settle_mailbox(&self, of: &DueMailbox, looked: &Looked) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let now = self.database.now();
        let (user, company, lease) = (of.user.as_uuid(), of.company.as_uuid(), number(of.lease));
        let before = sqlx::query!(
            "SELECT fault, failures, looked_at FROM mailboxes
            WHERE company_id = ? AND user_id = ? AND lease = ? AND leased_until IS NOT NULL",
            company,
            user,
            lease
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
            "UPDATE mailboxes SET fault = ?, failures = ?, looked_at = ?, next_look_at = ?, leased_until = NULL
            WHERE company_id = ? AND user_id = ?",
            fault,
            failures,
            looked_at,
            next,
            company,
            user
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}
