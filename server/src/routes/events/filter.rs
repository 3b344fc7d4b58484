//! What is looked for among events.

use crate::{
    routes::{
        letters::reader::Reader,
        looked_for::{NoDay, NotOne, day_begins, person, searched},
    },
    web::{Kind, Problem},
};
use app::pages::{
    events::{Shown, list::Filter},
    letters::Mistake,
};
use model::EventId;
use serde::Deserialize;
use store::EventQuery;
use url::form_urlencoded;

/// As an address or the form of the export asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    cause: String,
    search: String,
    person: String,
    from: String,
    until: String,
    letter: String,
    batch: String,
    after: String,
}

impl Asked {
    /// Behind which event the page begins.
    pub fn after(&self) -> Result<Option<EventId>, Problem> {
        if self.after.is_empty() {
            return Ok(None);
        }
        let after = self.after.parse().map_err(|_| Problem(Kind::BadRequest))?;
        Ok(Some(after))
    }

    /// What is looked for; `all_users`: by somebody who may look at what is about others' letters.
    pub fn into_filter(self, all_users: bool) -> Result<Filter, Problem> {
        let cause = match self.cause.as_str() {
            "" => None,
            key => Some(key.parse().map_err(|_| Problem(Kind::BadRequest))?),
        };
        Ok(Filter {
            shown: Shown::from_key(&self.kind).ok_or(Problem(Kind::BadRequest))?,
            cause,
            search: searched(&self.search),
            person: if all_users {
                searched(&self.person)
            } else {
                String::new()
            },
            from: self.from,
            until: self.until,
            letter: self.letter,
            batch: self.batch,
        })
    }
}

/// The question to the store; or what is wrong with the filter.
pub async fn read(reader: &Reader, filter: &Filter) -> Result<Result<EventQuery, Vec<Mistake>>, Problem> {
    let (message, batch) = (named(&filter.letter)?, named(&filter.batch)?);
    let zone = &reader.state.zone;
    let mut mistakes = Vec::new();
    let mut day = |text: &str, later: i64, mistake: Mistake| {
        day_begins(text, later, zone).unwrap_or_else(|NoDay| {
            mistakes.push(mistake);
            None
        })
    };
    let from = day(&filter.from, 0, Mistake::FromInvalid);
    let until = day(&filter.until, 1, Mistake::UntilInvalid);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        mistakes.push(Mistake::UntilBeforeFrom);
    }
    let user = match person(&*reader.store(), &filter.person).await? {
        Ok(user) => user,
        Err(none) => {
            // Its field stands before those of the days.
            let mistake = match none {
                NotOne::Unknown => Mistake::PersonUnknown,
                NotOne::Several => Mistake::PersonSeveral,
            };
            mistakes.insert(0, mistake);
            None
        }
    };
    if !mistakes.is_empty() {
        return Ok(Err(mistakes));
    }
    let kinds = match filter.shown {
        Shown::Kind(kind) => vec![kind],
        Shown::Believed | Shown::SetAside => Vec::new(),
    };
    Ok(Ok(EventQuery {
        user: reader.only().or(user),
        kinds,
        cause: filter.cause,
        message,
        batch,
        search: (!filter.search.is_empty()).then(|| filter.search.clone()),
        trusted: Some(filter.shown != Shown::SetAside),
        from,
        until,
        after: None,
        oldest_first: false,
    }))
}

/// An id in a filter; none where the filter names none.
fn named<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Problem> {
    match text {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Problem(Kind::BadRequest)),
    }
}

/// The list's address with this filter, from behind an event on.
pub fn address(reader: &Reader, filter: &Filter, after: Option<EventId>) -> String {
    let mut words = form_urlencoded::Serializer::new(String::new());
    words.extend_pairs(filter.pairs());
    if let Some(after) = after {
        words.append_pair("after", &after.to_string());
    }
    let path = reader.address("/events");
    match words.finish() {
        words if words.is_empty() => path,
        words => format!("{path}?{words}"),
    }
}
