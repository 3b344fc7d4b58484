//! Taking an exception away.

use super::{PATH, not_fresh, row, users_of};
use crate::{
    routes::company::visit::{Button, Posted, Visit, id},
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Said,
    encryption::{self, RemovePage},
};
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use model::ExceptionId;
use store::{Exception, ExceptionError};

/// `GET …/{id}/remove`: asks once more.
pub async fn ask(visit: Visit, Path((_, text)): Path<(String, String)>) -> Result<Response, Problem> {
    let exception = find(&visit, &text).await?;
    if !visit.person.fresh {
        return not_fresh(&visit).await;
    }
    let page = RemovePage {
        exception: row(&visit, &exception),
        users: users_of(&visit, &exception.trusted).await?,
    };
    let shell = visit.shell(&format!("{PATH}/{}/remove", exception.id));
    Ok(Html(encryption::render_remove(shell, page)).into_response())
}

/// `POST …/{id}/remove`: removes it.
pub async fn remove(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(_): Posted<Button>,
) -> Result<Response, Problem> {
    let exception = find(&visit, &text).await?;
    if !visit.person.fresh {
        return not_fresh(&visit).await;
    }
    match visit.store().remove_exception(exception.id, &visit.actor()).await {
        Ok(()) => Ok(visit.done(PATH, Said::ExceptionRemoved)),
        Err(ExceptionError::NoSuchException) => Ok(visit.done(PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

async fn find(visit: &Visit, text: &str) -> Result<Exception, Problem> {
    let id: ExceptionId = id(text)?;
    let all = visit.store().exceptions().await?;
    all.into_iter()
        .find(|exception| exception.id == id)
        .ok_or(Problem(Kind::NotFound))
}
