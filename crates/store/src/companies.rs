//! Companies, and what the operator asks across them.

use crate::{error::StoreError, users::User};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, DisplayName, Mailbox};

/// A company: the tenant that users, settings and messages belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: DisplayName,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The operator's view: over all companies. No route of a company may reach it.
#[async_trait]
pub trait CompanyDirectory: Send + Sync {
    /// Creates a company, with a new key for its secrets.
    async fn create_company(&self, name: &DisplayName) -> Result<Company, StoreError>;

    /// The company of this id.
    async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError>;

    /// All companies, oldest first.
    async fn list_companies(&self) -> Result<Vec<Company>, StoreError>;

    /// The users who have this address, of whatever company; the case of letters does not count.
    async fn users_with_email(&self, email: &Mailbox) -> Result<Vec<User>, StoreError>;

    /// Wraps every company's key by the ring's active key, and says how many were not yet. Afterwards the ring's
    /// other keys are no longer needed.
    async fn rewrap_company_keys(&self) -> Result<u64, StoreError>;
}
