//! All users of a company: how each sends and how his settings stand.
//!
//! **Form**: `GET /company/users`, field `search` (part of a name or address). Pages of the list by the addresses given.

use super::{Frame, Paging, Part, PersonLink, SendsThrough, UserState, address, people};
use crate::{
    components::table::{Table, any, cell},
    shell::Shell,
};
use leptos::prelude::*;
use model::{Role, settings::SendingMode};
use texts::Texts;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Who.
    pub person: PersonLink,
    /// What he may do.
    pub role: Role,
    /// Whose server sends.
    pub mode: SendingMode,
    /// Which one.
    pub through: SendsThrough,
    /// How his settings stand.
    pub state: UserState,
    /// When a server last took a letter of his, in words.
    pub last_sent: Option<String>,
    /// Whether his settings are the base for all.
    pub is_sender_user: bool,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsersPage {
    /// What is looked for; empty: everybody.
    pub search: String,
    /// How many there are; with a search: how many were found, where that is known without counting on.
    pub total: Option<u64>,
    /// This page of them.
    pub users: Vec<UserRow>,
    /// The ways on.
    pub paging: Paging,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: UsersPage) -> String {
    let language = shell.language;
    Frame::of(Part::Users, texts::texts(language)).document(shell, move |texts| {
        let nobody = page.total == Some(0) && page.search.is_empty();
        let search = (!nobody)
            .then(|| people::search_form(address(language, Part::Users.path()), &page.search, texts));
        view! {
            {search}
            {people::how_many(&page.search, page.total, texts)}
            {(!page.users.is_empty()).then(|| table(page.users, texts))}
            {page.paging.view(texts)}
        }
    })
}

fn table(users: Vec<UserRow>, texts: &Texts) -> AnyView {
    let columns = [
        "column-name",
        "column-role",
        "column-mode",
        "column-server",
        "column-state",
        "column-last-sent",
    ];
    let rows = users.into_iter().map(|user| row(&user, texts)).collect();
    Table {
        label: texts.get("company-users-title"),
        columns: columns.map(|key| texts.get(key)).into(),
        rows,
    }
    .view()
}

fn row(user: &UserRow, texts: &Texts) -> Vec<AnyView> {
    let name = view! {
        {user.person.view(texts)}
        {people::sender_user_tag(user.is_sender_user, texts)}
        <small class="under any">{user.person.email.clone()}</small>
    };
    vec![
        name.into_any(),
        cell(texts.get(&format!("role-{}", user.role.key()))),
        cell(texts.get(&format!("mode-{}", user.mode.key()))),
        any(user.through.words(texts)),
        user.state.badge(texts),
        cell(user.last_sent.clone().unwrap_or_else(|| texts.get("never-sent"))),
    ]
}
