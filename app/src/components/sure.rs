//! Something that can not be undone: folded until it is wanted, with a sentence that says what is lost, and the button
//! behind it. No dialog, no script, no page of its own.

use leptos::prelude::*;

/// The block. `action`: where the form goes; `words`: what it is called; `about`: what is lost; `button`: what does it.
pub fn sure(action: &str, words: String, about: String, button: String) -> AnyView {
    let action = action.to_owned();
    view! {
        <details class="sure">
            <summary>{words}</summary>
            <p>{about}</p>
            <form method="post" action=action>
                <button class="loses">{button}</button>
            </form>
        </details>
    }
    .into_any()
}
