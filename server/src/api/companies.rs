//! Companies of the key's portal.

pub mod change;
pub mod create;
pub mod delete;
pub mod list;
pub mod read;

use super::{
    etag,
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use jiff::Timestamp;
use model::{CompanyId, DisplayName, EventName, ExternalId, UserId};
use serde::{Deserialize, Serialize};
use store::{Company, CompanyError, Retention};
use utoipa::ToSchema;

/// How long things are kept.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Retention)]
#[derive(Default)]
pub struct RetentionBody {
    /// Days for test results; null: as long as the operator says.
    #[serde(deserialize_with = "super::body::whole")]
    #[schema(minimum = 1, maximum = 3650)]
    tests_days: Option<u16>,
    /// Days for the audit log; null: as long as the operator says.
    #[serde(deserialize_with = "super::body::whole")]
    #[schema(minimum = 1, maximum = 3650)]
    audit_days: Option<u16>,
}

/// A company.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Company, example = json!({
    "id": "019a5b1e-7c00-7000-8000-000000000001", "external_id": "company-17", "name": "Näidis OÜ",
    "event_name": "naidis-ou", "event_mailbox": "naidis-ou@event.portal.example", "mass_mailing": false,
    "sender_user_id": null, "retention": {"tests_days": null, "audit_days": null}, "version": 1,
    "created_at": "2026-11-22T10:14:00Z"
}))]
pub struct CompanyView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: CompanyId,
    /// What the portal calls it.
    #[schema(value_type = Option<schema::ExternalId>)]
    external_id: Option<ExternalId>,
    /// Its name.
    #[schema(value_type = schema::Name)]
    name: DisplayName,
    /// The name of its event mailbox, before the @.
    #[schema(value_type = schema::EventNameText)]
    event_name: EventName,
    /// The whole address of its event mailbox; null where the operator has no event domain.
    event_mailbox: Option<String>,
    /// Whether it may send mass mailings in every mode.
    mass_mailing: bool,
    /// The user whose settings are the base for all.
    #[schema(value_type = Option<schema::Id>)]
    sender_user_id: Option<UserId>,
    /// How long things are kept, where that is shorter than the operator's own terms.
    retention: RetentionBody,
    /// Grows with each change; the `ETag` is made of it.
    version: u64,
    /// When it was created.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
}

impl CompanyView {
    /// As the API shows it.
    pub fn of(state: &State, company: Company) -> Self {
        let domain = state.config.events.domain.as_ref();
        Self {
            event_mailbox: domain.map(|domain| format!("{}@{domain}", company.event_name.as_str())),
            id: company.id,
            external_id: company.external_id,
            name: company.name,
            event_name: company.event_name,
            mass_mailing: company.mass_mailing,
            sender_user_id: company.sender_user,
            retention: RetentionBody {
                tests_days: company.retention.tests_days,
                audit_days: company.retention.audit_days,
            },
            version: company.version,
            created_at: company.created_at,
        }
    }
}

impl RetentionBody {
    const MOST_DAYS: u16 = 3650;

    /// What is stored of it.
    fn parse(self) -> Result<Retention, Problem> {
        for (field, days) in [("tests_days", self.tests_days), ("audit_days", self.audit_days)] {
            if days.is_some_and(|days| !(1..=Self::MOST_DAYS).contains(&days)) {
                return Err(Problem::invalid(super::problem::FieldError {
                    pointer: Some(format!("/retention/{field}")),
                    parameter: None,
                    field: Some("retention".to_owned()),
                    detail: format!("it is from 1 to {}", Self::MOST_DAYS),
                }));
            }
        }
        Ok(Retention {
            tests_days: self.tests_days,
            audit_days: self.audit_days,
        })
    }
}

impl From<CompanyError> for Problem {
    fn from(error: CompanyError) -> Self {
        match error {
            CompanyError::NoSuchCompany => Kind::NotFound.into(),
            CompanyError::ExternalIdTaken => Kind::ExternalIdTaken.into(),
            CompanyError::EventNameTaken => Kind::EventNameTaken.into(),
            CompanyError::Conflict { stored } => etag::changed(stored),
            CompanyError::Store(error) => error.into(),
        }
    }
}
