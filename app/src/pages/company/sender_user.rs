//! The user whose settings are the base for all.
//!
//! **Forms**
//! - `GET /company/sender-user`, field `search`.
//! - `POST /company/sender-user`: `user` (an id, or `nobody`), `version`, button `action=preview`. Answered with 200 and
//!   [`render_preview`].
//! - From there `POST /company/sender-user`: `user`, `version`, button `action=save`. Answered with 303 and
//!   [`super::Said::SenderUserSaved`]; where the version is another by now with 409 and this page,
//!   [`super::Said::Conflict`].

mod affected;

pub(super) use affected::change_line;
pub use affected::{AffectedRow, PreviewPage, render_preview};

use super::{Frame, Mistake, Paging, Part, PersonLink, Said, SendsThrough, UserState};
use super::{address, at, people, version_field};
use crate::{
    components::entry::{described_by, mistake_view},
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// One who can become the sender user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonLink,
    /// Which server takes his letters.
    pub through: SendsThrough,
    /// How his settings stand.
    pub state: UserState,
}

/// Who is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Chosen {
    /// No answer yet.
    #[default]
    Open,
    /// Nobody.
    Nobody,
    /// The user of this id.
    User(String),
}

impl Chosen {
    /// The value in the form for nobody.
    pub const NOBODY: &'static str = "nobody";

    /// The value in the form.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Open => "",
            Self::Nobody => Self::NOBODY,
            Self::User(id) => id,
        }
    }
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SenderUserPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// Who is it now.
    pub current: Option<Candidate>,
    /// What is looked for.
    pub search: String,
    /// How many there are; with a search: how many were found, where that is known without counting on.
    pub total: Option<u64>,
    /// This page of them, the current one left out.
    pub candidates: Vec<Candidate>,
    /// The ways on.
    pub paging: Paging,
    /// Who is chosen in the form.
    pub chosen: Chosen,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: SenderUserPage) -> String {
    let language = shell.language;
    Frame::of(Part::SenderUser, texts::texts(language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let path = address(language, Part::SenderUser.path());
            view! {
                {explained(texts)}
                <h2>{texts.get("sender-user-now")}</h2>
                {now(page.current.as_ref(), texts)}
                <h2>{texts.get("sender-user-choose")}</h2>
                {people::search_form(path.clone(), &page.search, texts)}
                {people::how_many(&page.search, page.total, texts)}
                <form method="post" action=path>
                    {version_field(page.version)}
                    {choice(&page, texts)}
                    {page.paging.clone().view(texts)}
                    <div class="actions">
                        <button class="primary" name="action" value="preview">
                            {texts.get("sender-user-preview-button")}
                        </button>
                    </div>
                    <p class="hint">{texts.get("sender-user-preview-hint")}</p>
                </form>
            }
        })
}

fn explained(texts: &Texts) -> AnyView {
    let lines = ["sender-user-1", "sender-user-2", "sender-user-3"]
        .map(|key| view! { <li>{texts.get(key)}</li> })
        .collect_view();
    view! { <ul class="effects">{lines}</ul> }.into_any()
}

fn now(current: Option<&Candidate>, texts: &Texts) -> AnyView {
    let Some(current) = current else {
        return view! { <p class="empty">{texts.get("sender-user-none")}</p> }.into_any();
    };
    view! {
        <div class="box person">
            <b>{current.person.view(texts)}</b>
            <span class="about">{current.person.email.clone()} " · " {current.through.words(texts)}</span>
            {current.state.badge(texts)}
        </div>
    }
    .into_any()
}

fn choice(page: &SenderUserPage, texts: &Texts) -> AnyView {
    let mistake = at(&page.mistakes, "user", texts);
    let class = if mistake.is_some() {
        "field err people"
    } else {
        "field people"
    };
    let described = described_by("user", false, mistake.is_some());
    let radio =
        |id: String, value: &str, chosen: bool, name: String, about: String, badge: Option<AnyView>| {
            let label_for = id.clone();
            view! {
                <label class="choice" for=label_for>
                    <input type="radio" id=id name="user" value=value.to_owned() checked=chosen />
                    <b>{name}</b>
                    {badge.map(|badge| view! { <span class="state">{badge}</span> })}
                    <span class="about">{about}</span>
                </label>
            }
        };
    let candidates = page
        .candidates
        .iter()
        .map(|one| {
            let about = format!("{} · {}", one.person.email, one.through.words(texts));
            let chosen = page.chosen == Chosen::User(one.person.id.clone());
            let id = format!("user-{}", one.person.id);
            let badge = one.state.badge(texts);
            radio(
                id,
                &one.person.id,
                chosen,
                one.person.name.clone(),
                about,
                Some(badge),
            )
        })
        .collect_view();
    let nobody = page.current.is_some().then(|| {
        radio(
            "user-nobody".to_owned(),
            Chosen::NOBODY,
            page.chosen == Chosen::Nobody,
            texts.get("sender-user-nobody"),
            texts.get("sender-user-nobody-about"),
            None,
        )
    });
    view! {
        <fieldset
            class=class
            id="user"
            tabindex="-1"
            aria-describedby=described
        >
            <legend class="away">{texts.get("sender-user-choose")}</legend>
            {candidates}
            {nobody}
            {mistake_view("user", mistake)}
        </fieldset>
    }
    .into_any()
}
