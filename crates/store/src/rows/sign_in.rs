//! A session's row, with the user whose it is and his company.

use super::{CompanyRow, UserRow, time};
use crate::{error::StoreError, sign_in::Session};
use uuid::Uuid;

/// A row of table `sessions` beside its user's and his company's (`company_…`).
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct SessionRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub external_id: Option<String>,
    pub name: String,
    pub email: String,
    pub role: String,
    pub language: String,
    pub last_sent_at: Option<i64>,
    pub created_at: i64,
    pub company_portal: String,
    pub company_external_id: Option<String>,
    pub company_name: String,
    pub company_event_name: String,
    pub company_mass_mailing: bool,
    pub company_sender_user_id: Option<Uuid>,
    pub company_retention: String,
    pub company_version: i64,
    pub company_created_at: i64,
    pub begun_at: i64,
    pub embedded_in: Option<String>,
    pub last_seen_at: i64,
    pub expires_at: i64,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let user = UserRow {
            id: row.id,
            company_id: row.company_id,
            external_id: row.external_id,
            name: row.name,
            email: row.email,
            role: row.role,
            language: row.language,
            last_sent_at: row.last_sent_at,
            created_at: row.created_at,
        };
        let company = CompanyRow {
            id: row.company_id,
            portal: row.company_portal,
            external_id: row.company_external_id,
            name: row.company_name,
            event_name: row.company_event_name,
            mass_mailing: row.company_mass_mailing,
            sender_user_id: row.company_sender_user_id,
            retention: row.company_retention,
            version: row.company_version,
            created_at: row.company_created_at,
        };
        Ok(Self {
            user: user.try_into()?,
            company: company.try_into()?,
            created_at: time(row.begun_at)?,
            embedded_in: row.embedded_in,
            last_seen_at: time(row.last_seen_at)?,
            expires_at: time(row.expires_at)?,
        })
    }
}
