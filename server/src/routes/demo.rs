//! The demo's caught letters, and how its mail server answers.

use crate::{
    state::State,
    times,
    web::{Kind, PageLanguage, Problem, SignedIn, shell},
};
use app::pages::demo_letters::{self, CaughtLetter, DemoPage};
use axum::{
    Form,
    extract::{Query, State as Shared, rejection::FormRejection},
    response::{Html, Redirect},
};
use catcher::{Behaviour, Letter};
use mail_parser::MessageParser;
use model::Language;
use serde::Deserialize;

/// Whether the answer was just chosen.
#[derive(Deserialize)]
pub struct Said {
    said: Option<String>,
}

/// `GET /{language}/demo/letters`.
pub async fn letters(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    person: SignedIn,
    Query(said): Query<Said>,
) -> Result<Html<String>, Problem> {
    let demo = state.demo.as_ref().ok_or(Problem(Kind::NotFound))?;
    let texts = texts::texts(language);
    let page = DemoPage {
        letters: demo
            .catcher
            .letters()
            .iter()
            .rev()
            .map(|letter| caught(&state, language, letter))
            .collect(),
        behaviours: Behaviour::ALL
            .into_iter()
            .map(|behaviour| {
                (
                    behaviour.key().to_owned(),
                    texts.get(&format!("demo-behaviour-{}", behaviour.key())),
                )
            })
            .collect(),
        chosen: demo.catcher.behaviour().key().to_owned(),
        just_chosen: said.said.is_some(),
    };
    Ok(Html(demo_letters::render(
        shell::around(&state, language, "/demo/letters", Some(&person)),
        page,
    )))
}

fn caught(state: &State, language: Language, letter: &Letter) -> CaughtLetter {
    let parsed = MessageParser::default().parse(&letter.bytes);
    let subject = parsed
        .as_ref()
        .and_then(|message| message.subject())
        .unwrap_or_default()
        .to_owned();
    let text = parsed
        .as_ref()
        .and_then(|message| message.body_text(0))
        .unwrap_or_default()
        .into_owned();
    CaughtLetter {
        when: times::moment(language, letter.received_at, &state.zone),
        from: letter.envelope_from.clone(),
        to: letter.envelope_to.join(", "),
        user: letter.user_name.clone(),
        subject,
        text,
        source: String::from_utf8_lossy(&letter.bytes).into_owned(),
    }
}

/// How to answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    behaviour: String,
}

/// `POST /{language}/demo/behaviour`.
pub async fn behave(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    _: SignedIn,
    chosen: Result<Form<Chosen>, FormRejection>,
) -> Result<Redirect, Problem> {
    let demo = state.demo.as_ref().ok_or(Problem(Kind::NotFound))?;
    let Form(chosen) = chosen.map_err(|_| Problem(Kind::BadRequest))?;
    demo.catcher
        .set_behaviour(chosen.behaviour.parse().map_err(|_| Problem(Kind::BadRequest))?);
    Ok(Redirect::to(&format!("/{language}/demo/letters?said=chosen")))
}

/// `POST /{language}/demo/clear`.
pub async fn clear(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    _: SignedIn,
) -> Result<Redirect, Problem> {
    state
        .demo
        .as_ref()
        .ok_or(Problem(Kind::NotFound))?
        .catcher
        .clear();
    Ok(Redirect::to(&format!("/{language}/demo/letters")))
}
