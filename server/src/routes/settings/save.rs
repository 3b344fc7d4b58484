//! Saving: by the same rules as in the browser, in one transaction, never over somebody else's change.

use super::{
    Notice,
    content::{Content, fill, found},
    desk::{Desk, Whose},
    page,
};
use crate::{
    routes::tests,
    web::{Problem, problem},
};
use app::components::badge::Mood;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use model::settings::{self, Checked, Field, Finding, PasswordUse, SendingMode, SettingsForm, Severity};
use secrecy::SecretString;
use store::{PasswordChange, SaveError, SaveSettings};

/// Saves a form; `test` sends a test letter afterwards.
pub async fn save(
    desk: &Desk<'_>,
    mut form: SettingsForm,
    password: String,
    version: u64,
    test: bool,
) -> Result<Response, Problem> {
    let found = found(desk, &form).await;
    let rules = desk.rules();
    let own_server = is_own_server(&form.over(&rules.inherited.form));
    let filled = own_server && fill(desk, &mut form, &found);
    let provider = found.recognition.provider.as_ref();
    let cleaned = settings::password::clean(&password, provider.map(|provider| provider.password));
    let mut checked = settings::check(&form, &cleaned, provider, &rules);
    refuse_closed_mode(desk, &form, &mut checked);
    let Some(layer) = checked.layer.clone() else {
        let notice = password_again(desk, &password).filter(|_| checked.at(Field::Password).next().is_none());
        let content = Content {
            refused: Some(checked),
            filled,
            ..Content::new(form, found)
        };
        let html = page::render(desk, content, notice).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    let mut layer = if own_server {
        layer
    } else {
        layer.with_destination_of(&desk.stored().layer)
    };
    if matches!(desk.whose, Whose::User(_)) {
        layer = layer.without_defaults(&desk.inherited());
    }
    let change = SaveSettings {
        layer,
        password: password_change(&checked, own_server, cleaned.into_owned()),
        expected_version: Some(version),
    };
    let person = desk.person;
    let company = desk.state.store.company(person.user.company);
    match company.save_settings(desk.owner(), change, &person.actor()).await {
        Ok(_) => {}
        Err(
            SaveError::Conflict { .. } | SaveError::PasswordNotForDestination | SaveError::DestinationChanged,
        ) => return conflict(desk, Content::new(form, found)).await,
        Err(error) => return Err(problem::broken(&error)),
    }
    // What was filled in just now has not been seen yet: nothing is sent there before it was.
    if test && !filled {
        return tests::begin(desk.state, desk.language, person).await;
    }
    let said = match (filled, own_server) {
        (true, _) => "saved-filled",
        (false, false) if matches!(desk.whose, Whose::User(_)) => "mode-saved",
        _ => "saved",
    };
    let to = format!("/{}{}?said={said}", desk.language, desk.path());
    Ok(Redirect::to(&to).into_response())
}

fn is_own_server(counts: &SettingsForm) -> bool {
    !matches!(
        counts.mode.parse(),
        Ok(SendingMode::Portal | SendingMode::ReplyTo)
    )
}

/// A mode that the operator has not set up can be inherited, but not chosen.
fn refuse_closed_mode(desk: &Desk<'_>, form: &SettingsForm, checked: &mut Checked) {
    let Ok(mode) = form.mode.parse::<SendingMode>() else {
        return;
    };
    if !desk.modes().is_open(mode) {
        checked
            .findings
            .insert(0, Finding::new("mode-closed", Severity::Error, Field::Mode));
        checked.layer = None;
    }
}

fn password_change(checked: &Checked, own_server: bool, typed: String) -> PasswordChange {
    match (&checked.password, &checked.destination) {
        // What belongs to the own server stays as it is while another mode is chosen.
        _ if !own_server => PasswordChange::Keep,
        (PasswordUse::Typed, Some(destination)) => PasswordChange::Set {
            password: SecretString::from(typed),
            entered_for: destination.clone(),
        },
        (PasswordUse::Stored, _) => PasswordChange::Keep,
        (PasswordUse::Typed | PasswordUse::Inherited | PasswordUse::None, _) => PasswordChange::Clear,
    }
}

/// A password that was typed does not come back with the form, and that is said.
pub fn password_again(desk: &Desk<'_>, typed: &str) -> Option<Notice> {
    (!typed.is_empty()).then(|| Notice {
        mood: Mood::Open,
        words: texts::texts(desk.language).get("notice-password-again"),
    })
}

/// Somebody else saved in between: what was typed stays, what is stored now is said.
async fn conflict(desk: &Desk<'_>, content: Content) -> Result<Response, Problem> {
    let words = texts::texts(desk.language).get("notice-conflict");
    let desk = desk.again().await?;
    let notice = Notice {
        mood: Mood::Bad,
        words,
    };
    let html = page::render(&desk, content, Some(notice)).await?;
    Ok((StatusCode::CONFLICT, html).into_response())
}
