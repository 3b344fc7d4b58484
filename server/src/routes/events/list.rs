//! `GET /{language}/events`: all events, newest first.

use super::{
    filter::{Asked, address, read},
    plain,
};
use crate::{
    routes::letters::reader::{Reader, with_mistakes},
    web::Problem,
};
use app::pages::{
    company::Paging,
    events::{
        Shown,
        list::{self, Chip, EventRow, Filter, ListPage},
    },
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use model::event::{Cause, Kind};
use store::{Event, EventCounts, EventQuery};

pub const PATH: &str = "/events";
/// How many events one page shows.
const PAGE: usize = 50;

/// The page.
pub async fn show(reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let after = asked.after()?;
    let filter = asked.into_filter(reader.is_admin())?;
    let mut query = match read(&reader, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => return Ok(wrong(&reader, filter, mistakes)),
    };
    query.after = after;
    let store = reader.store();
    let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut events = store.events(&query, one_more).await?;
    let goes_on = events.len() > PAGE;
    events.truncate(PAGE);
    // All causes stay in sight when one is chosen.
    let of_any_cause = EventQuery {
        cause: None,
        ..query.clone()
    };
    let counts = store.count_events(&of_any_cause).await?;
    let paging = Paging {
        start: after.map(|_| address(&reader, &filter, None)),
        next: events
            .last()
            .filter(|_| goes_on)
            .map(|last| address(&reader, &filter, Some(last.id))),
    };
    let without = |change: fn(&mut Filter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        address(&reader, &filter, None)
    };
    let batch = match query.batch {
        // One that is not his to see has no name.
        Some(id) => store
            .find_batch(id)
            .await?
            .filter(|of| reader.only().is_none_or(|user| user == of.batch.user))
            .map(|of| (of.batch.name, without(|filter| filter.batch.clear()))),
        None => None,
    };
    let page = ListPage {
        mistakes: Vec::new(),
        all_users: reader.is_admin(),
        kinds: kinds(&reader, &filter, &counts),
        causes: causes(&reader, &filter, &counts),
        letter: query.message.map(|_| without(|filter| filter.letter.clear())),
        batch,
        rows: events.iter().map(|event| row(&reader, event)).collect(),
        paging,
        filter,
    };
    Ok(Html(list::render(reader.shell(PATH), page)).into_response())
}

/// The page again, with what is wrong with the filter.
pub fn wrong(reader: &Reader, filter: Filter, mistakes: Vec<app::pages::letters::Mistake>) -> Response {
    let page = ListPage {
        mistakes,
        all_users: reader.is_admin(),
        filter,
        ..ListPage::default()
    };
    with_mistakes(list::render(reader.shell(PATH), page))
}

/// All, each kind, those set aside; a cause is a bounce's, and goes with another choice.
fn kinds(reader: &Reader, filter: &Filter, counts: &EventCounts) -> Vec<Chip<Shown>> {
    let number = |kind: Kind| {
        let found = counts.kinds.iter().find(|(of, _)| *of == kind);
        found.map_or(0, |(_, number)| *number)
    };
    let all = counts.kinds.iter().map(|(_, number)| number).sum();
    let chip = |what: Shown, number| {
        let filter = Filter {
            shown: what,
            cause: None,
            ..filter.clone()
        };
        Chip {
            what,
            number,
            url: address(reader, &filter, None),
        }
    };
    std::iter::once(chip(Shown::Believed, all))
        .chain(
            Kind::ALL
                .iter()
                .map(|kind| chip(Shown::Kind(*kind), number(*kind))),
        )
        .chain(std::iter::once(chip(Shown::SetAside, counts.distrusted)))
        .collect()
}

/// Why letters came back; pressed once more a chosen one is given up.
fn causes(reader: &Reader, filter: &Filter, counts: &EventCounts) -> Vec<Chip<Cause>> {
    if !matches!(filter.shown, Shown::Believed | Shown::Kind(Kind::Bounce)) {
        return Vec::new();
    }
    let chosen = filter
        .cause
        .filter(|cause| counts.causes.iter().all(|(of, _)| of != cause));
    counts
        .causes
        .iter()
        .copied()
        .chain(chosen.map(|cause| (cause, 0)))
        .map(|(what, number)| {
            let given_up = filter.cause == Some(what);
            let filter = Filter {
                shown: Shown::Kind(Kind::Bounce),
                cause: (!given_up).then_some(what),
                ..filter.clone()
            };
            Chip {
                what,
                number,
                url: address(reader, &filter, None),
            }
        })
        .collect()
}

/// An event as the list shows it.
pub fn row(reader: &Reader, event: &Event) -> EventRow {
    EventRow {
        id: event.id.to_string(),
        when: reader.moment(event.received_at),
        kind: event.kind,
        cause: event.cause,
        distrust: event.distrust,
        who: event
            .recipient
            .as_deref()
            .or(event.sender.as_deref())
            .map(plain::cleaned),
        subject: plain::cleaned(&event.subject),
        letter: event
            .message
            .as_ref()
            .map(|(id, subject)| (id.to_string(), subject.clone())),
        user: event
            .user
            .as_ref()
            .and_then(|(user, name)| reader.whose(*user, name.as_str())),
    }
}
