//! `/{language}/company/audit`: who did what, shown page by page, and exported whole.

mod changes;
mod export;
mod filter;

pub use export::export;

use super::visit::{Visit, with_mistakes};
use crate::web::Problem;
use app::pages::company::{
    Paging,
    audit::{self, AuditPage, AuditRow, Filter, Who},
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use filter::{Asked, read};
use model::AuditId;
use store::{Action, Actor, AuditEntry};
use url::form_urlencoded;

const PATH: &str = "/company/audit";
/// How many entries one page shows.
const PAGE: usize = 50;

/// `GET`.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let before = asked.before()?;
    let filter = asked.into_filter();
    let mut query = match read(&visit, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => {
            let page = AuditPage {
                mistakes,
                ..page(&visit, filter)
            };
            return Ok(with_mistakes(audit::render(visit.shell(PATH), page)));
        }
    };
    query.before = before;
    let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut entries = visit.store().audit(&query, one_more).await?;
    let goes_on = entries.len() > PAGE;
    entries.truncate(PAGE);
    let paging = Paging {
        start: before.map(|_| address(&visit, &filter, None)),
        next: entries
            .last()
            .filter(|_| goes_on)
            .map(|last| address(&visit, &filter, Some(last.id))),
    };
    let page = AuditPage {
        entries: entries.iter().map(|entry| row(&visit, entry)).collect(),
        paging,
        ..page(&visit, filter)
    };
    Ok(Html(audit::render(visit.shell(PATH), page)).into_response())
}

/// The page without entries.
fn page(visit: &Visit, filter: Filter) -> AuditPage {
    AuditPage {
        filter,
        actions: Action::ALL.iter().map(|action| action.key().to_owned()).collect(),
        export: visit.address("/company/audit/export.csv"),
        ..AuditPage::default()
    }
}

fn row(visit: &Visit, written: &AuditEntry) -> AuditRow {
    let entry = &written.entry;
    AuditRow {
        when: visit.moment(written.at),
        iso: written.at.to_string(),
        who: who(&entry.actor),
        action: entry.action.key().to_owned(),
        subject: entry.subject.clone(),
        changes: changes::of(visit, entry),
    }
}

fn who(actor: &Actor) -> Who {
    let name = actor.name().to_owned();
    match actor {
        Actor::User { .. } => Who::User(name),
        Actor::ApiKey { .. } => Who::ApiKey(name),
        Actor::Portal { .. } => Who::Portal(name),
        Actor::Operator => Who::Operator,
        Actor::Program => Who::Program,
    }
}

/// The same list, from behind an entry on.
fn address(visit: &Visit, filter: &Filter, before: Option<AuditId>) -> String {
    let mut words = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("action", &filter.action),
        ("person", &filter.person),
        ("text", &filter.text),
        ("from", &filter.from),
        ("until", &filter.until),
    ] {
        if !value.is_empty() {
            words.append_pair(name, value);
        }
    }
    if let Some(before) = before {
        words.append_pair("before", &before.to_string());
    }
    match words.finish() {
        words if words.is_empty() => visit.address(PATH),
        words => format!("{}?{words}", visit.address(PATH)),
    }
}
