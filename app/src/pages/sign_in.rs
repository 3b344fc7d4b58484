//! Signing in: the ways there are, and the page of a one-time link. That takes a press of the button, so that nothing
//! that merely looks at a link uses it up.

use crate::shell::Shell;
use leptos::prelude::*;

/// The page of a link. Whether it is still good shows when the button is pressed.
#[must_use]
pub fn render(mut shell: Shell) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("sign-in-title");
    shell.document(move || {
        view! {
            <h1>{texts.get("sign-in-title")}</h1>
            <p class="lead">{texts.get("sign-in-ready")}</p>
            <form method="post" class="actions">
                <button class="primary">{texts.get("sign-in-button")}</button>
            </form>
        }
    })
}

/// One way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The portal's name.
    pub portal: String,
    /// Where its `OpenID` provider is asked.
    pub ask: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

/// The ways to sign in here. One-time links are always one.
#[must_use]
pub fn render_ways(mut shell: Shell, ways: Vec<Way>) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("sign-in-title");
    shell.document(move || {
        let lead = if ways.is_empty() {
            "sign-in-by-link"
        } else {
            "sign-in-by-portal"
        };
        let others = (!ways.is_empty()).then(|| view! { <p>{texts.get("sign-in-by-link")}</p> });
        let ways = ways.into_iter().map(|way| {
            let asked = way.ask.map(|url| {
                let words = texts.with("sign-in-with", &[("portal", &way.portal)]);
                view! { <a class="btn primary" href=url>{words}</a> }
            });
            let opened = way.url.map(|url| {
                let words = texts.with("sign-in-open", &[("portal", &way.portal)]);
                view! { <a class="btn" href=url>{words}</a> }
            });
            view! { <p class="actions">{asked} " " {opened}</p> }
        });
        view! {
            <h1>{texts.get("sign-in-title")}</h1>
            <p class="lead">{texts.get(lead)}</p>
            {ways.collect_view()}
            {others}
        }
    })
}
