//! A row of the audit log.

use super::{from_json, parsed, time, to_json};
use crate::{
    audit::{Actor, AuditEntry, NewAuditEntry},
    error::StoreError,
};
use model::AuditId;
use uuid::Uuid;

/// A row of table `audit`, as it is read.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct AuditRow {
    pub id: Uuid,
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl TryFrom<AuditRow> for AuditEntry {
    type Error = StoreError;

    fn try_from(row: AuditRow) -> Result<Self, StoreError> {
        let json = |text: Option<String>| text.map(|text| from_json("audit entry", &text)).transpose();
        Ok(Self {
            id: AuditId::from_uuid(row.id),
            at: time(row.at)?,
            entry: NewAuditEntry {
                actor: from_json("actor", &row.actor)?,
                action: parsed("action", &row.action)?,
                subject: row.subject,
                before: json(row.before)?,
                after: json(row.after)?,
            },
        })
    }
}

/// What is written of an entry, beside its id, company and time.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct AuditColumns {
    pub actor: String,
    pub actor_user_id: Option<Uuid>,
    pub action: &'static str,
    pub subject: String,
    pub subject_key: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl AuditColumns {
    /// The columns of an entry.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it can not be written in JSON.
    pub fn of(entry: &NewAuditEntry) -> Result<Self, StoreError> {
        let json = |value: &Option<serde_json::Value>| {
            value
                .as_ref()
                .map(|value| to_json("audit entry", value))
                .transpose()
        };
        let actor_user_id = match &entry.actor {
            Actor::User { id, .. } => Some(*id.as_uuid()),
            _ => None,
        };
        Ok(Self {
            actor: to_json("actor", &entry.actor)?,
            actor_user_id,
            action: entry.action.key(),
            subject: entry.subject.clone(),
            subject_key: entry.subject.to_lowercase(),
            before: json(&entry.before)?,
            after: json(&entry.after)?,
        })
    }
}
