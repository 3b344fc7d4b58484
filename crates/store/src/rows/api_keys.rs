//! An API key's row.

use super::{parsed, time};
use crate::{
    api_keys::{ApiKey, KeyScope},
    error::StoreError,
};
use model::{ApiKeyId, CompanyId};
use uuid::Uuid;

/// A row of table `api_keys`, without the hash.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct ApiKeyRow {
    pub id: Uuid,
    pub portal: String,
    pub company_id: Option<Uuid>,
    pub name: String,
    pub hint: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub last_used_at: Option<i64>,
}

impl TryFrom<ApiKeyRow> for ApiKey {
    type Error = StoreError;

    fn try_from(row: ApiKeyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ApiKeyId::from_uuid(row.id),
            scope: KeyScope {
                portal: parsed("portal", &row.portal)?,
                company: row.company_id.map(CompanyId::from_uuid),
            },
            name: row.name,
            hint: row.hint,
            created_at: time(row.created_at)?,
            expires_at: row.expires_at.map(time).transpose()?,
            revoked_at: row.revoked_at.map(time).transpose()?,
            last_used_at: row.last_used_at.map(time).transpose()?,
        })
    }
}
