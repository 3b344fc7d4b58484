//! `/{language}/company/encryption`: exceptions from the rules about encryption. They weaken the protection, so that
//! nothing is added or removed without a fresh sign-in, and nothing without having been asked once more.

mod add;
mod remove;
mod typed;

use super::{
    people::each,
    visit::{Heard, Visit},
};
use crate::{state::State, web::Problem};
use app::{
    dates,
    pages::company::encryption::{self, EncryptionPage, ExceptionRow, Freshness, SignInAgain, Typed},
};
use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use identity::launch::LaunchPage;
use model::settings::SendingMode;
use store::{Exception, Trusted};

const PATH: &str = "/company/encryption";

/// The page and its forms.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/company/encryption", get(show))
        .route("/{language}/company/encryption/authority", post(add::authority))
        .route("/{language}/company/encryption/pin", post(add::pin))
        .route("/{language}/company/encryption/plain", post(add::plain))
        .route(
            "/{language}/company/encryption/{id}/remove",
            get(remove::ask).post(remove::remove),
        )
}

/// `GET`.
async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let page = EncryptionPage {
        said: heard.said(),
        ..blank(&visit)
    };
    render(&visit, page).await.map(Html)
}

/// The page before anything is known.
fn blank(visit: &Visit) -> EncryptionPage {
    EncryptionPage {
        said: None,
        mistakes: Vec::new(),
        exceptions: Vec::new(),
        freshness: Freshness::Fresh,
        typed: Typed::default(),
        plain_allowed: visit.state.config.security.plain_passwords,
    }
}

async fn render(visit: &Visit, page: EncryptionPage) -> Result<String, Problem> {
    let exceptions = visit.store().exceptions().await?;
    let freshness = if visit.person.fresh {
        Freshness::Fresh
    } else {
        Freshness::SignInAgain(ways_in(visit))
    };
    let page = EncryptionPage {
        exceptions: exceptions.iter().map(|one| row(visit, one)).collect(),
        freshness,
        ..page
    };
    Ok(encryption::render(visit.shell(PATH), page))
}

/// Answers whoever's sign-in is no longer fresh: the page says how to sign in again.
async fn not_fresh(visit: &Visit) -> Result<Response, Problem> {
    let html = render(visit, blank(visit)).await?;
    Ok((StatusCode::FORBIDDEN, Html(html)).into_response())
}

/// How this person can sign in again: through his portal, or with a link.
fn ways_in(visit: &Visit) -> Vec<SignInAgain> {
    let texts = visit.texts();
    let mut ways = Vec::new();
    if let Some(portal) = visit.portal() {
        let name = portal
            .name
            .as_ref()
            .map_or(portal.id.as_str(), |name| name.as_str());
        let link = |key: &str, url: String| SignInAgain::Link {
            label: texts.with(key, &[("portal", name)]),
            url,
        };
        // The provider is asked to let him prove anew who he is, though it may know him.
        let asked = format!("/oidc/{}?fresh=1&page={}", portal.id, LaunchPage::Company.key());
        ways.extend(portal.oidc.as_ref().map(|_| link("sign-in-with", asked)));
        ways.extend(portal.url.clone().map(|url| link("sign-in-open", url)));
    }
    ways.push(SignInAgain::Explained(texts.get("sign-in-by-link")));
    ways
}

fn row(visit: &Visit, exception: &Exception) -> ExceptionRow {
    ExceptionRow {
        id: exception.id.to_string(),
        trusted: shown(visit, &exception.trusted),
        by: exception.confirmed_by.clone(),
        when: visit.moment(exception.confirmed_at),
    }
}

/// What is trusted, as a person is shown it.
fn shown(visit: &Visit, trusted: &Trusted) -> encryption::Trusted {
    let server = trusted.subject();
    match trusted {
        Trusted::Authority { name, pem } => {
            let described = ::network::tls::describe_authorities(pem.as_bytes()).unwrap_or_default();
            let (from, until) = described
                .into_iter()
                .next()
                .map(|certificate| (certificate.not_before, certificate.not_after))
                .unwrap_or_default();
            encryption::Trusted::Authority {
                name: name.clone(),
                over: typed::is_over(visit.now(), &from, &until),
                from: dates::day(visit.language, &from),
                until: dates::day(visit.language, &until),
            }
        }
        Trusted::Pin { spki_sha256, .. } => encryption::Trusted::Pin {
            server,
            sha256: spki_sha256.clone(),
        },
        Trusted::PlainPassword { .. } => encryption::Trusted::PlainPassword { server },
    }
}

/// How many users send through a server of their own that an exception is about.
async fn users_of(visit: &Visit, trusted: &Trusted) -> Result<u64, Problem> {
    let mut users = 0;
    each(&*visit.store(), |of| {
        let effective = of.effective();
        let its = match trusted {
            Trusted::Authority { .. } => effective.host.is_some(),
            Trusted::Pin { host, port, .. } | Trusted::PlainPassword { host, port } => {
                effective.host.as_ref().is_some_and(|v| v.value == *host)
                    && effective.port.as_ref().is_some_and(|v| v.value == *port)
            }
        };
        users += u64::from(its && effective.mode.value == SendingMode::OwnServer);
    })
    .await?;
    Ok(users)
}
