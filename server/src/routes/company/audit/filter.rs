//! What is looked for in the log.

use crate::{
    routes::{
        company::{people::searched, visit::Visit},
        looked_for::{NoDay, NotOne, day_begins, person},
    },
    web::{Kind, Problem},
};
use app::pages::company::{Mistake, audit::Filter};
use jiff::Timestamp;
use model::AuditId;
use serde::Deserialize;
use store::{Action, AuditQuery};

/// As an address asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    action: String,
    person: String,
    text: String,
    from: String,
    until: String,
    before: String,
}

impl Asked {
    /// Behind which entry the page begins.
    pub fn before(&self) -> Result<Option<AuditId>, Problem> {
        if self.before.is_empty() {
            return Ok(None);
        }
        self.before
            .parse()
            .map(Some)
            .map_err(|_| Problem(Kind::BadRequest))
    }

    pub fn into_filter(self) -> Filter {
        Filter {
            action: self.action,
            person: searched(&self.person),
            text: searched(&self.text),
            from: self.from,
            until: self.until,
        }
    }
}

/// As the form of the export asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    #[serde(default)]
    action: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl Exported {
    pub fn into_filter(self) -> Filter {
        Filter {
            action: self.action,
            person: searched(&self.person),
            text: searched(&self.text),
            from: self.from,
            until: self.until,
        }
    }
}

/// The question to the store; or what is wrong with the filter.
pub async fn read(visit: &Visit, filter: &Filter) -> Result<Result<AuditQuery, Vec<Mistake>>, Problem> {
    let actions = match filter.action.as_str() {
        "" => Vec::new(),
        key => vec![key.parse::<Action>().map_err(|_| Problem(Kind::BadRequest))?],
    };
    let mut mistakes = Vec::new();
    let mut take = |found: Result<Option<Timestamp>, Mistake>| {
        found.unwrap_or_else(|mistake| {
            mistakes.push(mistake);
            None
        })
    };
    let zone = &visit.state.zone;
    let since = take(day_begins(&filter.from, 0, zone).map_err(|NoDay| Mistake::FromInvalid));
    let until = take(day_begins(&filter.until, 1, zone).map_err(|NoDay| Mistake::UntilInvalid));
    if let (Some(since), Some(until)) = (since, until)
        && until <= since
    {
        mistakes.push(Mistake::UntilBeforeFrom);
    }
    let user = match person(&*visit.store(), &filter.person).await? {
        Ok(user) => user,
        Err(none) => {
            mistakes.push(match none {
                NotOne::Unknown => Mistake::PersonUnknown,
                NotOne::Several => Mistake::PersonSeveral,
            });
            None
        }
    };
    if !mistakes.is_empty() {
        return Ok(Err(mistakes));
    }
    Ok(Ok(AuditQuery {
        actions,
        user,
        subject: (!filter.text.is_empty()).then(|| filter.text.clone()),
        since,
        until,
        before: None,
    }))
}
