//! What all ways of signing in have in common: the old session ends, a new one begins, and that is written down.

use crate::{
    state::State,
    web::{
        Kind, Problem,
        cookies::Cookie,
        problem,
        session::{self, SignedIn},
    },
};
use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use identity::{Person, launch::LaunchPage};
use model::Language;
use serde_json::json;
use store::{Action, Actor, EnterError, Entrant, NewAuditEntry, NewSession, Role, SignInError, User};

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a portal's launch token.
    Launch,
    /// Through an `OpenID` provider.
    Oidc,
    /// By a one-time link.
    Link,
}

impl Way {
    const fn key(self) -> &'static str {
        match self {
            Self::Launch => "launch",
            Self::Oidc => "oidc",
            Self::Link => "link",
        }
    }
}

/// A session that is about to begin.
pub struct Beginning {
    /// How.
    pub way: Way,
    /// The origin of the portal's page in which it will stand.
    pub embedded_in: Option<String>,
    /// Whether the person has proved just now who he is.
    pub fresh: bool,
    /// The session that this browser had.
    pub before: Option<SignedIn>,
}

/// Nobody is let in: the cause is for the log, by its stable word.
pub fn refused(way: Way, cause: &str, details: &dyn std::fmt::Display) -> Problem {
    tracing::warn!(way = way.key(), cause, "no sign-in: {details}");
    Problem(Kind::SignInRefused)
}

/// Finds, makes or changes the person whom a portal lets in.
pub async fn enter(state: &State, way: Way, person: Person) -> Result<User, Problem> {
    let entrant = Entrant {
        portal: person.portal,
        company: person.company,
        company_name: person.company_name,
        user: person.subject,
        name: person.name,
        email: person.email,
        role: person.role,
        language: person.language,
    };
    match state.store.enter(&entrant).await {
        Ok(user) => Ok(user),
        Err(EnterError::Store(error)) => Err(error.into()),
        Err(error @ EnterError::EmailTaken) => Err(refused(way, "email-taken", &error)),
    }
}

/// Begins a session and goes to a page. Its token is always a new one, so that nobody can have put it into the browser
/// beforehand.
pub async fn begin(state: &State, user: &User, beginning: Beginning, to: &str) -> Result<Response, Problem> {
    let Beginning {
        way,
        embedded_in,
        fresh,
        before,
    } = beginning;
    if let Some(before) = before {
        state.store.delete_session(&before.token).await?;
    }
    let ttl = session::ttl(&state.config);
    let company = state.store.company(user.company);
    let new = NewSession {
        ttl,
        embedded_in: embedded_in.clone(),
    };
    let token = company
        .create_session(user.id, &new)
        .await
        .map_err(|error| match error {
            SignInError::Store(error) => error.into(),
            error @ SignInError::NoSuchUser => problem::broken(&error),
        })?;
    if !fresh {
        // One that was touched is not fresh (`SignedIn::fresh`).
        state.store.touch_session(&token, ttl).await?;
    }
    let actor = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    let after = json!({"way": way.key(), "embedded_in": &embedded_in, "fresh": fresh});
    let entry = NewAuditEntry::new(&actor, Action::SignedIn, user.email.as_str()).with(None, Some(after));
    company.record(&entry).await?;
    tracing::info!(user = %user.id, way = way.key(), embedded_in, "signed in");
    let cookie = if new.embedded_in.is_some() {
        Cookie::Embedded
    } else {
        Cookie::Window
    };
    let mut response = Redirect::to(to).into_response();
    if let Some(cookie) = cookie.set(&state.config, &token.reveal(), ttl.as_secs()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The address of a page that a portal may open; the settings for one who is no admin and may not see it.
pub fn address(language: Language, page: Option<LaunchPage>, role: Role) -> String {
    let path = match page.filter(|_| role == Role::Admin) {
        None | Some(LaunchPage::Settings) => "settings",
        Some(LaunchPage::Company) => "company",
        Some(LaunchPage::SenderUser) => "company/sender-user",
        Some(LaunchPage::Users) => "company/users",
        Some(LaunchPage::ApiKeys) => "company/api-keys",
        Some(LaunchPage::Webhooks) => "company/webhooks",
        Some(LaunchPage::Audit) => "company/audit",
    };
    format!("/{language}/{path}")
}
