//! A one-time link was opened: signing in takes a press of the button, so that nothing that merely looks at a link uses it
//! up.

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
