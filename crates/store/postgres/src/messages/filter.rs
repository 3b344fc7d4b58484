//! What is asked for, as it is bound to queries.

use crate::columns::micros;
use jiff::{SignedDuration, Timestamp};
use store::{
    MessageQuery,
    rows::{first_id_at, name_key},
};
use uuid::Uuid;

pub(super) struct Filter {
    pub(super) user: Option<Uuid>,
    pub(super) batch: Option<Uuid>,
    pub(super) letter: Option<Uuid>,
    pub(super) cause: Option<String>,
    /// An empty one: all.
    pub(super) states: Vec<String>,
    /// What is searched for as it is compared, and as it was typed.
    pub(super) search: Option<(String, String)>,
    pub(super) times: Times,
}

impl Filter {
    pub(super) fn of(query: &MessageQuery) -> Self {
        let search = query.search.as_deref().map(str::trim);
        Self {
            user: query.user.map(|user| *user.as_uuid()),
            batch: query.batch.map(|batch| *batch.as_uuid()),
            letter: query.letter.map(|letter| *letter.as_uuid()),
            cause: query.cause.clone(),
            states: query.states.iter().map(|state| state.key().to_owned()).collect(),
            search: search
                .filter(|search| !search.is_empty())
                .map(|search| (name_key(search), search.to_owned())),
            times: Times::between(query.from, query.until),
        }
    }

    /// What is searched for as it is compared.
    pub(super) fn search_key(&self) -> Option<&str> {
        self.search.as_ref().map(|(key, _)| key.as_str())
    }

    /// What is searched for as it was typed.
    pub(super) fn search_text(&self) -> Option<&str> {
        self.search.as_ref().map(|(_, text)| text.as_str())
    }
}

/// A span of time, and the ids that were made within it: they begin with the millisecond, so that the index by id serves
/// for the time too.
pub(crate) struct Times {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) first: Uuid,
    pub(crate) last: Uuid,
}

impl Times {
    pub(crate) fn between(from: Option<Timestamp>, until: Option<Timestamp>) -> Self {
        let millisecond = SignedDuration::from_millis(1);
        let last = until.map(|until| until.checked_add(millisecond).unwrap_or(Timestamp::MAX));
        Self {
            from: from.map_or(i64::MIN, micros),
            until: until.map_or(i64::MAX, micros),
            first: from.map_or(Uuid::nil(), first_id_at),
            last: last.map_or(Uuid::max(), first_id_at),
        }
    }
}
