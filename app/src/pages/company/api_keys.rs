//! The company's keys for the API.
//!
//! **Forms**
//! - `POST /company/api-keys`: `name`, `days` (empty: no end). Answered with 200 and [`render_created`]: the key is in no
//!   address and is not shown again.
//! - `GET /company/api-keys/{id}/rotate` → [`render_rotate`]; `POST` there: `overlap` (`none`, `hour`, `day`, `week`:
//!   [`super::Overlap`]), button `action=save`. Answered with 200 and [`render_created`].
//! - `GET /company/api-keys/{id}/revoke` → [`render_revoke`]; `POST` there: button `action=save`. Answered with 303 and
//!   [`super::Said::KeyRevoked`].

mod one;

pub use one::{CreatedPage, RevokePage, RotatePage, render_created, render_revoke, render_rotate};

use super::{Frame, Mistake, Part, Said, address, at, button_link};
use crate::{
    components::{
        badge::{Mood, label},
        entry::{Entry, Typing},
    },
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It opens.
    Active,
    /// It was replaced, and still opens until its end.
    Replaced,
    /// Its end has come.
    Over,
    /// It was ended.
    Revoked,
}

impl KeyState {
    const fn mood(self) -> Mood {
        match self {
            Self::Active => Mood::Good,
            Self::Replaced => Mood::Open,
            Self::Over | Self::Revoked => Mood::Plain,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Active => "key-active",
            Self::Replaced => "key-replaced",
            Self::Over => "key-over",
            Self::Revoked => "key-revoked",
        }
    }

    const fn opens(self) -> bool {
        matches!(self, Self::Active | Self::Replaced)
    }
}

/// A key; all times in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id, as in addresses.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// When it was made.
    pub created: String,
    /// By whom, where that is known.
    pub created_by: Option<String>,
    /// When it was used last.
    pub last_used: Option<String>,
    /// When it ends, or ended.
    pub ends: Option<String>,
    /// How it stands.
    pub state: KeyState,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiKeysPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// The keys, newest first.
    pub keys: Vec<KeyRow>,
    /// What is typed as a new one's name.
    pub name: String,
    /// What is typed as its days.
    pub days: String,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: ApiKeysPage) -> String {
    Frame::of(Part::ApiKeys, texts::texts(shell.language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            view! {
                <p>
                    <a href=address(texts.language(), "/developers")>{texts.get("developers-link")}</a>
                </p>
                <h2>{texts.get("keys-list")}</h2>
                {list(&page.keys, texts)}
                {create(&page, texts)}
            }
        })
}

fn list(keys: &[KeyRow], texts: &Texts) -> AnyView {
    if keys.is_empty() {
        return view! { <p class="empty">{texts.get("keys-empty")}</p> }.into_any();
    }
    let rows = keys.iter().map(|key| row(key, texts)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(key: &KeyRow, texts: &Texts) -> AnyView {
    let path = |what: &str| {
        let path = format!("{}/{}/{what}", Part::ApiKeys.path(), key.id);
        address(texts.language(), &path)
    };
    let actions = key.state.opens().then(|| {
        view! {
            {button_link(path("rotate"), texts.get("key-rotate"), &key.name)}
            {button_link(path("revoke"), texts.get("key-revoke"), &key.name)}
        }
    });
    view! {
        <li>
            <div>
                <h3>{key.name.clone()} " " <code>"…" {key.hint.clone()}</code></h3>
                {label(key.state.mood(), texts.get(key.state.key()))}
                <p class="hint">{times(key, texts)}</p>
            </div>
            <div class="do">{actions}</div>
        </li>
    }
    .into_any()
}

/// When it was made, used, and ends: one line.
fn times(key: &KeyRow, texts: &Texts) -> String {
    let created = match &key.created_by {
        Some(name) => texts.with("key-created-by", &[("when", &key.created), ("name", name)]),
        None => texts.with("key-created", &[("when", &key.created)]),
    };
    let used = match &key.last_used {
        Some(when) => texts.with("key-used", &[("when", when)]),
        None => texts.get("key-never-used"),
    };
    let ends = match (&key.ends, key.state) {
        (Some(when), KeyState::Active | KeyState::Replaced) => texts.with("key-ends", &[("when", when)]),
        (Some(when), _) => texts.with("key-ended", &[("when", when)]),
        (None, _) => texts.get("key-endless"),
    };
    [created, used, ends].join(" · ")
}

fn create(page: &ApiKeysPage, texts: &Texts) -> AnyView {
    let name = Entry::new("name", texts.get("key-name"), Typing::Text)
        .hint(texts.get("key-name-hint"))
        .value(&page.name)
        .mistake(at(&page.mistakes, "name", texts));
    let days = Entry::new("days", texts.get("key-days"), Typing::Digits)
        .hint(texts.get("key-days-hint"))
        .value(&page.days)
        .mistake(at(&page.mistakes, "days", texts));
    view! {
        <h2>{texts.get("key-new")}</h2>
        <form method="post" action=address(texts.language(), Part::ApiKeys.path()) novalidate>
            {name.view()} {days.view()}
            <div class="actions">
                <button class="primary">{texts.get("key-create")}</button>
            </div>
        </form>
    }
    .into_any()
}
