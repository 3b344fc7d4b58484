//! The settings page: shown, and changed by a plain form.

mod page;
mod posted;

use super::{recognise, tests};
use crate::{
    state::State,
    testing::StartError,
    web::{Kind, PageLanguage, Problem, SignedIn, problem},
};
use app::{
    components::badge::Mood,
    pages::settings::{FoundView, Notice},
};
use axum::{
    Form,
    extract::{Query, State as Shared, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use model::{
    Host, Language, Mailbox,
    settings::{self, Field, OwnServer, Rules, Saved, SendingMode, SettingsForm},
};
use page::{Content, View};
use posted::{Action, Posted};
use secrecy::SecretString;
use serde::Deserialize;
use store::{PasswordChange, SaveError, SaveSettings, Settings};

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
    let stored = stored(&state, &person).await?;
    let notice = said
        .said
        .and_then(|said| page::said(language, &said, stored.own_server.as_ref()));
    let content = of_stored(&state, language, &person, &stored);
    page::render(
        &View {
            state: &state,
            language,
            person: &person,
            stored: &stored,
        },
        content,
        notice,
    )
    .await
}

/// The same page after a test could not be started, with the reason.
pub async fn show_refused_test(
    state: &State,
    language: Language,
    person: SignedIn,
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
    let stored = stored(state, &person).await?;
    let content = of_stored(state, language, &person, &stored);
    let view = View {
        state,
        language,
        person: &person,
        stored: &stored,
    };
    let html = page::render(
        &view,
        content,
        Some(Notice {
            mood: Mood::Bad,
            words,
        }),
    )
    .await?;
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
    let Form(posted) = posted.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem(Kind::TooLarge),
        _ => Problem(Kind::BadRequest),
    })?;
    let stored = stored(&state, &person).await?;
    let mode: SendingMode = posted.mode.parse().map_err(|_| Problem(Kind::BadRequest))?;
    let (form, password, action) = (posted.form(), posted.password(), posted.action());
    let view = View {
        state: &state,
        language,
        person: &person,
        stored: &stored,
    };
    match action {
        Action::Find => find(&view, form, mode).await,
        Action::Repair(key) => repair(&view, form, &password, mode, &key).await,
        Action::Save | Action::Test if mode != SendingMode::OwnServer => {
            save_mode(&view, mode, posted.version).await
        }
        Action::Save | Action::Test => {
            let test = action == Action::Test;
            save(&view, form, password, posted.version, test).await
        }
    }
}

async fn stored(state: &State, person: &SignedIn) -> Result<Settings, Problem> {
    let company = state.store.company(person.user.company);
    company
        .settings(person.user.id)
        .await?
        .ok_or(Problem(Kind::NotFound))
}

/// The form of what is stored; of a new user, what his own address tells.
fn of_stored(state: &State, language: Language, person: &SignedIn, stored: &Settings) -> Content {
    let mode = if stored.version == 0 {
        SendingMode::OwnServer
    } else {
        stored.mode
    };
    if let Some(server) = &stored.own_server {
        let form = form_of(server);
        let found = recognise::of_server(state, language, &server.destination.host, server.sender.domain())
            .unwrap_or_else(|| recognise::at_once(state, language, server.sender.as_str()));
        return Content::new(mode, form, found);
    }
    let mut form = SettingsForm {
        address: person.user.email.to_string(),
        display_name: person.user.name.as_str().to_owned(),
        ..SettingsForm::default()
    };
    let found = recognise::at_once(state, language, &form.address);
    let filled = fill(&mut form, &found);
    Content {
        filled,
        ..Content::new(mode, form, found)
    }
}

/// Fills the server in where nothing about it is typed; says whether it did.
fn fill(form: &mut SettingsForm, found: &FoundView) -> bool {
    match &found.recognition.provider {
        Some(provider) if form.has_no_server() => {
            form.fill_from(provider);
            true
        }
        _ => false,
    }
}

fn form_of(server: &OwnServer) -> SettingsForm {
    let destination = &server.destination;
    SettingsForm {
        address: server.sender.to_string(),
        display_name: server
            .display_name
            .as_ref()
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        server: destination.host.to_string(),
        port: destination.port.to_string(),
        security: destination.security.key().to_owned(),
        user_name: destination.user_name.clone().unwrap_or_default(),
        plain_confirmed: if server.plain_confirmed {
            "yes".to_owned()
        } else {
            String::new()
        },
    }
}

/// What the rules need to know beside the form.
pub(super) fn rules(state: &State, stored: &Settings) -> Rules {
    Rules {
        open_ports: state.courier.policy.open_ports.clone(),
        plain_password_allowed: state.config.security.plain_passwords,
        saved: stored.own_server.as_ref().map(|server| Saved {
            destination: server.destination.clone(),
            password_set: stored.password_set,
        }),
    }
}

/// What is known about a form: its server's provider, or else its address's.
async fn found(view: &View<'_>, form: &SettingsForm) -> FoundView {
    let Ok(mailbox) = Mailbox::parse(&form.address) else {
        return FoundView::default();
    };
    if let Ok(host) = Host::parse(model::host::split_pasted(&form.server).host)
        && let Some(found) = recognise::of_server(view.state, view.language, &host, mailbox.domain())
    {
        return found;
    }
    recognise::with_look_up(view.state, view.language, mailbox.domain()).await
}

