//! One-time links, and signing out.

use crate::{
    state::State,
    web::{Kind, MaybeSignedIn, PageLanguage, Problem, SignedIn, problem, session, shell},
};
use app::pages::{
    message::{self, Message},
    sign_in,
};
use axum::{
    extract::{ConnectInfo, Path, State as Shared},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use std::net::SocketAddr;
use store::{LinkError, LinkToken, SignInError};

fn token(text: &str) -> Result<LinkToken, Problem> {
    text.parse().map_err(|_| Problem(Kind::SignInExpired))
}

/// `GET /{language}/sign-in/{token}`: asks for a press of the button; whatever only looks at links uses none up.
pub async fn ask(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    Path((_, text)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    token(&text)?;
    Ok(Html(sign_in::render(shell::bare(&state, language))))
}

/// `POST`: uses the link up and begins a new session; one that was there before ends.
pub async fn enter(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    MaybeSignedIn(before): MaybeSignedIn,
    Path((_, text)): Path<(String, String)>,
) -> Result<Response, Problem> {
    if !state.sign_ins.allow(from.ip(), state.clock.now()) {
        return Err(Problem(Kind::TooMany));
    }
    let user = match state.store.consume_sign_in_link(&token(&text)?).await {
        Ok(user) => user,
        Err(LinkError::Store(error)) => return Err(error.into()),
        Err(refused) => {
            tracing::info!("no sign-in: {refused}");
            return Err(Problem(Kind::SignInExpired));
        }
    };
    if let Some(before) = before {
        state.store.delete_session(&before.token).await?;
    }
    let made = state
        .store
        .company(user.company)
        .create_session(user.id, session::ttl(&state.config))
        .await;
    let token = made.map_err(|error| match error {
        SignInError::Store(error) => error.into(),
        error @ SignInError::NoSuchUser => problem::broken(&error),
    })?;
    tracing::info!(user = %user.id, "signed in by a link");
    let to = Redirect::to(&format!("/{language}/settings"));
    Ok(with_cookie(
        to.into_response(),
        session::set_cookie(&state.config, &token),
    ))
}

/// `POST /{language}/sign-out`: ends the session.
pub async fn leave(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
) -> Result<Response, Problem> {
    state.store.delete_session(&person.token).await?;
    let page = message::render(
        shell::bare(&state, language),
        Message::from_key(language, "signed-out"),
    );
    Ok(with_cookie(
        Html(page).into_response(),
        session::clear_cookie(&state.config),
    ))
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
