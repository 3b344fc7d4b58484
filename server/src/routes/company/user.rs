//! `GET /{language}/company/users/{id}`: one user's effective settings.

use super::{
    people::standing,
    visit::{Visit, id},
};
use crate::{
    testing::{self, Live},
    web::{Kind, Problem},
};
use app::pages::company::user::{self, UserPage};
use axum::{extract::Path, response::Html};
use model::{UserId, settings::Effective};
use store::{StoreError, UserSettings, Verification};

/// The page.
pub async fn show(visit: Visit, Path((_, user)): Path<(String, String)>) -> Result<Html<String>, Problem> {
    let user: UserId = id(&user)?;
    let of = visit
        .store()
        .user_settings(user)
        .await?
        .ok_or(Problem(Kind::NotFound))?;
    let effective = of.effective();
    let relay = visit.relay();
    let page = UserPage {
        name: of.user.name.as_str().to_owned(),
        email: of.user.email.to_string(),
        role: of.user.role,
        is_sender_user: of.is_sender_user(),
        state: standing(&visit, &of, &effective, relay.as_ref()),
        cause: cause(&visit, &of, &effective).await?,
        last_sent: of.user.last_sent_at.map(|at| visit.moment(at)),
        sender_user: of.sender_user.as_ref().map(|s| s.user.name.as_str().to_owned()),
        effective,
    };
    let shell = visit.shell(&format!("/company/users/{user}"));
    Ok(Html(user::render(shell, page)))
}

/// What the last test stumbled over, as long as the test is kept: his own, or the sender user's where its verdict
/// holds for him.
async fn cause(
    visit: &Visit,
    of: &UserSettings,
    effective: &Effective,
) -> Result<Option<String>, StoreError> {
    let Verification::Failing { test: Some(test), .. } = of.verification(effective) else {
        return Ok(None);
    };
    let company = visit.store();
    for user in [Some(&of.user), of.sender_user.as_ref().map(|s| &s.user)]
        .into_iter()
        .flatten()
    {
        if let Some(run) = company.find_test(user.id, test).await? {
            let live = Live {
                reports: run.reports.clone(),
                verdict: run.verdict.clone(),
                ..Live::default()
            };
            let page = testing::page(&visit.state, visit.language, user, run, live);
            return Ok(page.cause(visit.language));
        }
    }
    Ok(None)
}
