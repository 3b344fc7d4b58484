//! What a person decides about a batch.

use super::{find, id_of};
use crate::{
    routes::visitor::{Heard, Visitor},
    web::{Kind, Problem, problem},
};
use app::components::{badge::Mood, notice::Notice};
use axum::{
    Form,
    extract::{Path, rejection::FormRejection},
    response::Response,
};
use serde::Deserialize;
use store::{BatchDecision, DecisionError};

/// The form: one button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    action: Action,
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Start,
    Pause,
    GoOn,
    Resend,
}

/// `POST /batches/{id}`.
pub async fn change(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    button: Result<Form<Button>, FormRejection>,
) -> Result<Response, Problem> {
    let Form(button) = button.map_err(|_| Problem(Kind::BadRequest))?;
    let (decision, said) = match button.action {
        Action::Start => (BatchDecision::GoOn, "started"),
        Action::Pause => (BatchDecision::Pause, "paused"),
        Action::GoOn => (BatchDecision::GoOn, "going-on"),
        Action::Resend => (BatchDecision::ResendFailed, "resent"),
    };
    decide(&visitor, &id, decision, said).await
}

/// `POST /batches/{id}/cancel`.
pub async fn cancel(visitor: Visitor, Path((_, id)): Path<(String, String)>) -> Result<Response, Problem> {
    decide(&visitor, &id, BatchDecision::Cancel, "canceled").await
}

async fn decide(
    visitor: &Visitor,
    id: &str,
    decision: BatchDecision,
    said: &str,
) -> Result<Response, Problem> {
    // Whose it is has to be looked up: the store knows companies, not who may see what in them.
    let batch = find(visitor, id_of(id)?).await?.batch.id;
    let decided = visitor
        .store()
        .decide_batch(batch, decision, &visitor.actor())
        .await;
    let said = match decided {
        Ok(_) => said,
        Err(DecisionError::State | DecisionError::ContentGone) => "late",
        Err(DecisionError::NotFound) => return Err(Problem(Kind::NotFound)),
        Err(error) => return Err(problem::broken(&error)),
    };
    Ok(visitor.go(&format!("/batches/{batch}?said={said}")))
}

/// What just happened.
pub fn notice(visitor: &Visitor, heard: &Heard) -> Option<Notice> {
    let said = heard.one_of(&["started", "paused", "going-on", "resent", "canceled", "late"])?;
    Some(Notice {
        mood: if said == "late" { Mood::Open } else { Mood::Good },
        words: visitor.texts().get(&format!("batch-said-{said}")),
    })
}
