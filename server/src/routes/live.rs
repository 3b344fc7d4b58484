//! What the islands ask.

use super::recognise;
use crate::{
    limits,
    state::State,
    testing,
    web::{Kind, Problem, SignedIn},
};
use app::islands::settings_editor::Found;
use axum::{
    Json,
    extract::{Path, Query, State as Shared},
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt};
use model::{Host, Language, TestId};
use serde::Deserialize;
use std::convert::Infallible;
use store::{TestRun, User};
use tokio_stream::wrappers::WatchStream;

/// Whose domain?
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    lang: String,
    domain: String,
}

fn language(tag: &str) -> Result<Language, Problem> {
    tag.parse().map_err(|_| Problem(Kind::BadRequest))
}

/// `GET /live/recognise?lang=et&domain=naidis.ee`: the provider of a domain.
pub async fn recognise(
    Shared(state): Shared<State>,
    person: SignedIn,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Found>, Problem> {
    let Query(asked) = asked.map_err(|_| Problem(Kind::BadRequest))?;
    let language = language(&asked.lang)?;
    let domain = Host::parse(&asked.domain).map_err(|_| Problem(Kind::BadRequest))?;
    limits::look_up(&state, person.user.id).await?;
    Ok(Json(
        recognise::with_look_up(&state, language, &domain)
            .await
            .into_found(language),
    ))
}

/// In which language?
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    lang: String,
}

/// `GET /live/tests/{id}?lang=et`: the page's middle with each stage, until the verdict.
pub async fn test_events(
    Shared(state): Shared<State>,
    person: SignedIn,
    Path(id): Path<String>,
    told: Result<Query<Told>, axum::extract::rejection::QueryRejection>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let Query(told) = told.map_err(|_| Problem(Kind::BadRequest))?;
    let language = language(&told.lang)?;
    let id: TestId = id.parse().map_err(|_| Problem(Kind::NotFound))?;
    let company = state.store.company(person.user.company);
    let (run, live) = testing::follow(&state, company, person.user.id, id)
        .await?
        .ok_or(Problem(Kind::NotFound))?;
    let user = person.user;
    let events =
        WatchStream::new(live).map(move |live| Ok(event(&state, language, &user, run.clone(), live)));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

fn event(state: &State, language: Language, user: &User, run: TestRun, live: testing::Live) -> Event {
    let page = testing::page(state, language, user, run, live);
    let done = page.progress != app::pages::test::Progress::Running;
    let title = page.title(language);
    let status = page.status(language);
    let data = serde_json::json!({
        "title": page.window_title(language),
        "status": if done { title } else { status },
        "html": app::pages::test::render_body(page, language),
        "done": done,
    });
    Event::default().event("state").data(data.to_string())
}
