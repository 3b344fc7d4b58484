//! What was found about the address: one line under it, the kind of password, and the guide in a few words beside the form.

use crate::{islands::settings_editor::Found, render};
use leptos::prelude::*;
use model::{
    Language,
    provider::{FoundBy, PasswordKind, Recognition},
};
use texts::Texts;

/// A guide in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideBox {
    /// The steps, each in a few words.
    pub short: Vec<String>,
    /// The whole guide.
    pub url: String,
    /// How many minutes two hundred letters take there, where that is known and long.
    pub minutes_for_200: Option<u64>,
}

/// What was found, before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundView {
    /// The provider, where one was found.
    pub recognition: Recognition,
    /// Its guide.
    pub guide: Option<GuideBox>,
}

impl FoundView {
    /// As the island takes it.
    #[must_use]
    pub fn into_found(self, language: Language) -> Found {
        let texts = texts::texts(language);
        let (guide, aside) = (self.clone(), self.clone());
        Found {
            words: self.words(texts),
            password_kind: self.password_kind(texts),
            guide: render::html(move || guide.password_guide(texts)),
            aside: render::html(move || aside.aside(language)),
            undecided: self.recognition.undecided,
            provider: self.recognition.provider,
        }
    }

    /// Who it is, and how that was found.
    pub(super) fn words(&self, texts: &Texts) -> String {
        let Some(provider) = &self.recognition.provider else {
            return match (&self.recognition.domain, self.recognition.undecided) {
                (domain, _) if domain.is_empty() => String::new(),
                (_, true) => texts.get("found-undecided"),
                (_, false) => texts.get("found-nothing"),
            };
        };
        let name = ("provider", provider.name.as_str());
        let mut words = match provider.found_by {
            FoundBy::Domain => texts.with("found-by-domain", &[name]),
            FoundBy::Mx => texts.with("found-by-mx", &[name, ("domain", &self.recognition.domain)]),
            FoundBy::Server => texts.with("found-by-server", &[name]),
        };
        if !provider.confirmed {
            words.push(' ');
            words.push_str(&texts.get("found-unconfirmed"));
        }
        words
    }

    /// What the password is there: `Gmail: app password`.
    pub(super) fn password_kind(&self, texts: &Texts) -> String {
        let Some(provider) = &self.recognition.provider else {
            return String::new();
        };
        let key = match provider.password {
            PasswordKind::Mailbox => "password-kind-mailbox",
            PasswordKind::AppPassword => "password-kind-app-password",
            PasswordKind::MailboxOrApp => "password-kind-mailbox-or-app",
            PasswordKind::ApiKey => "password-kind-api-key",
            PasswordKind::NoPassword => "password-kind-no-password",
        };
        format!("{}: {}", provider.name, texts.get(key))
    }

    /// The link beside the password.
    pub(super) fn password_guide(&self, texts: &Texts) -> Option<impl IntoView + use<>> {
        let (guide, provider) = (self.guide.as_ref()?, self.recognition.provider.as_ref()?);
        let words = texts.with("field-password-guide", &[("provider", &provider.name)]);
        Some(view! { <a href=guide.url.clone() target="_blank">{words}</a> })
    }

    /// The box beside the form.
    pub(super) fn aside(&self, language: Language) -> impl IntoView + use<> {
        let texts = texts::texts(language);
        let known = self.recognition.provider.as_ref().zip(self.guide.as_ref());
        let (title, steps, url, words) = match known {
            Some((provider, guide)) => (
                texts.with("aside-title", &[("provider", &provider.name)]),
                guide.short.clone(),
                guide.url.clone(),
                "aside-guide",
            ),
            None => (
                texts.get("aside-unknown-title"),
                ["aside-unknown-1", "aside-unknown-2", "aside-unknown-3"]
                    .map(|key| texts.get(key))
                    .into(),
                format!("/{language}/help"),
                "aside-all-guides",
            ),
        };
        let pace = known
            .and_then(|(provider, guide)| Some(pace_words(texts, &provider.name, guide.minutes_for_200?)));
        let steps = steps
            .iter()
            .map(|step| view! { <li inner_html=crate::markdown::inline(step)></li> })
            .collect_view();
        view! {
            <h2>{title}</h2>
            <ol class="steps">{steps}</ol>
            {pace.map(|words| view! { <p class="hint">{words}</p> })}
            <p>
                <a href=url target="_blank">{texts.get(words)}</a>
            </p>
            <p>
                <a href=format!("/{language}/help/ports-and-encryption") target="_blank">
                    {texts.get("aside-ports")}
                </a>
            </p>
        }
    }
}

/// How long two hundred letters take, in minutes or hours.
fn pace_words(texts: &Texts, provider: &str, minutes: u64) -> String {
    let (key, n) = if minutes < 120 {
        ("aside-pace-minutes", minutes)
    } else {
        ("aside-pace-hours", minutes.div_ceil(60))
    };
    texts.with(key, &[("provider", provider), ("n", &n.to_string())])
}
