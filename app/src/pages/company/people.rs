//! Users as a list shows them: how each sends, and how his settings stand.

use crate::components::badge::{Mood, label};
use leptos::prelude::*;
use model::settings::{Effective, NotReady, SendingMode};
use texts::Texts;

/// A user, by name and address of his page's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLink {
    /// His id, as in the address of his page.
    pub id: String,
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
}

impl PersonLink {
    /// His name, leading to his page.
    pub(super) fn view(&self, texts: &Texts) -> AnyView {
        let url = format!("/{}/company/users/{}", texts.language(), self.id);
        view! { <a href=url>{self.name.clone()}</a> }.into_any()
    }
}

/// The server that takes a user's letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendsThrough {
    /// The portal's own.
    Portal,
    /// This one: `smtp.zone.eu:465`.
    Server(String),
    /// Nobody has named one.
    Unknown,
}

impl SendsThrough {
    /// The server of effective settings.
    #[must_use]
    pub fn of(effective: &Effective) -> Self {
        match (effective.mode.value, &effective.host, &effective.port) {
            (SendingMode::OwnServer, Some(host), Some(port)) => {
                Self::Server(format!("{}:{}", host.value, port.value))
            }
            (SendingMode::OwnServer, Some(host), None) => Self::Server(host.value.to_string()),
            (SendingMode::OwnServer, None, _) => Self::Unknown,
            (SendingMode::Portal | SendingMode::ReplyTo, ..) => Self::Portal,
        }
    }

    pub(super) fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Portal => texts.get("sends-through-portal"),
            Self::Server(server) => server.clone(),
            Self::Unknown => texts.get("sends-through-unknown"),
        }
    }
}

/// How a user's settings stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserState {
    /// The portal's server sends: there is nothing to test.
    Portal,
    /// The last test passed; when, in words.
    Verified(String),
    /// The last test failed; when, in words.
    Failing(String),
    /// What was tested has changed since: `server`, `port`, `security`, `user-name`, `password` or `sender`.
    Changed(String),
    /// No test came to an end yet.
    Never,
    /// Nothing can go out, and why.
    Incomplete(NotReady),
}

impl UserState {
    const fn mood(&self) -> Mood {
        match self {
            Self::Portal => Mood::Plain,
            Self::Verified(_) => Mood::Good,
            Self::Changed(_) | Self::Never => Mood::Open,
            Self::Failing(_) | Self::Incomplete(_) => Mood::Bad,
        }
    }

    fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Portal => texts.get("state-portal"),
            Self::Verified(when) => texts.with("state-verified", &[("when", when)]),
            Self::Failing(when) => texts.with("state-failing", &[("when", when)]),
            Self::Changed(what) => super::sentence_or_key(texts, "state-changed", what),
            Self::Never => texts.get("state-never"),
            Self::Incomplete(why) => texts.get(&format!("state-incomplete-{}", why.key())),
        }
    }

    pub(super) fn badge(&self, texts: &Texts) -> AnyView {
        label(self.mood(), self.words(texts))
    }
}

/// A tag for the one whose settings are the base for all.
pub(super) fn sender_user_tag(is_it: bool, texts: &Texts) -> Option<impl IntoView + use<>> {
    let words = texts.get("tag-sender-user");
    is_it.then(|| view! { " " <span class="tag">{words}</span> })
}

/// The ways on from one page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paging {
    /// Back to the first page; none on it.
    pub start: Option<String>,
    /// The next page; none on the last.
    pub next: Option<String>,
}

impl Paging {
    pub(in crate::pages) fn view(self, texts: &Texts) -> Option<AnyView> {
        if self == Self::default() {
            return None;
        }
        let link = |url: Option<String>, key: &str| {
            let words = texts.get(key);
            url.map(|url| view! { <a class="btn" href=url>{words}</a> })
        };
        Some(
            view! {
                <nav class="actions" aria-label=texts.get("paging-label")>
                    {link(self.start, "paging-start")} {link(self.next, "paging-next")}
                </nav>
            }
            .into_any(),
        )
    }
}

/// A field to look for users with: a form of its own, `GET` with `search`.
pub(super) fn search_form(action: String, search: &str, texts: &Texts) -> AnyView {
    let clear = (!search.is_empty()).then(|| {
        let (url, words) = (action.clone(), texts.get("search-clear"));
        view! { <a href=url>{words}</a> }
    });
    view! {
        <form method="get" action=action role="search" class="search">
            <label for="search">{texts.get("search-label")}</label>
            <div class="with">
                <input id="search" type="search" name="search" value=search.to_owned() />
                <button>{texts.get("search-button")}</button>
            </div>
            {clear}
        </form>
    }
    .into_any()
}

/// How many there are, where that is known; or that there are none, and why.
pub(super) fn how_many(search: &str, total: Option<u64>, texts: &Texts) -> AnyView {
    let Some(total) = total else { return ().into_any() };
    match (total, search) {
        (0, "") => view! { <p class="empty">{texts.get("users-empty")}</p> }.into_any(),
        (0, _) => {
            view! { <p class="empty">{texts.with("users-no-match", &[("search", search)])}</p> }.into_any()
        }
        (_, "") => view! { <p class="hint">{texts.count("users-total", "n", total)}</p> }.into_any(),
        (..) => view! { <p class="hint">{texts.count("users-found", "n", total)}</p> }.into_any(),
    }
}
