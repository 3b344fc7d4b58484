//! `GET /{language}/company`: how the company's sending stands.

use super::{
    people::{each, link, standing},
    visit::{Heard, Visit},
};
use crate::web::Problem;
use app::pages::company::{
    UserState,
    overview::{self, Counts, OverviewPage},
};
use axum::{extract::Query, response::Html};
use model::settings::SendingMode;

/// The page. Every user is looked at: none of what is counted is stored by itself.
pub async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let company = visit.company();
    let store = visit.store();
    let relay = visit.relay();
    let mut counts = Counts::default();
    let mut modes = SendingMode::ALL.map(|mode| (mode, 0));
    each(&*store, |of| {
        let effective = of.effective();
        counts.users += 1;
        for (_, number) in modes.iter_mut().filter(|(mode, _)| *mode == effective.mode.value) {
            *number += 1;
        }
        *match standing(&visit, &of, &effective, relay.as_ref()) {
            UserState::Portal | UserState::Verified(_) => &mut counts.working,
            UserState::Failing(_) => &mut counts.failing,
            UserState::Never | UserState::Changed(_) => &mut counts.untested,
            UserState::Incomplete(_) => &mut counts.incomplete,
        } += 1;
    })
    .await?;
    let sender_user = match company.sender_user {
        Some(user) => store.find_user(user).await?,
        None => None,
    };
    let page = OverviewPage {
        said: heard.said(),
        company: company.name.as_str().to_owned(),
        counts,
        sender_user: sender_user.as_ref().map(link),
        most_used: modes
            .into_iter()
            .filter(|(_, number)| *number > 0)
            .max_by_key(|(_, number)| *number),
    };
    Ok(Html(overview::render(visit.shell("/company"), page)))
}
