//! The page of a user's own mailbox: allowed after a look into it, seen, ended.

mod posted;
mod view;

use super::visitor::{Heard, Visitor};
use crate::{
    limits, mailboxes,
    state::State,
    web::{Kind, Problem, problem},
};
use ::mailbox::{Deadlines, Login, check};
use app::{
    components::{badge::Mood, notice::Notice},
    pages::mailbox::{Mistake, PATH, Trouble},
};
use axum::{
    Form, Router,
    extract::{Query, rejection::FormRejection},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use model::settings::{Destination, password};
use posted::{Action, Posted};
use providers::Provider;
use secrecy::{ExposeSecret, SecretString};
use store::MailboxError;
use view::{Content, render, trouble};

/// The page's route.
pub fn routes() -> Router<State> {
    Router::new().route("/{language}/settings/mailbox", get(show).post(act))
}

/// `GET /{language}/settings/mailbox`.
async fn show(visitor: Visitor, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    is_open(&visitor)?;
    let words = heard
        .one_of(&["allowed", "stopped"])
        .map(|said| visitor.texts().get(&format!("mailbox-{said}")));
    let content = Content {
        notice: words.map(|words| Notice {
            mood: Mood::Good,
            words,
        }),
        ..Content::default()
    };
    render(&visitor, content).await
}

/// `POST /{language}/settings/mailbox`: both buttons.
async fn act(visitor: Visitor, posted: Result<Form<Posted>, FormRejection>) -> Result<Response, Problem> {
    is_open(&visitor)?;
    let Form(posted) = posted.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem(Kind::TooLarge),
        _ => Problem(Kind::BadRequest),
    })?;
    match posted.action {
        Action::Stop => {
            let user = visitor.person.user.id;
            visitor.store().stop_mailbox(user, &visitor.actor()).await?;
            Ok(visitor.go(&format!("{PATH}?said=stopped")))
        }
        Action::Allow => allow(&visitor, posted).await,
    }
}

/// There is no such page where the operator does not want it.
fn is_open(visitor: &Visitor) -> Result<(), Problem> {
    if visitor.state.config.mailboxes.enabled {
        Ok(())
    } else {
        Err(Problem(Kind::NotFound))
    }
}

/// Signs in and opens the inbox; where that works, it is allowed.
async fn allow(visitor: &Visitor, posted: Posted) -> Result<Response, Problem> {
    let ports = mailboxes::open_ports(&visitor.state.config);
    let wanted = posted.destination(&ports);
    let (typed, password) = posted.into_parts();
    let destination = match wanted {
        Ok(destination) => destination,
        Err(mistakes) => return refused(visitor, typed, mistakes, None).await,
    };
    let person = &visitor.person.user;
    limits::mailbox_check(&visitor.state, person.id, person.company, &destination.host).await?;
    let client = mailboxes::client(&visitor.state.config, &visitor.state.courier, Deadlines::check());
    let company = visitor.store();
    let password = cleaned(visitor, &destination, &password);
    let login = Login::Password(password.clone());
    if let Err(fault) = check(&client, &*company, &destination, &login).await? {
        let trouble = trouble(&destination, fault.key(), fault.said());
        return refused(visitor, typed, Vec::new(), Some(trouble)).await;
    }
    keep(visitor, &destination, &password).await
}

/// Without the spaces that an app password is shown with, where its provider is known.
fn cleaned(visitor: &Visitor, at: &Destination, password: &SecretString) -> SecretString {
    let reads_there = |provider: &&Provider| {
        let reading = provider.reading.as_ref();
        reading.is_some_and(|reading| reading.host == at.host)
    };
    let provider = visitor.state.catalogue.all().iter().find(reads_there);
    let kind = provider.map(|provider| provider.password);
    SecretString::from(password::clean(password.expose_secret(), kind).into_owned())
}

async fn keep(
    visitor: &Visitor,
    destination: &Destination,
    password: &SecretString,
) -> Result<Response, Problem> {
    let user = visitor.person.user.id;
    let company = visitor.store();
    match company
        .allow_mailbox(user, destination, password, &visitor.actor())
        .await
    {
        Ok(()) => Ok(visitor.go(&format!("{PATH}?said=allowed"))),
        Err(MailboxError::NoSuchUser) => Err(Problem(Kind::NotFound)),
        Err(error @ (MailboxError::Unfit | MailboxError::Store(_))) => Err(problem::broken(&error)),
    }
}

/// The page again, with what was typed, but for the password.
async fn refused(
    visitor: &Visitor,
    typed: app::pages::mailbox::Typed,
    mistakes: Vec<Mistake>,
    stopped: Option<Trouble>,
) -> Result<Response, Problem> {
    let content = Content {
        typed: Some(typed),
        mistakes,
        stopped,
        ..Content::default()
    };
    let html = render(visitor, content).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
}
