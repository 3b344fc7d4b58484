//! One key: replaced by a new one, or ended.

use super::{Keys, PATH, scope};
use crate::{
    routes::company::visit::{Button, Posted, Visit, id, with_mistakes},
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake, Overlap, Said,
    api_keys::{self, CreatedPage, KeyRow, KeyState, RevokePage, RotatePage},
};
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use jiff::SignedDuration;
use model::ApiKeyId;
use serde::Deserialize;
use store::{ApiKeyError, api_keys::MOST_KEYS};

/// `GET …/{id}/rotate`.
pub async fn ask_rotate(visit: Visit, Path((_, text)): Path<(String, String)>) -> Result<Response, Problem> {
    let (_, key) = find(&visit, &text).await?;
    Ok(if opens(&key) {
        Html(rotate_page(&visit, key, Vec::new())).into_response()
    } else {
        visit.done(PATH, Said::Gone)
    })
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RotateForm {
    #[serde(default)]
    overlap: String,
    #[serde(default)]
    #[expect(dead_code, reason = "the one button says nothing but that it was pressed")]
    action: String,
}

/// `POST …/{id}/rotate`: makes a new key and shows it.
pub async fn rotate(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(form): Posted<RotateForm>,
) -> Result<Response, Problem> {
    let (id, old) = find(&visit, &text).await?;
    if !opens(&old) {
        return Ok(visit.done(PATH, Said::Gone));
    }
    let Some(overlap) = Overlap::from_key(&form.overlap) else {
        let mistakes = vec![Mistake::OverlapMissing];
        return Ok(with_mistakes(rotate_page(&visit, old, mistakes)));
    };
    let (scope, overlap) = (scope(&visit), overlap.duration());
    let now = visit.now();
    let made = visit
        .state
        .store
        .rotate_api_key(&scope, id, overlap, &visit.actor())
        .await;
    match made {
        Ok((key, token)) => {
            let until = SignedDuration::try_from(overlap)
                .ok()
                .map(|overlap| now + overlap);
            let page = CreatedPage {
                name: key.name,
                key: token.reveal(),
                ends: key.expires_at.map(|at| visit.moment(at)),
                old_until: until.filter(|until| *until > now).map(|at| visit.moment(at)),
            };
            Ok(Html(api_keys::render_created(visit.shell(PATH), page)).into_response())
        }
        Err(ApiKeyError::NoSuchKey) => Ok(visit.done(PATH, Said::Gone)),
        Err(ApiKeyError::TooMany) => {
            let mistakes = vec![Mistake::TooManyKeys(MOST_KEYS)];
            Ok(with_mistakes(rotate_page(&visit, old, mistakes)))
        }
        Err(error) => Err(problem::broken(&error)),
    }
}

/// `GET …/{id}/revoke`.
pub async fn ask_revoke(visit: Visit, Path((_, text)): Path<(String, String)>) -> Result<Response, Problem> {
    let (id, key) = find(&visit, &text).await?;
    if !opens(&key) {
        return Ok(visit.done(PATH, Said::Gone));
    }
    let shell = visit.shell(&format!("{PATH}/{id}/revoke"));
    Ok(Html(api_keys::render_revoke(shell, RevokePage { key })).into_response())
}

/// `POST …/{id}/revoke`: ends it.
pub async fn revoke(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(_): Posted<Button>,
) -> Result<Response, Problem> {
    let (id, _) = find(&visit, &text).await?;
    let scope = scope(&visit);
    match visit.state.store.revoke_api_key(&scope, id, &visit.actor()).await {
        Ok(()) => Ok(visit.done(PATH, Said::KeyRevoked)),
        Err(ApiKeyError::NoSuchKey) => Ok(visit.done(PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

fn rotate_page(visit: &Visit, key: KeyRow, mistakes: Vec<Mistake>) -> String {
    let shell = visit.shell(&format!("{PATH}/{}/rotate", key.id));
    api_keys::render_rotate(shell, RotatePage { key, mistakes })
}

const fn opens(key: &KeyRow) -> bool {
    matches!(key.state, KeyState::Active | KeyState::Replaced)
}

/// A key of this company, ended or not.
async fn find(visit: &Visit, text: &str) -> Result<(ApiKeyId, KeyRow), Problem> {
    let id: ApiKeyId = id(text)?;
    let keys = Keys::of(visit).await?;
    let key = keys.all.iter().find(|key| key.id == id);
    key.map(|key| (id, keys.row(visit, key)))
        .ok_or(Problem(Kind::NotFound))
}
