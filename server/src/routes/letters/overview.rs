//! `/{language}/overview`: how things stand, of the company for its admins, of his own letters for everybody else.

mod accounts;
mod days;

use super::{
    explain::Explainer,
    filter::address,
    log::counts,
    reader::{Heard, Reader},
};
use crate::{
    routes::company::visit::Posted,
    web::{Kind, Problem},
};
use app::pages::letters::{
    Group, Said,
    log::Filter,
    overview::{self, BatchRow, Day, FailureRow, OverviewPage},
};
use axum::{
    extract::Query,
    response::{Html, Response},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::MessageQuery;

const PATH: &str = "/overview";
/// How many days are shown.
const DAYS: usize = 30;
/// How many batches are looked through for those that run, and how many of those are shown.
const BATCHES: (u32, usize) = (100, 5);
/// How many of the latest failures are told apart by cause, and how many causes are shown.
const FAILURES: (u32, usize) = (500, 5);

/// `GET`.
pub async fn show(reader: Reader, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let page = OverviewPage {
        said: heard.said(),
        company: reader
            .is_admin()
            .then(|| reader.person.company.name.as_str().to_owned()),
        in_doubt: reader.store().count_messages(&reader.query()).await?.in_doubt,
        days: days(&reader).await?,
        accounts: accounts::rows(&reader).await?,
        batches: batches(&reader).await?,
        failures: failures(&reader, Group::Failed).await?,
        returned: failures(&reader, Group::Bounced).await?,
    };
    Ok(Html(overview::render(reader.shell(PATH), page)))
}

async fn days(reader: &Reader) -> Result<Vec<Day>, Problem> {
    let (dates, begins) = days::last(reader.day(reader.now()), DAYS, &reader.state.zone);
    let numbers = reader.store().days(reader.only(), &begins).await?;
    let days = dates.into_iter().zip(numbers).map(|(date, day)| {
        let iso = date.to_string();
        let filter = Filter {
            from: iso.clone(),
            until: iso.clone(),
            ..Filter::default()
        };
        Day {
            words: app::dates::day(reader.language, &iso),
            counts: counts(&day.counts),
            url: address(reader, &filter, None),
            iso,
        }
    });
    Ok(days.collect())
}

/// Batches that somebody started and that are not at their end.
async fn batches(reader: &Reader) -> Result<Vec<BatchRow>, Problem> {
    let (looked_through, shown) = BATCHES;
    let batches = reader
        .store()
        .batches(reader.only(), None, looked_through)
        .await?;
    let running = batches
        .into_iter()
        .filter(|batch| batch.started_at.is_some() && batch.finished_at.is_none() && !batch.canceled);
    let rows = running.take(shown).map(|batch| {
        let counts = counts(&batch.counts);
        BatchRow {
            url: reader.address(&format!("/batches/{}", batch.id)),
            user: reader.whose(batch.user, batch.user_name.as_str()),
            paused: batch.paused,
            done: counts.all() - counts.open(),
            total: counts.all(),
            name: batch.name,
        }
    });
    Ok(rows.collect())
}

/// The latest letters of the days shown that did not go out, or came back, by cause.
async fn failures(reader: &Reader, group: Group) -> Result<Vec<FailureRow>, Problem> {
    let (looked_through, shown) = FAILURES;
    let (dates, begins) = days::last(reader.day(reader.now()), DAYS, &reader.state.zone);
    let query = MessageQuery {
        states: group.states().to_vec(),
        from: begins.first().copied(),
        ..reader.query()
    };
    let messages = reader.store().messages(&query, looked_through).await?;
    let mut by_cause: BTreeMap<&str, (u64, &_)> = BTreeMap::new();
    for message in &messages {
        if let Some(last) = &message.last
            && let Some(cause) = last.cause.as_deref()
        {
            by_cause.entry(cause).or_insert((0, last)).0 += 1;
        }
    }
    let mut by_cause: Vec<_> = by_cause.into_iter().collect();
    by_cause.sort_by_key(|(_, (number, _))| std::cmp::Reverse(*number));
    let explainer = Explainer::with(reader, Vec::new());
    let rows = by_cause.into_iter().take(shown).map(|(cause, (number, last))| {
        let filter = Filter {
            state: Some(group),
            cause: cause.to_owned(),
            from: dates.first().map(ToString::to_string).unwrap_or_default(),
            ..Filter::default()
        };
        let why = explainer.cause(cause, last.server.as_ref(), None);
        FailureRow {
            why: why.sentence(reader.texts()),
            number,
            url: address(reader, &filter, None),
        }
    });
    Ok(rows.collect())
}

/// The form's field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    account: String,
}

/// `POST /{language}/overview/retry`: a held account is tried again.
pub async fn retry(reader: Reader, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let id = form.account.parse().map_err(|_| Problem(Kind::NotFound))?;
    let store = reader.store();
    let status = store.accounts().await?.into_iter().find(|status| status.id == id);
    let Some(status) = status else {
        // It is nobody's of this company, or nothing waits for it any more: both look the same.
        return Ok(reader.done(PATH, Said::NothingHeld));
    };
    if !accounts::may_retry(&reader, &status) {
        return Err(Problem(Kind::NotFound));
    }
    let said = if store.retry_account(id, &reader.actor()).await? {
        Said::Retried
    } else {
        Said::NothingHeld
    };
    Ok(reader.done(PATH, said))
}
