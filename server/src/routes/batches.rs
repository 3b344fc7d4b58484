//! `/{language}/batches`: mass mailings. Which form posts what is told in the view (`app::pages::batches`). A person
//! sees his own, an admin all of the company.

mod act;
mod events;
mod pace;
mod page;
mod through;

use super::{
    events::bad,
    visitor::{Heard, Visitor},
};
use crate::{
    state::State,
    web::{Kind, Problem},
};
use app::pages::{
    batches::{self, BatchRow, BatchesPage, Phase},
    company::Paging,
};
use axum::{
    Router,
    extract::{Path, Query},
    response::Html,
    routing::{get, post},
};
use model::BatchId;
use serde::Deserialize;
use store::{Batch, BatchDetail};

/// How many batches one page lists.
const PAGE: usize = 30;

/// The pages, their forms and the event stream.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/batches", get(list))
        .route("/{language}/batches/{id}", get(show).post(act::change))
        .route("/{language}/batches/{id}/cancel", post(act::cancel))
        .route("/{language}/batches/{id}/events", get(events::stream))
}

/// Behind which batch the page begins.
#[derive(Deserialize)]
struct Listed {
    after: Option<String>,
}

/// `GET /batches`.
async fn list(visitor: Visitor, Query(listed): Query<Listed>) -> Result<Html<String>, Problem> {
    let after = listed.after.as_deref().map(id_of).transpose()?;
    let admin = visitor.is_admin();
    let user = (!admin).then_some(visitor.person.user.id);
    let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut found = visitor.store().batches(user, after, one_more).await?;
    let goes_on = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found
        .last()
        .filter(|_| goes_on)
        .map(|last| visitor.address(&format!("/batches?after={}", last.id)));
    let page = BatchesPage {
        batches: found.into_iter().map(|batch| row(&visitor, batch)).collect(),
        paging: Paging {
            start: after.map(|_| visitor.address("/batches")),
            next,
        },
    };
    Ok(Html(batches::render(visitor.shell("/batches"), page)))
}

fn row(visitor: &Visitor, batch: Batch) -> BatchRow {
    BatchRow {
        id: batch.id.to_string(),
        phase: page::phase(&batch),
        counts: page::counts(&batch.counts),
        person: visitor.is_admin().then(|| batch.user_name.as_str().to_owned()),
        accepted: visitor.moment(batch.created_at),
        name: batch.name,
    }
}

/// `GET /batches/{id}`.
async fn show(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    Query(heard): Query<Heard>,
    Query(forgotten): Query<bad::Heard>,
) -> Result<Html<String>, Problem> {
    let detail = find(&visitor, id_of(&id)?).await?;
    let batch = detail.batch.id;
    let mut page = page::page(&visitor, detail, None);
    page.notice = forgotten
        .forgotten()
        .map(|forgotten| forgotten.notice(visitor.texts()))
        .or_else(|| act::notice(&visitor, &heard));
    if page.phase == Phase::NotStarted {
        page.bad = bad::of_batch(&visitor, batch).await?;
    }
    let shell = visitor.shell(&format!("/batches/{id}"));
    Ok(Html(batches::render_one(shell, page)))
}

fn id_of(text: &str) -> Result<BatchId, Problem> {
    text.parse().map_err(|_| Problem(Kind::NotFound))
}

/// A batch that this person may see.
async fn find(visitor: &Visitor, id: BatchId) -> Result<BatchDetail, Problem> {
    let found = visitor.store().find_batch(id).await?;
    found
        .filter(|detail| visitor.is_admin() || detail.batch.user == visitor.person.user.id)
        .ok_or(Problem(Kind::NotFound))
}
