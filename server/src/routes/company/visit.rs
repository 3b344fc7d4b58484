//! What every page of a company begins with: the admin who asks, in which language, and what he posted.

use crate::{
    portals::Portal,
    routes::visitor::Visitor,
    state::State,
    web::{Admin, Kind, PageLanguage, Problem},
};
use app::pages::company::Said;
use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{ops::Deref, str::FromStr};
use store::Company;

/// An admin at one of his company's pages. Everybody else gets no further than this.
pub struct Visit(Visitor);

impl Deref for Visit {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequestParts<State> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let PageLanguage(language) = PageLanguage::from_request_parts(parts, state).await?;
        let Admin(person) = Admin::from_request_parts(parts, state).await?;
        Ok(Self(Visitor {
            state: state.clone(),
            language,
            person,
        }))
    }
}

impl Visit {
    /// His company as it was stored when he asked.
    pub fn company(&self) -> &Company {
        &self.person.company
    }

    /// His company as it is stored by now.
    pub async fn company_now(&self) -> Result<Company, Problem> {
        self.store().company().await?.ok_or(Problem(Kind::NotFound))
    }

    /// The company's portal.
    pub fn portal(&self) -> Option<&Portal> {
        self.person.portal(&self.state)
    }

    /// On to a page that says what just happened.
    pub fn done(&self, path: &str, said: Said) -> Response {
        self.go(&format!("{path}?said={}", said.key()))
    }
}

/// What just happened, as the address says it after a form was taken.
#[derive(Deserialize)]
pub struct Heard {
    said: Option<String>,
}

impl Heard {
    pub fn said(&self) -> Option<Said> {
        self.said.as_deref().and_then(Said::from_key)
    }
}

/// Whether a form asks what would happen, or wants it done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Shows it.
    #[default]
    Preview,
    /// Does it.
    Save,
}

/// A form whose every field is known; one that has others, or lacks one, is refused.
pub struct Posted<T>(pub T);

impl<T: DeserializeOwned> FromRequest<State> for Posted<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(form)) => Ok(Self(form)),
            Err(rejection) => Err(unreadable(rejection.status())),
        }
    }
}

/// Why a form could not be read.
pub fn unreadable(status: StatusCode) -> Problem {
    Problem(match status {
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        _ => Kind::BadRequest,
    })
}

/// A form of one button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    #[serde(default)]
    #[expect(dead_code, reason = "the one button says nothing but that it was pressed")]
    action: String,
}

/// An id in an address; what is none names nothing.
pub fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem(Kind::NotFound))
}

/// Answers a form that has mistakes.
pub fn with_mistakes(html: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
}

/// Answers a form that somebody else's change has overtaken.
pub fn overtaken(html: String) -> Response {
    (StatusCode::CONFLICT, Html(html)).into_response()
}
