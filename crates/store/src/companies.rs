//! Companies, and what the operator and the portal ask across them.

use crate::{audit::Actor, error::StoreError, return_path::ReturnPath, users::User};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, DisplayName, EventName, ExternalId, Mailbox, PortalId, UserId};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long mail to the event mailbox's former name still reaches a company that took another one: letters sent before
/// come back to it, most within days (RFC 5321, section 4.5.4.1), replies to an invoice within its term and reminders.
pub const FORMER_NAME_LASTS: Duration = Duration::from_hours(90 * 24);

/// A company: the tenant that users, settings and messages belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// The portal it belongs to; never changes.
    pub portal: PortalId,
    /// What the portal calls it; no two companies of a portal have the same.
    pub external_id: Option<ExternalId>,
    /// Its name.
    pub name: DisplayName,
    /// The name of its event mailbox, before the `@`; no two companies have the same, and none gets one that another
    /// had before.
    pub event_name: EventName,
    /// Whether it may send mass mailings in every mode.
    pub mass_mailing: bool,
    /// The user whose settings are the base for all.
    pub sender_user: Option<UserId>,
    /// How long things are kept.
    pub retention: Retention,
    /// Grows whenever any of this is changed, from 1.
    pub version: u64,
    /// When it was created.
    pub created_at: Timestamp,
}

/// How long a company wants things kept, where that is shorter than the operator's own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days for test results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests_days: Option<u16>,
    /// Days for the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_days: Option<u16>,
}

/// A company before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCompany {
    /// The portal it belongs to.
    pub portal: PortalId,
    /// What the portal calls it.
    pub external_id: Option<ExternalId>,
    /// Its name.
    pub name: DisplayName,
    /// Whether it may send mass mailings in every mode.
    pub mass_mailing: bool,
}

impl NewCompany {
    /// A company of the lone portal, without anything special.
    #[must_use]
    pub fn lone(name: DisplayName) -> Self {
        Self {
            portal: PortalId::lone(),
            external_id: None,
            name,
            mass_mailing: false,
        }
    }
}

/// What is to be changed of a company; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyChange {
    /// Its name.
    pub name: Option<DisplayName>,
    /// What the portal calls it.
    pub external_id: Option<ExternalId>,
    /// The name of its event mailbox.
    pub event_name: Option<EventName>,
    /// Whether it may send mass mailings in every mode.
    pub mass_mailing: Option<bool>,
    /// How long things are kept.
    pub retention: Option<Retention>,
    /// The version that the person saw; none changes whatever is there.
    pub expected_version: Option<u64>,
}

/// Why a company was not created or changed.
#[derive(Debug, thiserror::Error)]
pub enum CompanyError {
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// Another company of the portal has the external id.
    #[error("another company of the portal has this external id")]
    ExternalIdTaken,
    /// Another company has, or had, an event mailbox of this name.
    #[error("another company has this event mailbox")]
    EventNameTaken,
    /// Somebody changed it in between.
    #[error("changed by somebody else in between: version {stored} is stored")]
    Conflict {
        /// The version that is stored.
        stored: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The operator's and the portal's view: over all companies. No page of a company may reach it.
#[async_trait]
pub trait CompanyDirectory: Send + Sync {
    /// Creates a company, with a new key for its secrets, and an event mailbox named after it ([`EventName::suggest`];
    /// where that is taken, with the first number behind it that is free, from 2 on).
    async fn create_company(&self, company: &NewCompany, by: &Actor) -> Result<Company, CompanyError>;

    /// The company of this id.
    async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError>;

    /// The company that the portal calls so.
    async fn find_company_by_external_id(
        &self,
        portal: &PortalId,
        external_id: &ExternalId,
    ) -> Result<Option<Company>, StoreError>;

    /// Companies of a portal, or of all, by id (which is by age), behind this one, at most `limit`.
    async fn list_companies(
        &self,
        portal: Option<&PortalId>,
        after: Option<CompanyId>,
        limit: u32,
    ) -> Result<Vec<Company>, StoreError>;

    /// Deletes a company with all that belongs to it; its key goes with it. Says whether there was one. Its event
    /// mailbox's name stays reserved.
    async fn delete_company(&self, id: CompanyId) -> Result<bool, StoreError>;

    /// The users who have this address, of whatever company; the case of letters does not count.
    async fn users_with_email(&self, email: &Mailbox) -> Result<Vec<User>, StoreError>;

    /// Wraps company keys that are not yet wrapped by the ring's active key, at most `limit`, and says how many it
    /// were. When it says 0 the ring's other keys are no longer needed.
    async fn rewrap_company_keys(&self, limit: u32) -> Result<u64, StoreError>;
}

/// What is one company's own.
#[async_trait]
pub trait CompanyProfile: Send + Sync {
    /// The company; none where there is none.
    async fn company(&self) -> Result<Option<Company>, StoreError>;

    /// What signs the return paths of its messages; none where there is no such company.
    async fn return_path(&self) -> Result<Option<ReturnPath>, StoreError>;

    /// Changes it, with an audit entry.
    async fn update_company(&self, change: &CompanyChange, by: &Actor) -> Result<Company, CompanyError>;
}
