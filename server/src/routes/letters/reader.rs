//! What every page of letters begins with: who reads, in which language, and which letters are his to see.

use crate::{
    state::State,
    times,
    web::{Kind, PageLanguage, Problem, SignedIn, shell},
};
use app::{pages::letters::Said, shell::Shell};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use model::{Language, MessageId, Role, UserId};
use serde::Deserialize;
use store::{Actor, CompanyStore, MessageDetail, MessageQuery};
use texts::Texts;

/// A signed-in person at one of the pages of letters.
pub struct Reader {
    pub state: State,
    pub language: Language,
    pub person: SignedIn,
}

impl FromRequestParts<State> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let PageLanguage(language) = PageLanguage::from_request_parts(parts, state).await?;
        let person = SignedIn::from_request_parts(parts, state).await?;
        Ok(Self {
            state: state.clone(),
            language,
            person,
        })
    }
}

impl Reader {
    /// What is stored of his company, and of no other.
    pub fn store(&self) -> Box<dyn CompanyStore> {
        self.state.store.company(self.person.user.company)
    }

    /// Whether he sees the letters of the whole company: an admin.
    pub fn is_admin(&self) -> bool {
        self.person.user.role == Role::Admin
    }

    /// Whose letters he sees: his own alone; none: everybody's.
    pub fn only(&self) -> Option<UserId> {
        (!self.is_admin()).then_some(self.person.user.id)
    }

    /// All letters that are his to see.
    pub fn query(&self) -> MessageQuery {
        MessageQuery {
            user: self.only(),
            ..MessageQuery::default()
        }
    }

    /// A message that is his to see; for everybody else there is none.
    pub async fn find(&self, id: MessageId) -> Result<MessageDetail, Problem> {
        self.store()
            .find_message(id)
            .await?
            .filter(|detail| self.only().is_none_or(|user| user == detail.message.user))
            .ok_or(Problem(Kind::NotFound))
    }

    /// Whose something is, in words; none where it is his own, or can be nobody else's.
    pub fn whose(&self, user: UserId, name: &str) -> Option<String> {
        (self.is_admin() && user != self.person.user.id).then(|| name.to_owned())
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

    /// The day in the operator's time zone.
    pub fn day(&self, time: Timestamp) -> Date {
        time.to_zoned(self.state.zone.clone()).date()
    }

    /// A time in words and for programs.
    pub fn moment(&self, time: Timestamp) -> (String, String) {
        let words = times::moment(self.language, time, &self.state.zone);
        (words, time.to_string())
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

    /// On to a page that says what just happened.
    pub fn done(&self, path: &str, said: Said) -> Response {
        let to = format!("{}?said={}", self.address(path), said.key());
        Redirect::to(&to).into_response()
    }
}

/// What just happened, as the address says it after a form was taken.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Heard {
    said: String,
}

impl Heard {
    pub fn said(&self) -> Option<Said> {
        Said::from_key(&self.said)
    }
}

/// An id in an address; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem(Kind::NotFound))
}

/// Answers a form that has mistakes.
pub fn with_mistakes(html: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
}

/// Answers a form that somebody else, or the queue, has overtaken.
pub fn overtaken(html: String) -> Response {
    (StatusCode::CONFLICT, Html(html)).into_response()
}
