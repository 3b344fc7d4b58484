//! Accounts that do not send just now: why, since when, how many letters wait.

use crate::{
    components::badge::{Mood, label},
    pages::letters::{Cause, Waiting, cause, hidden},
};
use leptos::prelude::*;
use texts::Texts;

/// How an account stands. Times are in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountState {
    /// It does not work until somebody changes something: since when, and why.
    Held(String, Cause),
    /// It does not work just now: since when, why, and when it is tried again.
    Trouble(String, Cause, Option<String>),
    /// It sends, as fast as it may.
    Pace(Waiting),
    /// It sends.
    Works,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// The server and who signs in there; none: the portal's server.
    pub name: Option<String>,
    /// How it stands.
    pub state: AccountState,
    /// What the server said; none where it is the portal's.
    pub server_words: Option<String>,
    /// How many letters wait for it.
    pub waiting: u64,
    /// Whether the reader may let it be tried again.
    pub retry: bool,
    /// Where its settings are; none where they are not the reader's to change.
    pub settings: Option<String>,
}

/// Those that do not work, first; those that only wait for their pace are told in a line.
pub(super) fn view(accounts: &[AccountRow], texts: &Texts) -> Option<AnyView> {
    if accounts.is_empty() {
        return None;
    }
    let lines = accounts.iter().map(|account| line(account, texts)).collect_view();
    Some(view! { <h2>{texts.get("accounts-title")}</h2><ul class="rows">{lines}</ul> }.into_any())
}

fn line(account: &AccountRow, texts: &Texts) -> AnyView {
    let name = account
        .name
        .clone()
        .unwrap_or_else(|| crate::pages::test::capitalised(texts.get("preview-portals-server")));
    let waiting = texts.count("accounts-waiting", "n", account.waiting);
    let (mood, words, about) = match &account.state {
        AccountState::Held(since, why) => (
            Mood::Bad,
            texts.with("accounts-held", &[("when", since)]),
            Some(why.sentence(texts)),
        ),
        AccountState::Trouble(since, why, next) => {
            let next = next
                .as_ref()
                .map(|when| texts.with("letters-waits-again", &[("when", when)]));
            let about = [Some(why.sentence(texts)), next];
            (
                Mood::Open,
                texts.with("accounts-trouble", &[("when", since)]),
                Some(about.into_iter().flatten().collect::<Vec<_>>().join(" ")),
            )
        }
        AccountState::Pace(waiting) => (
            Mood::Plain,
            texts.get("accounts-pace"),
            Some(waiting.words(texts)),
        ),
        AccountState::Works => (Mood::Good, texts.get("accounts-works"), None),
    };
    let retry = account.retry.then(|| {
        let action = format!("/{}/overview/retry", texts.language());
        view! {
            <form method="post" action=action>
                {hidden(vec![("account", account.id.clone())])}
                <button class="small">{texts.get("accounts-retry")}<span class="away">": " {name.clone()}</span></button>
            </form>
        }
    });
    let settings = account
        .settings
        .clone()
        .map(|url| view! { <a class="btn small" href=url>{texts.get("accounts-settings")}</a> });
    view! {
        <li>
            <div>
                <h3 class="any">{name.clone()}</h3>
                {label(mood, words)} <p>{about} " " {waiting}</p>
                {cause::said(account.server_words.clone(), texts)}
            </div>
            <div class="do">{settings} {retry}</div>
        </li>
    }
    .into_any()
}
