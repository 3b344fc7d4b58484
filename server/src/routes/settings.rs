//! The settings page, a user's own or the company's defaults: shown, and changed by a plain form.

mod content;
pub mod desk;
mod page;
mod posted;
mod save;

use super::recognise;
use crate::{
    state::State,
    testing::StartError,
    web::{Kind, PageLanguage, Problem, SignedIn},
};
use app::{
    components::badge::Mood,
    pages::settings::{FoundView, Notice},
};
use axum::{
    Form,
    extract::{Query, State as Shared, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use content::Content;
use desk::Desk;
use model::{
    Language, Mailbox,
    settings::{self, Field, SettingsForm},
};
use posted::Action;
pub use posted::Posted;
use save::password_again;
use serde::Deserialize;

/// What just happened, as the address says it after a form was taken.
#[derive(Deserialize)]
pub struct Said {
    said: Option<String>,
}

/// `GET /{language}/settings`.
pub async fn show(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
    Query(said): Query<Said>,
) -> Result<Html<String>, Problem> {
    let desk = Desk::own(&state, language, &person).await?;
    show_desk(&desk, said).await
}

/// The page as it is stored.
pub async fn show_desk(desk: &Desk<'_>, said: Said) -> Result<Html<String>, Problem> {
    let notice = said.said.and_then(|said| page::said(desk, &said));
    page::render(desk, Content::of_stored(desk), notice).await
}

/// The same page after a test could not be started, with the reason.
pub async fn show_refused_test(
    state: &State,
    language: Language,
    person: &SignedIn,
    refused: &StartError,
) -> Result<Response, Problem> {
    let texts = texts::texts(language);
    let (status, words) = match refused {
        StartError::TooMany(count) => (
            StatusCode::TOO_MANY_REQUESTS,
            texts.with("test-too-many", &[("count", &count.to_string())]),
        ),
        StartError::SecretUnreadable => (StatusCode::CONFLICT, texts.get("test-secret-unreadable")),
        StartError::NotReady | StartError::Store(_) | StartError::Test(_) => {
            (StatusCode::CONFLICT, texts.get("test-not-ready"))
        }
    };
    let desk = Desk::own(state, language, person).await?;
    let notice = Notice {
        mood: Mood::Bad,
        words,
    };
    let html = page::render(&desk, Content::of_stored(&desk), Some(notice)).await?;
    let mut response = (status, html).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        // The hour slides: in ten minutes there is usually room for one more.
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("600"));
    }
    Ok(response)
}

/// `POST /{language}/settings`: every button of the form.
pub async fn change(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
    posted: Result<Form<Posted>, FormRejection>,
) -> Result<Response, Problem> {
    let desk = Desk::own(&state, language, &person).await?;
    change_desk(&desk, posted).await
}

/// Every button of the form.
pub async fn change_desk(
    desk: &Desk<'_>,
    posted: Result<Form<Posted>, FormRejection>,
) -> Result<Response, Problem> {
    let Form(posted) = posted.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem(Kind::TooLarge),
        _ => Problem(Kind::BadRequest),
    })?;
    let version = posted.version;
    let (form, password, action) = posted.into_parts();
    match action {
        Action::Find => find(desk, form).await,
        Action::Repair(key) => repair(desk, form, &password, &key).await,
        Action::Back(field) => back(desk, form, &password, field).await,
        Action::Save => save::save(desk, form, password, version, false).await,
        Action::Test => save::save(desk, form, password, version, true).await,
    }
}

/// The button of those without script: fills the server in, saves nothing.
async fn find(desk: &Desk<'_>, mut form: SettingsForm) -> Result<Response, Problem> {
    let counts = form.over(&desk.rules().inherited.form);
    let found = match Mailbox::parse(&counts.address) {
        Ok(mailbox) => recognise::with_look_up(desk.state, desk.language, mailbox.domain()).await,
        Err(_) => FoundView::default(),
    };
    let Some(provider) = found.recognition.provider.clone() else {
        return again(desk, Content::new(form, found), None).await;
    };
    form.fill_from(&provider);
    let notice = Notice {
        mood: Mood::Good,
        words: texts::texts(desk.language).get("notice-found"),
    };
    let content = Content {
        filled: true,
        ..Content::new(form, found)
    };
    again(desk, content, Some(notice)).await
}

/// A repair's button: changes the form as the finding says, saves nothing.
async fn repair(
    desk: &Desk<'_>,
    mut form: SettingsForm,
    password: &str,
    key: &str,
) -> Result<Response, Problem> {
    let found = content::found(desk, &form).await;
    let provider = found.recognition.provider.as_ref();
    let checked = settings::check(&form, password, provider, &desk.rules());
    if let Some(repair) = checked
        .findings
        .iter()
        .find(|finding| finding.key == key)
        .and_then(|f| f.repair.as_ref())
    {
        repair.apply(&mut form);
    }
    let notice = password_again(desk, password);
    again(desk, Content::new(form, found), notice).await
}

/// Back to what is inherited at one field: empties it, saves nothing.
async fn back(
    desk: &Desk<'_>,
    mut form: SettingsForm,
    password: &str,
    field: Field,
) -> Result<Response, Problem> {
    form.clear(field);
    let found = content::found(desk, &form).await;
    let notice = password_again(desk, password);
    again(desk, Content::new(form, found), notice).await
}

async fn again(desk: &Desk<'_>, content: Content, notice: Option<Notice>) -> Result<Response, Problem> {
    Ok(page::render(desk, content, notice).await?.into_response())
}
