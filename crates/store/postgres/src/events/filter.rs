//! What is asked for, as it is bound to queries.

use crate::messages::Times;
use model::event::Cause;
use store::{EventQuery, rows::name_key};
use uuid::Uuid;

pub(super) struct Filter {
    pub(super) user: Option<Uuid>,
    pub(super) message: Option<Uuid>,
    pub(super) batch: Option<Uuid>,
    /// An empty one: all.
    pub(super) kinds: Vec<String>,
    pub(super) cause: Option<&'static str>,
    pub(super) trusted: Option<bool>,
    /// What is searched for, as it is compared.
    pub(super) search: Option<String>,
    pub(super) times: Times,
}

impl Filter {
    pub(super) fn of(query: &EventQuery) -> Self {
        let search = query.search.as_deref().map(str::trim);
        Self {
            user: query.user.map(|user| *user.as_uuid()),
            message: query.message.map(|message| *message.as_uuid()),
            batch: query.batch.map(|batch| *batch.as_uuid()),
            kinds: query.kinds.iter().map(|kind| kind.key().to_owned()).collect(),
            cause: query.cause.map(Cause::key),
            trusted: query.trusted,
            search: search.filter(|search| !search.is_empty()).map(name_key),
            times: Times::between(query.from, query.until),
        }
    }
}