/// The button of those without script: fills the server in, saves nothing.
async fn find(view: &View<'_>, mut form: SettingsForm, mode: SendingMode) -> Result<Response, Problem> {
    let found = match Mailbox::parse(&form.address) {
        Ok(mailbox) => recognise::with_look_up(view.state, view.language, mailbox.domain()).await,
        Err(_) => FoundView::default(),
    };
    if let Some(provider) = &found.recognition.provider {
        form.fill_from(provider);
        let notice = Notice {
            mood: Mood::Good,
            words: texts::texts(view.language).get("notice-found"),
        };
        let content = Content {
            filled: true,
            ..Content::new(mode, form, found)
        };
        return Ok(page::render(view, content, Some(notice)).await?.into_response());
    }
    let content = Content::new(mode, form, found);
    Ok(page::render(view, content, None).await?.into_response())
}

/// A repair's button: changes the form as the finding says, saves nothing.
async fn repair(
    view: &View<'_>,
    mut form: SettingsForm,
    password: &str,
    mode: SendingMode,
    key: &str,
) -> Result<Response, Problem> {
    let found = found(view, &form).await;
    let provider = found.recognition.provider.as_ref();
    let checked = settings::check(&form, password, provider, &rules(view.state, view.stored));
    if let Some(repair) = checked
        .findings
        .iter()
        .find(|finding| finding.key == key)
        .and_then(|f| f.repair.as_ref())
    {
        repair.apply(&mut form);
    }
    let notice = password_again(view, password);
    Ok(page::render(view, Content::new(mode, form, found), notice)
        .await?
        .into_response())
}

/// A password that was typed does not come back with the form, and that is said.
fn password_again(view: &View<'_>, typed: &str) -> Option<Notice> {
    (!typed.is_empty()).then(|| Notice {
        mood: Mood::Open,
        words: texts::texts(view.language).get("notice-password-again"),
    })
}

async fn save_mode(view: &View<'_>, mode: SendingMode, version: u64) -> Result<Response, Problem> {
    // Reply-to mode opens with the operator's own relay.
    if mode == SendingMode::ReplyTo {
        return Err(Problem(Kind::BadRequest));
    }
    let change = SaveSettings {
        mode,
        own_server: None,
        password: PasswordChange::Keep,
        expected_version: Some(version),
    };
    let company = view.state.store.company(view.person.user.company);
    match company.save_settings(view.person.user.id, change).await {
        Ok(_) => Ok(Redirect::to(&format!("/{}/settings?said=mode-saved", view.language)).into_response()),
        Err(SaveError::Conflict { .. }) => {
            let content = of_stored(view.state, view.language, view.person, view.stored);
            conflict(view, content).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn save(
    view: &View<'_>,
    mut form: SettingsForm,
    password: String,
    version: u64,
    test: bool,
) -> Result<Response, Problem> {
    let found = found(view, &form).await;
    let filled = fill(&mut form, &found);
    let provider = found.recognition.provider.as_ref();
    let cleaned = settings::password::clean(&password, provider.map(|provider| provider.password));
    let checked = settings::check(&form, &cleaned, provider, &rules(view.state, view.stored));
    let Some(server) = checked.settings else {
        let notice = password_again(view, &password).filter(|_| checked.at(Field::Password).next().is_none());
        let content = Content {
            refused: Some(checked),
            filled,
            ..Content::new(SendingMode::OwnServer, form, found)
        };
        let html = page::render(view, content, notice).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    let password = if server.destination.user_name.is_none() {
        PasswordChange::Clear
    } else if checked.keeps_password {
        PasswordChange::Keep
    } else {
        PasswordChange::Set(SecretString::from(cleaned.into_owned()))
    };
    let change = SaveSettings {
        mode: SendingMode::OwnServer,
        own_server: Some(server),
        password,
        expected_version: Some(version),
    };
    let (state, person) = (view.state, view.person);
    let company = state.store.company(person.user.company);
    match company.save_settings(person.user.id, change).await {
        Ok(_) => {}
        Err(SaveError::Conflict { .. } | SaveError::PasswordNotForDestination) => {
            return conflict(view, Content::new(SendingMode::OwnServer, form, found)).await;
        }
        Err(error) => return Err(problem::broken(&error)),
    }
    // What was filled in just now has not been seen yet: nothing is sent there before it was.
    if test && !filled {
        let person = SignedIn {
            user: person.user.clone(),
            company: person.company.clone(),
            token: person.token.clone(),
        };
        return tests::begin(state, view.language, person).await;
    }
    let said = if filled { "saved-filled" } else { "saved" };
    Ok(Redirect::to(&format!("/{}/settings?said={said}", view.language)).into_response())
}

/// Somebody else saved in between: what was typed stays, what is stored now is said.
async fn conflict(view: &View<'_>, content: Content) -> Result<Response, Problem> {
    let stored = stored(view.state, view.person).await?;
    let words = texts::texts(view.language).get("notice-conflict");
    let view = View {
        stored: &stored,
        ..*view
    };
    let html = page::render(
        &view,
        content,
        Some(Notice {
            mood: Mood::Bad,
            words,
        }),
    )
    .await?;
    Ok((StatusCode::CONFLICT, html).into_response())
}
