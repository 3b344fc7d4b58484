//! Test letters: started by a press of the button, shown on a page of their own.

use super::settings;
use crate::{
    state::State,
    testing::{self, StartError},
    web::{Kind, PageLanguage, Problem, SignedIn, problem, shell},
};
use app::pages::test::{self, Progress};
use axum::{
    extract::{Path, Query, State as Shared},
    response::{Html, IntoResponse, Redirect, Response},
};
use model::{Language, TestId};
use serde::Deserialize;
use std::time::Duration;

/// How long a page without script waits for the verdict before it comes as it is.
const PATIENCE: Duration = Duration::from_secs(25);

/// `POST /{language}/tests`: starts a test of what is saved.
pub async fn start(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
) -> Result<Response, Problem> {
    begin(&state, language, &person).await
}

/// Starts a test and goes to its page; where none can be started the settings page says why.
pub async fn begin(state: &State, language: Language, person: &SignedIn) -> Result<Response, Problem> {
    match testing::start(state, &person.user, language, &person.actor()).await {
        Ok(id) => Ok(Redirect::to(&format!("/{language}/tests/{id}")).into_response()),
        Err(StartError::Store(error)) => Err(error.into()),
        Err(StartError::Test(error)) => Err(problem::broken(&error)),
        Err(refused) => settings::show_refused_test(state, language, person, &refused).await,
    }
}

/// Whether to wait for the verdict.
#[derive(Deserialize)]
pub struct Wait {
    wait: Option<String>,
}

/// `GET /{language}/tests/{id}`: the test as it is; with `?wait=yes` as soon as there is a verdict.
pub async fn show(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
    Path((_, id)): Path<(String, String)>,
    Query(wait): Query<Wait>,
) -> Result<Html<String>, Problem> {
    let id: TestId = id.parse().map_err(|_| Problem(Kind::NotFound))?;
    let company = state.store.company(person.user.company);
    let missing = Problem(Kind::NotFound);
    let (run, mut live) = testing::follow(&state, company, person.user.id, id)
        .await?
        .ok_or(missing)?;
    let waits = wait.wait.is_some();
    if waits {
        let verdict = live.wait_for(|live| live.verdict.is_some());
        // Where it takes longer, the page comes as it is and offers to look again.
        let _ = tokio::time::timeout(PATIENCE, verdict).await;
    }
    let live = live.borrow().clone();
    let page = testing::page(&state, language, &person.user, run, live);
    let mut shell = shell::around(&state, language, &format!("/tests/{id}"), Some(&person));
    if page.progress == Progress::Running && !waits {
        shell.without_script = Some(format!("/{language}/tests/{id}?wait=yes"));
    }
    Ok(Html(test::render(shell, page)))
}
