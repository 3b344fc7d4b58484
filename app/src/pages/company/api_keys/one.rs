//! One key: shown once, replaced, ended.

use super::{KeyRow, times};
use crate::{
    pages::company::{Frame, Mistake, Part, address, at, confirm, confirm::Confirm, secrets},
    shell::Shell,
};
use leptos::prelude::*;

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedPage {
    /// What it is called.
    pub name: String,
    /// The key itself.
    pub key: String,
    /// When it ends, in words.
    pub ends: Option<String>,
    /// Until when the one that it replaces goes on opening, in words, where it replaces one.
    pub old_until: Option<String>,
}

/// The page; the key is on no other.
#[must_use]
pub fn render_created(shell: Shell, page: CreatedPage) -> String {
    let texts = texts::texts(shell.language);
    let title = texts.with("key-created-title", &[("name", &page.name)]);
    Frame::below(Part::ApiKeys, title).document(shell, move |texts| {
        let mut about = vec![(
            texts.get("column-ends"),
            page.ends.unwrap_or_else(|| texts.get("key-endless")),
        )];
        if let Some(until) = page.old_until {
            about.push((texts.get("key-old-until"), until));
        }
        let back = address(texts.language(), Part::ApiKeys.path());
        let back = (back, texts.get("key-all"));
        secrets::shown_once(texts.get("key-label"), page.key, about, back, texts)
    })
}

/// A key that is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotatePage {
    /// The key.
    pub key: KeyRow,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
}

/// The page.
#[must_use]
pub fn render_rotate(shell: Shell, page: RotatePage) -> String {
    let texts = texts::texts(shell.language);
    let title = texts.with("key-rotate-title", &[("name", &page.key.name)]);
    Frame::below(Part::ApiKeys, title)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let path = format!("{}/{}/rotate", Part::ApiKeys.path(), page.key.id);
            let form = secrets::overlap_form(
                address(texts.language(), &path),
                texts.get("key-rotate"),
                at(&page.mistakes, "overlap", texts),
                address(texts.language(), Part::ApiKeys.path()),
                texts,
            );
            view! {
                {confirm::effects(vec![texts.get("key-rotate-effect")])}
                {form}
            }
        })
}

/// A key that is to be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokePage {
    /// The key.
    pub key: KeyRow,
}

/// The page.
#[must_use]
pub fn render_revoke(shell: Shell, page: RevokePage) -> String {
    let texts = texts::texts(shell.language);
    let key = page.key;
    Confirm {
        part: Part::ApiKeys,
        title: texts.with("key-revoke-title", &[("name", &key.name)]),
        facts: vec![
            (texts.get("key-label"), format!("…{}", key.hint)),
            (texts.get("key-use"), times(&key, texts)),
        ],
        effects: vec![texts.get("key-revoke-effect")],
        warning: None,
        path: format!("{}/{}/revoke", Part::ApiKeys.path(), key.id),
        fields: Vec::new(),
        button: texts.get("key-revoke"),
        loses: true,
    }
    .document(shell)
}
