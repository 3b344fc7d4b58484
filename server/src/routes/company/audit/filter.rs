//! What is looked for in the log.

use crate::{
    routes::company::{people::searched, visit::Visit},
    web::{Kind, Problem},
};
use app::pages::company::{Mistake, audit::Filter};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use model::{AuditId, Mailbox, UserId};
use serde::Deserialize;
use store::{Action, AuditQuery, UserQuery};

/// How many users of nearly the same name are looked through for one of exactly this name.
const LIKE_IT: u32 = 100;

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
    let since = take(begin(visit, &filter.from, 0).map_err(|()| Mistake::FromInvalid));
    let until = take(begin(visit, &filter.until, 1).map_err(|()| Mistake::UntilInvalid));
    if let (Some(since), Some(until)) = (since, until)
        && until <= since
    {
        mistakes.push(Mistake::UntilBeforeFrom);
    }
    let user = match person(visit, &filter.person).await? {
        Ok(user) => user,
        Err(mistake) => {
            mistakes.push(mistake);
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

/// When a day begins in the operator's time zone, or one so many days later.
fn begin(visit: &Visit, day: &str, later: i64) -> Result<Option<Timestamp>, ()> {
    let day = day.trim();
    if day.is_empty() {
        return Ok(None);
    }
    let date: Date = day.parse().map_err(|_| ())?;
    // Only `2026-05-04`: the reader of dates would take more than a day.
    if date.to_string() != day {
        return Err(());
    }
    let begin = date
        .checked_add(later.days())
        .and_then(|date| date.to_zoned(visit.state.zone.clone()))
        .map_err(|_| ())?;
    Ok(Some(begin.timestamp()))
}

/// The user of this address or name.
async fn person(visit: &Visit, text: &str) -> Result<Result<Option<UserId>, Mistake>, Problem> {
    if text.is_empty() {
        return Ok(Ok(None));
    }
    let company = visit.store();
    if let Ok(email) = Mailbox::parse(text)
        && let Some(user) = company.find_user_by_email(&email).await?
    {
        return Ok(Ok(Some(user.id)));
    }
    let query = UserQuery {
        search: Some(text.to_owned()),
        after: None,
    };
    let found = company.user_table(&query, LIKE_IT).await?;
    let named = |name: &str| name.to_lowercase() == text.to_lowercase();
    let exactly: Vec<_> = found.iter().filter(|of| named(of.user.name.as_str())).collect();
    Ok(match (exactly.as_slice(), found.as_slice()) {
        ([one], _) => Ok(Some(one.user.id)),
        ([], [one]) => Ok(Some(one.user.id)),
        ([], []) => Err(Mistake::PersonUnknown),
        _ => Err(Mistake::PersonSeveral),
    })
}
