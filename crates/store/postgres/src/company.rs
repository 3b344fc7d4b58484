//! One company's part of the database. Every query that is made through it carries the company's id.

use crate::database::Database;
use model::CompanyId;
use std::sync::Arc;
use store::CompanyStore;
use uuid::Uuid;

/// One company's part.
pub(crate) struct Company {
    pub(crate) id: CompanyId,
    pub(crate) database: Arc<Database>,
}

impl Company {
    /// The id, as it is bound to queries.
    pub(crate) const fn uuid(&self) -> &Uuid {
        self.id.as_uuid()
    }
}

impl CompanyStore for Company {
    fn id(&self) -> CompanyId {
        self.id
    }
}
