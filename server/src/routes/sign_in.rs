//! The ways to sign in, one-time links, and signing out.

use crate::{
    limits,
    sign_in::{self, Beginning, Way},
    state::State,
    web::{ClientAddress, Kind, MaybeSignedIn, PageLanguage, Problem, SignedIn, shell},
};
use app::pages::{
    message::{self, Message},
    sign_in as page,
};
use axum::{
    extract::{Path, State as Shared},
    http::header,
    response::{Html, IntoResponse, Response},
};
use store::{LinkError, LinkToken};

fn token(text: &str) -> Result<LinkToken, Problem> {
    text.parse().map_err(|_| Problem(Kind::SignInExpired))
}

/// `GET /{language}/sign-in`: the ways there are.
pub async fn ways(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    MaybeSignedIn(person): MaybeSignedIn,
) -> Html<String> {
    let portals = state.portals.all().iter();
    let ways = portals
        .filter(|portal| portal.oidc.is_some() || portal.url.is_some())
        .map(|portal| page::Way {
            portal: portal
                .name
                .as_ref()
                .map_or_else(|| portal.id.to_string(), |name| name.as_str().to_owned()),
            ask: portal.oidc.as_ref().map(|_| format!("/oidc/{}", portal.id)),
            url: portal.url.clone(),
        });
    let shell = shell::around(&state, language, "/sign-in", person.as_ref());
    Html(page::render_ways(shell, ways.collect()))
}

/// `GET /{language}/sign-in/{token}`: asks for a press of the button; whatever only looks at links uses none up.
pub async fn ask(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    Path((_, text)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    token(&text)?;
    Ok(Html(page::render(shell::bare(&state, language))))
}

/// `POST`: uses the link up and begins a new session; one that was there before ends.
pub async fn enter(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    ClientAddress(from): ClientAddress,
    MaybeSignedIn(before): MaybeSignedIn,
    Path((_, text)): Path<(String, String)>,
) -> Result<Response, Problem> {
    limits::sign_in(&state, from).await?;
    let user = match state.store.consume_sign_in_link(&token(&text)?).await {
        Ok(user) => user,
        Err(LinkError::Store(error)) => return Err(error.into()),
        Err(refused) => {
            tracing::info!("no sign-in: {refused}");
            return Err(Problem(Kind::SignInExpired));
        }
    };
    let company = state.store.find_company(user.company).await?;
    let portal = company.map(|company| company.portal);
    if portal.as_ref().and_then(|id| state.portals.get(id)).is_none() {
        let details = format!("portal {portal:?} is not configured any more");
        return Err(sign_in::refused(Way::Link, "no-such-portal", &details));
    }
    let beginning = Beginning {
        way: Way::Link,
        embedded_in: None,
        fresh: true,
        before,
    };
    let to = format!("/{language}/settings");
    sign_in::begin(&state, &user, beginning, &to).await
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
    let mut response = Html(page).into_response();
    if let Some(cookie) = person.cookie().clear(&state.config) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
