//! A company's row.

use super::{count, display_name, from_json, parsed, time};
use crate::{companies::Company, error::StoreError};
use model::{CompanyId, UserId};
use uuid::Uuid;

/// A row of table `companies`, without its key.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct CompanyRow {
    pub id: Uuid,
    pub portal: String,
    pub external_id: Option<String>,
    pub name: String,
    pub event_name: String,
    pub mass_mailing: bool,
    pub sender_user_id: Option<Uuid>,
    pub retention: String,
    pub version: i64,
    pub created_at: i64,
}

impl TryFrom<CompanyRow> for Company {
    type Error = StoreError;

    fn try_from(row: CompanyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CompanyId::from_uuid(row.id),
            portal: parsed("portal", &row.portal)?,
            external_id: row
                .external_id
                .as_deref()
                .map(|id| parsed("external id", id))
                .transpose()?,
            name: display_name(&row.name)?,
            event_name: parsed("event mailbox", &row.event_name)?,
            mass_mailing: row.mass_mailing,
            sender_user: row.sender_user_id.map(UserId::from_uuid),
            retention: from_json("retention", &row.retention)?,
            version: count(row.version)?,
            created_at: time(row.created_at)?,
        })
    }
}
