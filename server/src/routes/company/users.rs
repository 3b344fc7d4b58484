//! `GET /{language}/company/users`: one page of all users.

use super::{
    people::{Listed, Page, link, standing},
    visit::Visit,
};
use crate::web::Problem;
use app::pages::company::{
    SendsThrough,
    users::{self, UserRow, UsersPage},
};
use axum::{extract::Query, response::Html};
use model::settings::Relay;
use store::UserSettings;

const PATH: &str = "/company/users";

/// The page.
pub async fn show(visit: Visit, Query(listed): Query<Listed>) -> Result<Html<String>, Problem> {
    let Page {
        search,
        users,
        total,
        paging,
    } = listed.page(&visit, PATH).await?;
    let relay = visit.relay();
    let page = UsersPage {
        search,
        total,
        users: users.iter().map(|of| row(&visit, of, relay.as_ref())).collect(),
        paging,
    };
    Ok(Html(users::render(visit.shell(PATH), page)))
}

fn row(visit: &Visit, of: &UserSettings, relay: Option<&Relay>) -> UserRow {
    let effective = of.effective();
    UserRow {
        person: link(&of.user),
        role: of.user.role,
        mode: effective.mode.value,
        through: SendsThrough::of(&effective),
        state: standing(visit, of, &effective, relay),
        last_sent: of.user.last_sent_at.map(|at| visit.moment(at)),
        is_sender_user: of.is_sender_user(),
    }
}
