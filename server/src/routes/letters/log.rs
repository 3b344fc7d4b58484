//! `GET /{language}/letters`: all letters, newest first.

use super::{
    explain::Explainer,
    filter::{Asked, address, read},
    reader::{Reader, with_mistakes},
};
use crate::web::Problem;
use app::pages::{
    company::Paging,
    letters::{
        Counts, Group,
        log::{self, Filter, LogPage, Narrowed},
    },
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use store::StateCounts;

const PATH: &str = "/letters";
/// How many messages one page shows.
const PAGE: usize = 50;

/// The page.
pub async fn show(reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let after = asked.after()?;
    let filter = asked.into_filter(reader.is_admin())?;
    let mut query = match read(&reader, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => {
            let page = LogPage {
                mistakes,
                all_users: reader.is_admin(),
                filter,
                ..LogPage::default()
            };
            return Ok(with_mistakes(log::render(reader.shell(PATH), page)));
        }
    };
    query.after = after;
    let store = reader.store();
    let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut messages = store.messages(&query, one_more).await?;
    let goes_on = messages.len() > PAGE;
    messages.truncate(PAGE);
    let counts = counts(&store.count_messages(&query).await?);
    let narrowed = Filter {
        state: None,
        ..filter.clone()
    } != Filter::default();
    let in_doubt = if narrowed {
        store.count_messages(&reader.query()).await?.in_doubt
    } else {
        counts.get(Group::InDoubt)
    };
    let explainer = Explainer::of(&reader, &messages).await?;
    let paging = Paging {
        start: after.map(|_| address(&reader, &filter, None)),
        next: messages
            .last()
            .filter(|_| goes_on)
            .map(|last| address(&reader, &filter, Some(last.id))),
    };
    let batch = match query.batch {
        // One that is not his to see has no name.
        Some(id) => store
            .find_batch(id)
            .await?
            .filter(|of| reader.only().is_none_or(|user| user == of.batch.user))
            .map(|of| of.batch.name),
        None => None,
    };
    let without = |change: fn(&mut Filter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        address(&reader, &filter, None)
    };
    let batch: Option<Narrowed> = batch.map(|name| (name, without(|filter| filter.batch.clear())));
    let cause = query.cause.as_deref().map(|key| {
        // Which server it was is another one from letter to letter.
        let server = messages
            .first()
            .and_then(|message| message.last.as_ref()?.server.as_ref());
        let words = explainer.cause(key, server, None).sentence(reader.texts());
        (words, without(|filter| filter.cause.clear()))
    });
    let by_state = std::iter::once(None)
        .chain(Group::ALL.into_iter().map(Some))
        .map(|state| {
            let filter = Filter {
                state,
                ..filter.clone()
            };
            address(&reader, &filter, None)
        })
        .collect();
    let page = LogPage {
        mistakes: Vec::new(),
        all_users: reader.is_admin(),
        counts,
        by_state,
        batch,
        cause,
        in_doubt,
        rows: messages.iter().map(|message| explainer.row(message)).collect(),
        paging,
        filter,
    };
    Ok(Html(log::render(reader.shell(PATH), page)).into_response())
}

/// The store's numbers as the pages have them.
pub fn counts(counts: &StateCounts) -> Counts {
    Counts(Group::ALL.map(|group| match group {
        Group::Waiting => counts.waiting,
        Group::Sending => counts.sending,
        Group::Sent => counts.sent,
        Group::Bounced => counts.bounced,
        Group::Failed => counts.failed,
        Group::InDoubt => counts.in_doubt,
        Group::Paused => counts.paused,
        Group::Canceled => counts.canceled,
    }))
}
