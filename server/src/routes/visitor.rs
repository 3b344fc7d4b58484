//! What pages about a person's own letters begin with: who asks, and in which language.

use crate::{
    state::State,
    times,
    web::{PageLanguage, Problem, SignedIn, shell},
};
use app::shell::Shell;
use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use model::{Language, settings::Relay};
use serde::Deserialize;
use store::{Actor, CompanyStore, Role, UserSettings};
use texts::Texts;

/// Somebody who is signed in.
pub struct Visitor {
    pub state: State,
    pub language: Language,
    pub person: SignedIn,
}

impl FromRequestParts<State> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let PageLanguage(language) = PageLanguage::from_request_parts(parts, state).await?;
        Ok(Self {
            state: state.clone(),
            language,
            person: SignedIn::from_request_parts(parts, state).await?,
        })
    }
}

impl Visitor {
    /// What is stored of his company, and of no other.
    pub fn store(&self) -> Box<dyn CompanyStore> {
        self.state.store.company(self.person.user.company)
    }

    /// His settings with all that counts below them.
    pub async fn settings(&self) -> Result<UserSettings, Problem> {
        let found = self.store().user_settings(self.person.user.id).await?;
        found.ok_or(Problem(crate::web::Kind::NotFound))
    }

    /// Whether he sees what is his colleagues'.
    pub fn is_admin(&self) -> bool {
        self.person.user.role == Role::Admin
    }

    /// What the operator lends to the company.
    pub fn relay(&self) -> Option<Relay> {
        self.state.relay_for(&self.person.company)
    }

    pub fn actor(&self) -> Actor {
        self.person.actor()
    }

    pub fn texts(&self) -> &'static Texts {
        texts::texts(self.language)
    }

    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// A time in words.
    pub fn moment(&self, time: Timestamp) -> String {
        times::moment(self.language, time, &self.state.zone)
    }

    /// A time within a sentence: `today at 14:35`.
    pub fn near(&self, time: Timestamp) -> String {
        times::near(self.language, time, self.now(), &self.state.zone)
    }

    /// A page's address; `path` is without the language.
    pub fn address(&self, path: &str) -> String {
        format!("/{}{path}", self.language)
    }

    /// What stands around a page; `path` is its address without the language.
    pub fn shell(&self, path: &str) -> Shell {
        shell::around(&self.state, self.language, path, Some(&self.person))
    }

    /// On to another page.
    pub fn go(&self, path: &str) -> Response {
        Redirect::to(&self.address(path)).into_response()
    }
}

/// What just happened, as the address says it after a form was taken.
#[derive(Deserialize)]
pub struct Heard {
    said: Option<String>,
}

impl Heard {
    /// The word, where it is one of these.
    pub fn one_of<'a>(&self, words: &[&'a str]) -> Option<&'a str> {
        words
            .iter()
            .copied()
            .find(|word| self.said.as_deref() == Some(*word))
    }
}
