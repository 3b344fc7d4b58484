//! What stands around pages: language from the address, person from the session.

use super::{Kind, Problem, SignedIn};
use crate::portals::Portal;
use crate::state::State;
use app::shell::{self, Frame, Person, Place, Shell};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use model::Language;

/// The language that a page's address begins with; there is no such page in others.
#[derive(Debug, Clone, Copy)]
pub struct PageLanguage(pub Language);

fn of_path(uri: &Uri) -> Option<Language> {
    uri.path().split('/').nth(1).and_then(|tag| tag.parse().ok())
}

/// The language of the address, or else the one that the browser asks for.
pub fn language_of(uri: &Uri, headers: &HeaderMap) -> Language {
    of_path(uri).or_else(|| preferred(headers)).unwrap_or_default()
}

/// The language that the browser asks for.
pub fn preferred(headers: &HeaderMap) -> Option<Language> {
    headers
        .get(header::ACCEPT_LANGUAGE)?
        .to_str()
        .ok()
        .and_then(Language::from_accept_language)
}

impl<S: Send + Sync> FromRequestParts<S> for PageLanguage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        of_path(&parts.uri).map(Self).ok_or(Problem(Kind::NotFound))
    }
}

/// The shell of a page without a person.
pub fn bare(state: &State, language: Language) -> Shell {
    Shell {
        language,
        title: String::new(),
        has_errors: false,
        place: Place::Elsewhere,
        person: None,
        path: "/help".to_owned(),
        islands: false,
        without_script: None,
        demo: state.demo.is_some(),
        portal: only_portal(state).and_then(look),
        frame: None,
        assets: state.site.assets(),
    }
}

/// The shell of a page; `path` is its address without the language.
pub fn around(state: &State, language: Language, path: &str, person: Option<&SignedIn>) -> Shell {
    Shell {
        person: person.map(|person| Person {
            name: person.user.name.as_str().to_owned(),
            company: person.company.name.as_str().to_owned(),
            role: person.user.role,
        }),
        portal: person
            .and_then(|person| person.portal(state))
            .or_else(|| only_portal(state))
            .and_then(look),
        frame: person
            .and_then(|person| person.embedded_in.clone())
            .map(|around| Frame { around: Some(around) }),
        place: Place::Settings,
        path: path.to_owned(),
        ..bare(state, language)
    }
}

/// The portal that strangers belong to, where there is but one.
fn only_portal(state: &State) -> Option<&Portal> {
    match state.portals.all() {
        [only] => Some(only),
        _ => None,
    }
}

/// How pages look as a portal's own; none for the portal of an installation that names none.
fn look(portal: &Portal) -> Option<shell::Portal> {
    let address = |file: &str, version: &str| format!("/portals/{}/{file}?v={version}", portal.id);
    Some(shell::Portal {
        name: portal.name.as_ref()?.as_str().to_owned(),
        url: portal.url.clone(),
        logo: portal.logo.as_ref().map(|logo| address("logo", &logo.version)),
        theme: portal
            .theme
            .as_ref()
            .map(|theme| address("theme.css", &theme.version)),
    })
}
