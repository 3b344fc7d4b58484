//! Adding an exception: what was typed is read, shown with what it would mean, and added when it was confirmed.

use super::{PATH, blank, not_fresh, render, shown, typed, users_of};
use crate::{
    routes::company::visit::{Posted, Step, Visit, with_mistakes},
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake, Said, ServerForm,
    encryption::{self, AddPage, Addition, EncryptionPage, Typed},
};
use axum::response::{Html, IntoResponse, Response};
use network::tls::MOST_AUTHORITIES;
use serde::Deserialize;
use store::{ExceptionError, Trusted, exceptions::MOST_EXCEPTIONS, rows::exception_key};

/// The form of an authority.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityForm {
    pem: String,
    #[serde(default)]
    action: Step,
}

/// `POST …/authority`.
pub async fn authority(visit: Visit, Posted(form): Posted<AuthorityForm>) -> Result<Response, Problem> {
    let wanted = typed::authority(&form.pem, visit.now()).map_err(|mistake| vec![mistake]);
    // A private key is given back to nobody.
    let pem = if typed::holds_private_key(&form.pem) {
        String::new()
    } else {
        form.pem
    };
    let typed = Typed {
        pem,
        ..Typed::default()
    };
    add(&visit, wanted, typed, form.action).await
}

/// The form of a pinned key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PinForm {
    server: String,
    port: String,
    sha256: String,
    #[serde(default)]
    action: Step,
}

/// `POST …/pin`.
pub async fn pin(visit: Visit, Posted(form): Posted<PinForm>) -> Result<Response, Problem> {
    let open = &visit.state.courier.policy.open_ports;
    let server = typed::server(ServerForm::Pin, &form.server, &form.port, open);
    let wanted = match (server, typed::fingerprint(&form.sha256)) {
        (Ok((host, port)), Ok(hash)) => Ok(Trusted::Pin {
            host,
            port,
            spki_sha256: hash.to_string(),
        }),
        (server, hash) => {
            let mut mistakes = server.err().unwrap_or_default();
            mistakes.extend(hash.err());
            Err(mistakes)
        }
    };
    let typed = Typed {
        pin_server: form.server,
        pin_port: form.port,
        sha256: form.sha256,
        ..Typed::default()
    };
    add(&visit, wanted, typed, form.action).await
}

/// The form of a server that takes a readable password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainForm {
    server: String,
    port: String,
    #[serde(default)]
    understood: String,
    #[serde(default)]
    action: Step,
}

/// `POST …/plain`; there is no such thing where the operator does not allow it.
pub async fn plain(visit: Visit, Posted(form): Posted<PlainForm>) -> Result<Response, Problem> {
    if !visit.state.config.security.plain_passwords {
        return Err(Problem(Kind::NotFound));
    }
    let open = &visit.state.courier.policy.open_ports;
    let server = typed::server(ServerForm::Plain, &form.server, &form.port, open);
    let wanted = match (server, form.understood == "yes") {
        (Ok((host, port)), true) => Ok(Trusted::PlainPassword { host, port }),
        (server, understood) => {
            let mut mistakes = server.err().unwrap_or_default();
            mistakes.extend((!understood).then_some(Mistake::PlainNotUnderstood));
            Err(mistakes)
        }
    };
    let typed = Typed {
        plain_server: form.server,
        plain_port: form.port,
        ..Typed::default()
    };
    add(&visit, wanted, typed, form.action).await
}

async fn add(
    visit: &Visit,
    wanted: Result<Trusted, Vec<Mistake>>,
    typed: Typed,
    step: Step,
) -> Result<Response, Problem> {
    if !visit.person.fresh {
        return not_fresh(visit).await;
    }
    let trusted = match wanted {
        Ok(trusted) => trusted,
        Err(mistakes) => return refused(visit, mistakes, typed).await,
    };
    if let Some(mistake) = no_room(visit, &trusted).await? {
        return refused(visit, vec![mistake], typed).await;
    }
    if step == Step::Preview {
        return ask(visit, &trusted).await;
    }
    match visit.store().add_exception(&trusted, &visit.actor()).await {
        Ok(_) => Ok(visit.done(PATH, Said::ExceptionAdded)),
        Err(ExceptionError::Already) => refused(visit, vec![already(&trusted)], typed).await,
        Err(ExceptionError::TooMany) => {
            refused(visit, vec![Mistake::TooManyExceptions(MOST_EXCEPTIONS)], typed).await
        }
        Err(ExceptionError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error @ (ExceptionError::NoSuchException | ExceptionError::Store(_))) => {
            Err(problem::broken(&error))
        }
    }
}

/// Why there is no room for one more; the same one twice is told before anything is asked.
async fn no_room(visit: &Visit, trusted: &Trusted) -> Result<Option<Mistake>, Problem> {
    let there = visit.store().exceptions().await?;
    let key = exception_key(trusted);
    if there.iter().any(|one| exception_key(&one.trusted) == key) {
        return Ok(Some(already(trusted)));
    }
    let is_authority = |trusted: &Trusted| matches!(trusted, Trusted::Authority { .. });
    let authorities = there.iter().filter(|one| is_authority(&one.trusted)).count();
    // More than this no connection would take.
    let most = u32::try_from(MOST_AUTHORITIES).unwrap_or(u32::MAX);
    let full = is_authority(trusted) && authorities >= MOST_AUTHORITIES;
    Ok(full.then_some(Mistake::TooManyExceptions(most)))
}

const fn already(trusted: &Trusted) -> Mistake {
    match trusted {
        Trusted::Authority { .. } => Mistake::AuthorityAlready,
        Trusted::Pin { .. } => Mistake::PinAlready,
        Trusted::PlainPassword { .. } => Mistake::PlainAlready,
    }
}

/// What it would mean, with the same fields to be posted again: as they were read, not as they were typed.
async fn ask(visit: &Visit, trusted: &Trusted) -> Result<Response, Problem> {
    let (pem, server, port) = match trusted {
        Trusted::Authority { pem, .. } => (pem.clone(), String::new(), String::new()),
        Trusted::Pin { host, port, .. } | Trusted::PlainPassword { host, port } => {
            (String::new(), host.to_string(), port.to_string())
        }
    };
    let page = AddPage {
        addition: Addition {
            trusted: shown(visit, trusted),
            pem,
            server,
            port,
        },
        users: users_of(visit, trusted).await?,
    };
    Ok(Html(encryption::render_add(visit.shell(PATH), page)).into_response())
}

async fn refused(visit: &Visit, mistakes: Vec<Mistake>, typed: Typed) -> Result<Response, Problem> {
    let page = EncryptionPage {
        mistakes,
        typed,
        ..blank(visit)
    };
    render(visit, page).await.map(with_mistakes)
}
