//! `/{language}/company/sender-user`: whose settings are the base for all.

mod affected;

use super::{
    people::{Listed, Page, link, standing},
    visit::{Heard, Posted, Step, Visit, overtaken, with_mistakes},
};
use crate::web::{Kind, Problem, problem};
use affected::Affected;
use app::pages::company::{
    Mistake, Said, SendsThrough,
    sender_user::{self, Candidate, Chosen, PreviewPage, SenderUserPage},
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use model::{UserId, settings::Relay};
use serde::Deserialize;
use store::{Company, SenderUserError, UserSettings};

const PATH: &str = "/company/sender-user";

/// `GET`.
pub async fn show(
    visit: Visit,
    Query(listed): Query<Listed>,
    Query(heard): Query<Heard>,
) -> Result<Html<String>, Problem> {
    let page = SenderUserPage {
        said: heard.said(),
        ..SenderUserPage::default()
    };
    render(&visit, listed, page).await.map(Html)
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(default)]
    user: String,
    version: u64,
    #[serde(default)]
    action: Step,
}

/// `POST`: shows what would change, or changes it.
pub async fn change(visit: Visit, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let chosen = match form.user.as_str() {
        "" => return refused(&visit, Mistake::SenderUserMissing).await,
        Chosen::NOBODY => None,
        id => match id.parse::<UserId>() {
            Ok(id) => Some(id),
            Err(_) => return refused(&visit, Mistake::SenderUserGone).await,
        },
    };
    let company = visit.company();
    if company.version != form.version {
        return conflict(&visit, form.user).await;
    }
    if company.sender_user == chosen {
        return Ok(visit.done(PATH, Said::SenderUserSame));
    }
    let store = visit.store();
    if form.action == Step::Preview {
        let candidate = match chosen {
            Some(user) => match store.user_settings(user).await? {
                Some(of) => Some(of),
                None => return refused(&visit, Mistake::SenderUserGone).await,
            },
            None => None,
        };
        return preview(&visit, company, candidate).await;
    }
    match store
        .set_sender_user(chosen, Some(form.version), &visit.actor())
        .await
    {
        Ok(_) => Ok(visit.done(PATH, Said::SenderUserSaved)),
        Err(SenderUserError::NoSuchUser) => refused(&visit, Mistake::SenderUserGone).await,
        Err(SenderUserError::Conflict { .. }) => conflict(&visit, form.user).await,
        Err(SenderUserError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(SenderUserError::Store(error)) => Err(problem::broken(&error)),
    }
}

async fn preview(
    visit: &Visit,
    company: &Company,
    candidate: Option<UserSettings>,
) -> Result<Response, Problem> {
    let store = visit.store();
    let affected = Affected::by(&*store, candidate.as_ref()).await?;
    let current = match company.sender_user {
        Some(user) => store.find_user(user).await?,
        None => None,
    };
    let relay = visit.relay();
    let page = PreviewPage {
        chosen: candidate
            .as_ref()
            .map(|of| self::candidate(visit, &affected::alone(of), relay.as_ref())),
        current: current.as_ref().map(link),
        affected: affected.users,
        counts: affected.counts,
        users: affected.most,
        version: company.version,
    };
    Ok(Html(sender_user::render_preview(visit.shell(PATH), page)).into_response())
}

async fn refused(visit: &Visit, mistake: Mistake) -> Result<Response, Problem> {
    let page = SenderUserPage {
        mistakes: vec![mistake],
        ..SenderUserPage::default()
    };
    render(visit, Listed::default(), page).await.map(with_mistakes)
}

/// Somebody else changed the company in between: what counts now, with the choice as it was made.
async fn conflict(visit: &Visit, user: String) -> Result<Response, Problem> {
    let chosen = match user.as_str() {
        Chosen::NOBODY => Chosen::Nobody,
        _ => Chosen::User(user),
    };
    let page = SenderUserPage {
        said: Some(Said::Conflict),
        chosen,
        ..SenderUserPage::default()
    };
    render(visit, Listed::default(), page).await.map(overtaken)
}

/// The page with its list. One who is chosen is on it, wherever in the list he would be.
async fn render(visit: &Visit, listed: Listed, page: SenderUserPage) -> Result<String, Problem> {
    let company = visit.company();
    let store = visit.store();
    let relay = visit.relay();
    let Page {
        search,
        mut users,
        total,
        paging,
    } = listed.page(visit, PATH).await?;
    if let Chosen::User(id) = &page.chosen
        && let Ok(id) = id.parse::<UserId>()
        && !users.iter().any(|of| of.user.id == id)
    {
        users.extend(store.user_settings(id).await?);
    }
    let current = match company.sender_user {
        Some(user) => store.user_settings(user).await?,
        None => None,
    };
    let candidate = |of: &UserSettings| candidate(visit, of, relay.as_ref());
    let page = SenderUserPage {
        current: current.as_ref().map(candidate),
        search,
        total,
        candidates: users
            .iter()
            .filter(|of| !of.is_sender_user())
            .map(candidate)
            .collect(),
        paging,
        version: company.version,
        ..page
    };
    Ok(sender_user::render(visit.shell(PATH), page))
}

fn candidate(visit: &Visit, of: &UserSettings, relay: Option<&Relay>) -> Candidate {
    let effective = of.effective();
    Candidate {
        person: link(&of.user),
        through: SendsThrough::of(&effective),
        state: standing(visit, of, &effective, relay),
    }
}
