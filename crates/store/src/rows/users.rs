//! A user's row.

use super::{display_name, parsed, time};
use crate::{error::StoreError, users::User};
use model::{CompanyId, UserId};
use uuid::Uuid;

/// A row of table `users`.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct UserRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub external_id: Option<String>,
    pub name: String,
    pub email: String,
    pub role: String,
    pub language: String,
    pub last_sent_at: Option<i64>,
    pub created_at: i64,
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::from_uuid(row.id),
            company: CompanyId::from_uuid(row.company_id),
            external_id: row
                .external_id
                .as_deref()
                .map(|id| parsed("external id", id))
                .transpose()?,
            name: display_name(&row.name)?,
            email: parsed("address", &row.email)?,
            role: parsed("role", &row.role)?,
            language: parsed("language", &row.language)?,
            last_sent_at: row.last_sent_at.map(time).transpose()?,
            created_at: time(row.created_at)?,
        })
    }
}

/// A name as it is sorted and searched: in lower case.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.to_lowercase()
}
