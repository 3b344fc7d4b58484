//! `/{language}/company/api-keys`: the company's keys for the API. A key is on the page that answers the form that made
//! it, and on no other.

mod one;

use super::visit::{Heard, Posted, Visit, with_mistakes};
use crate::{
    state::State,
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake,
    api_keys::{self, ApiKeysPage, CreatedPage, KeyRow, KeyState},
};
use axum::{
    Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use model::address::is_invisible;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use store::{Action, ApiKey, ApiKeyError, AuditQuery, KeyScope, StoreError, api_keys::MOST_KEYS};

const PATH: &str = "/company/api-keys";
/// The longest name of a key, in characters.
const LONGEST_NAME: usize = 80;
/// The longest time that a key is made for, in days.
const MOST_DAYS: u16 = 3650;
/// How many entries of the log are looked at for who made which key.
const LOOKED_BACK: u32 = 500;

/// The page and its forms.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/company/api-keys", get(show).post(create))
        .route(
            "/{language}/company/api-keys/{id}/rotate",
            get(one::ask_rotate).post(one::rotate),
        )
        .route(
            "/{language}/company/api-keys/{id}/revoke",
            get(one::ask_revoke).post(one::revoke),
        )
}

/// `GET`.
async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let page = ApiKeysPage {
        said: heard.said(),
        ..ApiKeysPage::default()
    };
    render(&visit, page).await.map(Html)
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    name: String,
    #[serde(default)]
    days: String,
}

/// `POST`: makes a key and shows it.
async fn create(visit: Visit, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let name = form.name.trim();
    let good_name =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(is_invisible);
    let days = match form.days.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .ok()
            .filter(|days| (1..=MOST_DAYS).contains(days))
            .map(Some)
            .ok_or(()),
    };
    let (true, Ok(days)) = (good_name, days) else {
        let mistakes = [
            (!good_name).then_some(Mistake::KeyNameInvalid),
            days.is_err().then_some(Mistake::KeyDaysInvalid),
        ];
        return refused(&visit, mistakes.into_iter().flatten().collect(), form).await;
    };
    let expires_at = days.map(|days| visit.now() + SignedDuration::from_hours(24 * i64::from(days)));
    let scope = scope(&visit);
    let made = visit
        .state
        .store
        .create_api_key(&scope, name, expires_at, &visit.actor())
        .await;
    match made {
        Ok((key, token)) => {
            let page = CreatedPage {
                name: key.name,
                key: token.reveal(),
                ends: key.expires_at.map(|at| visit.moment(at)),
                old_until: None,
            };
            Ok(Html(api_keys::render_created(visit.shell(PATH), page)).into_response())
        }
        Err(ApiKeyError::TooMany) => refused(&visit, vec![Mistake::TooManyKeys(MOST_KEYS)], form).await,
        Err(ApiKeyError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error @ (ApiKeyError::NoSuchKey | ApiKeyError::Store(_))) => Err(problem::broken(&error)),
    }
}

async fn refused(visit: &Visit, mistakes: Vec<Mistake>, form: Form) -> Result<Response, Problem> {
    let page = ApiKeysPage {
        mistakes,
        name: form.name,
        days: form.days,
        ..ApiKeysPage::default()
    };
    render(visit, page).await.map(with_mistakes)
}

async fn render(visit: &Visit, page: ApiKeysPage) -> Result<String, Problem> {
    let keys = Keys::of(visit).await?;
    let page = ApiKeysPage {
        keys: keys.all.iter().map(|key| keys.row(visit, key)).collect(),
        ..page
    };
    Ok(api_keys::render(visit.shell(PATH), page))
}

/// The keys of this company alone.
fn scope(visit: &Visit) -> KeyScope {
    let company = visit.company();
    KeyScope {
        portal: company.portal.clone(),
        company: Some(company.id),
    }
}

/// The company's keys, and what the log knows of them.
struct Keys {
    all: Vec<ApiKey>,
    /// Who made which.
    made_by: HashMap<String, String>,
    /// Those for which there is a newer one.
    replaced: HashSet<String>,
}

impl Keys {
    async fn of(visit: &Visit) -> Result<Self, Problem> {
        let scope = scope(visit);
        let all = visit.state.store.list_api_keys(&scope).await?;
        let (made_by, replaced) = history(visit).await?;
        Ok(Self {
            all,
            made_by,
            replaced,
        })
    }

    fn row(&self, visit: &Visit, key: &ApiKey) -> KeyRow {
        let id = key.id.to_string();
        let over = key.expires_at.is_some_and(|at| at <= visit.now());
        let state = match key.revoked_at {
            Some(_) => KeyState::Revoked,
            None if over => KeyState::Over,
            None if self.replaced.contains(&id) => KeyState::Replaced,
            None => KeyState::Active,
        };
        KeyRow {
            name: key.name.clone(),
            hint: key.hint.clone(),
            created: visit.moment(key.created_at),
            created_by: self.made_by.get(&id).cloned(),
            last_used: key.last_used_at.map(|at| visit.moment(at)),
            ends: key.revoked_at.or(key.expires_at).map(|at| visit.moment(at)),
            state,
            id,
        }
    }
}

/// Who made which key, and which were replaced, as far back as is looked.
async fn history(visit: &Visit) -> Result<(HashMap<String, String>, HashSet<String>), StoreError> {
    let query = AuditQuery {
        actions: vec![Action::ApiKeyCreated, Action::ApiKeyRotated],
        ..AuditQuery::default()
    };
    let (mut made_by, mut replaced) = (HashMap::new(), HashSet::new());
    for written in visit.store().audit(&query, LOOKED_BACK).await? {
        let id = |value: &Option<serde_json::Value>| Some(value.as_ref()?.get("id")?.as_str()?.to_owned());
        if let Some(id) = id(&written.entry.after) {
            made_by.insert(id, written.entry.actor.name().to_owned());
        }
        if written.entry.action == Action::ApiKeyRotated {
            replaced.extend(id(&written.entry.before));
        }
    }
    Ok((made_by, replaced))
}
