//! The language of sentences for people, as `Accept-Language` asks for it; English otherwise.

use crate::web::shell;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use model::Language;
use std::convert::Infallible;
use utoipa::IntoParams;

/// The header that says it.
pub const HEADER: &str = "Accept-Language";

/// The same, for the description.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "Words reads the header; this is for the description")]
pub struct AcceptLanguage {
    /// In which language sentences for people are wanted: `et` or `en`.
    #[param(rename = "Accept-Language", nullable = false)]
    accept_language: Option<String>,
}

/// The language.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl Words {
    fn of(headers: &HeaderMap) -> Self {
        Self(shell::preferred(headers).unwrap_or(Language::En))
    }

    /// An answer in this language.
    pub fn answer(self, answer: impl IntoResponse) -> Response {
        let mut response = answer.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.0.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Words {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}
