//! Through what a batch goes out, how fast that may go and why, and what stops it.

use super::BatchPage;
use crate::pages::letters::{Cause, Rate};
use leptos::prelude::*;
use texts::Texts;

/// Why nothing goes out just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Why.
    pub cause: Cause,
    /// Since when, in words.
    pub since: String,
    /// When it is tried again by itself, in words; none where somebody has to change something.
    pub again: Option<String>,
}

/// A server that letters of the batch go out through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Through {
    /// `smtp.zone.eu`; none for the portal's own server, whose name is nobody's to look at.
    pub server: Option<String>,
    /// The provider's name, where it is known.
    pub provider: Option<String>,
    /// What decides how fast letters go, where something is known to.
    pub why: Option<Rate>,
    /// Why nothing goes out just now.
    pub stopped: Option<Stopped>,
}

impl Through {
    /// The server, as it is called.
    pub(super) fn name(&self, texts: &Texts) -> String {
        self.server
            .clone()
            .unwrap_or_else(|| texts.get("preview-portals-server"))
    }

    /// The provider's name, or else the server's.
    fn provider_name(&self, texts: &Texts) -> String {
        self.provider.clone().unwrap_or_else(|| self.name(texts))
    }

    /// Server and provider: `mail.mail.ee (Mail.ee)`.
    pub(super) fn words(&self, texts: &Texts) -> String {
        match (&self.server, &self.provider) {
            (Some(server), Some(provider)) => format!("{server} ({provider})"),
            _ => self.name(texts),
        }
    }

    /// What decides how fast letters go, as a sentence.
    pub(super) fn pace(&self, texts: &Texts) -> String {
        match self.why {
            Some(rate) => rate.words(&self.provider_name(texts), texts),
            None => texts.get("pace-unknown"),
        }
    }
}

/// What stops the batch, server by server.
pub(super) fn stopped(page: &BatchPage, texts: &Texts) -> AnyView {
    let language = texts.language();
    page.through
        .iter()
        .filter_map(|through| Some((through, through.stopped.as_ref()?)))
        .map(|(through, stopped)| {
            let words = [("server", through.name(texts)), ("since", stopped.since.clone())];
            let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
            let (class, head) = match &stopped.again {
                Some(_) => ("notice warn", texts.with("batch-trouble", &words)),
                None => ("notice bad", texts.with("batch-held", &words)),
            };
            let next = match &stopped.again {
                Some(when) => {
                    view! { <p>{texts.with("batch-trouble-again", &[("when", when)])}</p> }.into_any()
                }
                None => view! {
                    <p>
                        {texts.get("batch-held-do")} " "
                        <a href=format!("/{language}/settings")>{texts.get("compose-to-settings")}</a>
                    </p>
                }
                .into_any(),
            };
            view! {
                <div class=class>
                    <p>
                        <b>{head}</b>
                    </p>
                    <p>{stopped.cause.sentence(texts)}</p>
                    {next}
                </div>
            }
        })
        .collect_view()
        .into_any()
}
