//! What is looked for in the log.

use super::reader::Reader;
use crate::{
    routes::looked_for::{NoDay, NotOne, day_begins, person, searched},
    web::{Kind, Problem},
};
use app::pages::letters::{Group, Mistake, log::Filter};
use model::MessageId;
use serde::Deserialize;
use store::MessageQuery;
use url::form_urlencoded;

/// The longest key of a cause.
const LONGEST_CAUSE: usize = 64;

/// As an address or the form of the export asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    search: String,
    person: String,
    from: String,
    until: String,
    batch: String,
    cause: String,
    after: String,
}

impl Asked {
    /// Behind which message the page begins.
    pub fn after(&self) -> Result<Option<MessageId>, Problem> {
        if self.after.is_empty() {
            return Ok(None);
        }
        let after = self.after.parse().map_err(|_| Problem(Kind::BadRequest))?;
        Ok(Some(after))
    }

    /// What is looked for; `all_users`: by somebody who may look at others' letters.
    pub fn into_filter(self, all_users: bool) -> Result<Filter, Problem> {
        let state = match self.state.as_str() {
            "" => None,
            key => Some(Group::from_key(key).ok_or(Problem(Kind::BadRequest))?),
        };
        let is_cause = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.cause.len() > LONGEST_CAUSE || !self.cause.chars().all(is_cause) {
            return Err(Problem(Kind::BadRequest));
        }
        Ok(Filter {
            state,
            search: searched(&self.search),
            person: if all_users {
                searched(&self.person)
            } else {
                String::new()
            },
            from: self.from,
            until: self.until,
            batch: self.batch,
            cause: self.cause,
        })
    }
}

/// The question to the store; or what is wrong with the filter.
pub async fn read(reader: &Reader, filter: &Filter) -> Result<Result<MessageQuery, Vec<Mistake>>, Problem> {
    let batch = match filter.batch.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Problem(Kind::BadRequest))?),
    };
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
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Ok(MessageQuery {
        user: reader.only().or(user),
        states: filter.state.map_or(&[] as &[_], Group::states).to_vec(),
        batch,
        letter: None,
        search: some(&filter.search),
        cause: some(&filter.cause),
        from,
        until,
        after: None,
        oldest_first: false,
    }))
}

/// The log's address with this filter, from behind a message on.
pub fn address(reader: &Reader, filter: &Filter, after: Option<MessageId>) -> String {
    let mut words = form_urlencoded::Serializer::new(String::new());
    words.extend_pairs(filter.pairs());
    if let Some(after) = after {
        words.append_pair("after", &after.to_string());
    }
    let path = reader.address("/letters");
    match words.finish() {
        words if words.is_empty() => path,
        words => format!("{path}?{words}"),
    }
}
