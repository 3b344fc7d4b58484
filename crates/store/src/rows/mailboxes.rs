//! Rows of mailboxes.

use super::{count, from_json, small, time};
use crate::{
    error::StoreError,
    mailboxes::{DueMailbox, MailboxPlace, UserMailbox},
    secrets::{SecretContext, Vault},
};
use model::{CompanyId, UserId};
use uuid::Uuid;

/// A row of table `mailboxes`, as its user sees it.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct MailboxRow {
    pub destination: String,
    pub allowed_at: i64,
    pub looked_at: Option<i64>,
    pub found: i64,
    pub found_at: Option<i64>,
    pub fault: Option<String>,
    pub next_look_at: Option<i64>,
}

impl TryFrom<MailboxRow> for UserMailbox {
    type Error = StoreError;

    fn try_from(row: MailboxRow) -> Result<Self, StoreError> {
        let fault = row.fault.as_deref();
        Ok(Self {
            destination: from_json("mailbox", &row.destination)?,
            allowed_at: time(row.allowed_at)?,
            looked_at: row.looked_at.map(time).transpose()?,
            found: count(row.found)?,
            found_at: row.found_at.map(time).transpose()?,
            fault: fault.map(|json| from_json("fault", json)).transpose()?,
            next_look_at: row.next_look_at.map(time).transpose()?,
        })
    }
}

/// A row of table `mailboxes`, as who looks into it needs it.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
pub struct DueMailboxRow {
    pub user_id: Uuid,
    pub company_id: Uuid,
    pub destination: String,
    pub password: Vec<u8>,
    pub allowed_at: i64,
    pub looked_at: Option<i64>,
    pub uid_validity: Option<i64>,
    pub last_uid: Option<i64>,
    pub failures: i64,
    pub lease: i64,
    pub wrapped_key: Vec<u8>,
}

impl DueMailboxRow {
    /// With the password opened: for the destination of the row alone.
    ///
    /// # Errors
    /// [`StoreError::Secret`] where it does not open for it, [`StoreError::Damaged`].
    pub fn open(self, vault: &Vault) -> Result<DueMailbox, StoreError> {
        let (company, user) = (
            CompanyId::from_uuid(self.company_id),
            UserId::from_uuid(self.user_id),
        );
        let destination = from_json("mailbox", &self.destination)?;
        let key = vault.unwrap_company_key(company, &self.wrapped_key)?;
        let context = SecretContext::Mailbox {
            company,
            user,
            destination: &destination,
        };
        let password = vault.unseal(&key, &context, &self.password)?;
        let place = match self.uid_validity.zip(self.last_uid) {
            Some((uid_validity, last_uid)) => Some(MailboxPlace {
                uid_validity: small(uid_validity)?,
                last_uid: small(last_uid)?,
            }),
            None => None,
        };
        Ok(DueMailbox {
            company,
            user,
            password,
            place,
            allowed_at: time(self.allowed_at)?,
            looked_at: self.looked_at.map(time).transpose()?,
            failures: small(self.failures)?,
            lease: count(self.lease)?,
            destination,
        })
    }
}
