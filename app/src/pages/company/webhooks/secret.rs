//! A webhook's secret: shown once, replaced.
//!
//! **Form**: `GET /company/webhooks/{id}/secret` → [`render_new_secret`]; `POST` there: `overlap` ([`super::super::Overlap`]),
//! button `action=save`. Answered with 200 and [`render_secret`].

use crate::{
    pages::company::{Frame, Mistake, Part, address, at, confirm, secrets},
    shell::Shell,
};
use leptos::prelude::*;

/// A secret that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretPage {
    /// The webhook's id.
    pub id: String,
    /// Where its messages go.
    pub url: String,
    /// The secret: `whsec_…`.
    pub secret: String,
    /// Until when messages are signed with the old one too, in words, where there was one.
    pub old_until: Option<String>,
}

/// The page; the secret is on no other.
#[must_use]
pub fn render_secret(shell: Shell, page: SecretPage) -> String {
    let texts = texts::texts(shell.language);
    let title = texts.get("webhook-secret-title");
    Frame::below(Part::Webhooks, title).document(shell, move |texts| {
        let mut about = vec![(texts.get("webhook-url"), page.url)];
        if let Some(until) = page.old_until {
            about.push((texts.get("webhook-old-until"), until));
        }
        let path = format!("{}/{}", Part::Webhooks.path(), page.id);
        let back = (address(texts.language(), &path), texts.get("webhook-secret-back"));
        secrets::shown_once(texts.get("webhook-secret"), page.secret, about, back, texts)
    })
}

/// A secret that is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecretPage {
    /// The webhook's id.
    pub id: String,
    /// Where its messages go.
    pub url: String,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
}

/// The page.
#[must_use]
pub fn render_new_secret(shell: Shell, page: NewSecretPage) -> String {
    let texts = texts::texts(shell.language);
    let title = texts.get("webhook-new-secret-title");
    Frame::below(Part::Webhooks, title)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let own = address(
                texts.language(),
                &format!("{}/{}", Part::Webhooks.path(), page.id),
            );
            let form = secrets::overlap_form(
                format!("{own}/secret"),
                texts.get("webhook-new-secret"),
                at(&page.mistakes, "overlap", texts),
                own,
                texts,
            );
            view! {
                {confirm::facts(vec![(texts.get("webhook-url"), page.url)])}
                {confirm::effects(vec![texts.get("webhook-new-secret-effect")])}
                {form}
            }
        })
}
