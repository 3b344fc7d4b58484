//! When a request can not be answered: a page in the reader's language, or `application/problem+json` (RFC 9457) for the
//! API.

use super::{frame::Destination, shell};
use crate::state::State;
use app::{
    pages::message::{self, Message},
    shell::Frame,
};
use axum::{
    extract::{Request, State as Shared},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::Language;
use store::{SaveError, StoreError, TestError};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing, or it is not this person's.
    NotFound,
    /// The form could not be read.
    BadRequest,
    /// The form is too large.
    TooLarge,
    /// Sent from another page.
    Forbidden,
    /// Nobody is signed in.
    SignInNeeded,
    /// The sign-in link is no longer good.
    SignInExpired,
    /// Somebody could not be signed in; why is in the log alone.
    SignInRefused,
    /// Only admins see it.
    AdminOnly,
    /// There is no room for a large form now.
    Busy,
    /// It took too long to arrive.
    TooSlow,
    /// Too often; in so many seconds there is room for one more.
    TooMany(u64),
    /// Our own mistake.
    Broken,
}

impl Kind {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Forbidden | Self::SignInRefused | Self::AdminOnly => StatusCode::FORBIDDEN,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::SignInExpired => StatusCode::GONE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::BadRequest => "bad-request",
            Self::TooLarge => "too-large",
            Self::Forbidden => "forbidden",
            Self::SignInNeeded => "sign-in-needed",
            Self::SignInExpired => "sign-in-expired",
            Self::SignInRefused => identity::launch::SENTENCE,
            Self::AdminOnly => "admin-only",
            Self::Busy => "busy",
            Self::TooSlow => "too-slow",
            Self::TooMany(_) => "too-many",
            Self::Broken => "broken",
        }
    }
}

/// A request that can not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem(pub Kind);

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        broken(&error)
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        broken(&error)
    }
}

impl From<TestError> for Problem {
    fn from(error: TestError) -> Self {
        broken(&error)
    }
}

/// Writes our own mistake down, with what caused it.
pub fn broken(error: &dyn std::error::Error) -> Problem {
    let mut causes = String::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        next = cause.source();
    }
    tracing::error!("{error}{causes}");
    Problem(Kind::Broken)
}

impl IntoResponse for Problem {
    /// Only marks the answer; [`render`] makes the page, which needs the language and the style.
    fn into_response(self) -> Response {
        let mut response = self.0.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Makes a page, or JSON for the API, of a marked answer.
pub async fn render(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let language = shell::language_of(request.uri(), request.headers());
    let path = request.uri().path();
    let api = ["/api/", "/live/"].iter().any(|begin| path.starts_with(begin));
    let inside = Destination::of(request.headers()) == Destination::Frame;
    let response = next.run(request).await;
    let Some(Problem(kind)) = response.extensions().get::<Problem>().copied() else {
        return response;
    };
    let mut response = if api {
        problem_json(kind)
    } else {
        page(&state, language, kind, inside)
    };
    let come_back = match kind {
        Kind::TooMany(seconds) => Some(seconds.max(1)),
        Kind::Busy => Some(crate::api::COME_BACK),
        _ => None,
    };
    if let Some(seconds) = come_back {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    // For the headers, which tell such pages from others.
    response.extensions_mut().insert(Problem(kind));
    response
}

fn page(state: &State, language: Language, kind: Kind, inside: bool) -> Response {
    let key = match kind {
        // Inside a portal's page it is that page that signs in.
        Kind::SignInNeeded if inside => "sign-in-needed-inside",
        kind => kind.key(),
    };
    let mut message = Message::from_key(language, key);
    let link = |path: &str, key| Some((format!("/{language}{path}"), texts::texts(language).get(key)));
    match kind {
        Kind::NotFound => message.link = link("/settings", "not-found-link"),
        Kind::SignInNeeded if !inside => message.link = link("/sign-in", "sign-in-needed-link"),
        _ => {}
    }
    let mut shell = shell::bare(state, language);
    shell.frame = inside.then_some(Frame { around: None });
    (
        kind.status(),
        axum::response::Html(message::render(shell, message)),
    )
        .into_response()
}

fn problem_json(kind: Kind) -> Response {
    let title = texts::texts(Language::En).get(&format!("{}-title", kind.key()));
    let body = serde_json::json!({
        "type": format!("urn:saatja:problem:{}", kind.key()),
        "title": title,
        "status": kind.status().as_u16(),
    });
    let mut response = (kind.status(), body.to_string()).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
