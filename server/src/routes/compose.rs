//! `/{language}/compose`: a letter that is written or edited before it is sent. Which form posts what is told in the view
//! (`app::pages::compose`).
//!
//! Every button first saves what is typed as a draft, so that nothing is lost whatever comes next. A draft is deleted in
//! the transaction that accepts its letter: however often a button is pressed, the letter goes out once.

mod content;
mod drafts;
mod page;
mod posted;
mod preview;
mod save;
mod send;
mod upload;

use super::{
    events::bad,
    visitor::{Heard, Visitor},
};
use crate::{
    state::State,
    web::{Kind, Problem},
};
use app::components::{badge::Mood, notice::Notice};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{Html, Response},
    routing::{get, post},
};
use model::DraftId;
use page::Page;
use serde::Deserialize;
use store::{Draft, random::RandomError};

/// The pages and their forms.
pub fn routes(state: &State) -> Router<State> {
    // More than goes with a letter: so a file that is too large is told at its field and what was typed stays.
    let most = state.config.delivery.limits().letter_bytes.saturating_mul(2);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    Router::new()
        .route("/{language}/compose", get(begin).post(change_new))
        .route("/{language}/compose/{draft}", get(show).post(change))
        .layer(DefaultBodyLimit::max(most))
        .route("/{language}/compose/{draft}/preview", get(preview::show))
        .route("/{language}/compose/{draft}/send", post(preview::send))
        .route("/{language}/compose/{draft}/delete", post(drafts::delete))
        .route("/{language}/drafts", get(drafts::show))
}

/// `GET /compose`: an empty letter. Nothing is stored yet.
async fn begin(visitor: Visitor) -> Result<Html<String>, Problem> {
    Page::new(&visitor)?.render(&visitor).await.map(Html)
}

/// `GET /compose/{draft}`.
async fn show(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    Query(heard): Query<Heard>,
    Query(forgotten): Query<bad::Heard>,
) -> Result<Html<String>, Problem> {
    let draft = find(&visitor, id_of(&id)?).await?;
    let mut page = Page::of(&draft);
    page.notice = forgotten
        .forgotten()
        .map(|forgotten| forgotten.notice(visitor.texts()));
    if page.notice.is_some() {
        return page.render(&visitor).await.map(Html);
    }
    page.notice = heard
        .one_of(&["saved", "attached", "removed"])
        .map(|word| Notice {
            mood: Mood::Good,
            words: visitor.texts().get(&format!("compose-said-{word}")),
        })
        .or_else(|| warning(&visitor, &heard));
    page.render(&visitor).await.map(Html)
}

/// What has to be known before one goes on: that the portal's look does not go along any more, that the letter was
/// changed elsewhere.
fn warning(visitor: &Visitor, heard: &Heard) -> Option<Notice> {
    heard
        .one_of(&["look-lost", "changed", "bad-addresses"])
        .map(|word| Notice {
            mood: Mood::Open,
            words: visitor.texts().get(&format!("compose-{word}")),
        })
}

/// `POST /compose`.
async fn change_new(visitor: Visitor, headers: HeaderMap, form: Multipart) -> Result<Response, Problem> {
    let (posted, _room) = upload::read(&visitor.state, &headers, form).await?;
    save::change(&visitor, None, posted).await
}

/// `POST /compose/{draft}`.
async fn change(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (posted, _room) = upload::read(&visitor.state, &headers, form).await?;
    save::change(&visitor, Some(id), posted).await
}

/// The version that a person saw, where that is all a form says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    version: u64,
}

fn id_of(text: &str) -> Result<DraftId, Problem> {
    text.parse().map_err(|_| Problem(Kind::NotFound))
}

async fn find(visitor: &Visitor, id: DraftId) -> Result<Draft, Problem> {
    let found = visitor.store().find_draft(visitor.person.user.id, id).await?;
    found.ok_or(Problem(Kind::NotFound))
}

/// What makes a letter that was never saved go out once.
fn new_key(visitor: &Visitor) -> Result<String, Problem> {
    let mut bytes = [0; 16];
    visitor
        .state
        .random
        .fill(&mut bytes)
        .map_err(|error: RandomError| crate::web::problem::broken(&error))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

fn unreadable(rejection: &FormRejection) -> Problem {
    Problem(match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        _ => Kind::BadRequest,
    })
}
