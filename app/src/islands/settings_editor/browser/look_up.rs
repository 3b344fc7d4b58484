//! Looks the provider up when the address has a new domain and typing has paused.

use super::{page, state::Shared};
use crate::islands::settings_editor::Found;
use leptos::prelude::set_timeout;
use model::Mailbox;
use std::{rc::Rc, time::Duration};

/// How long typing has to pause.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) fn when_typing_pauses(editor: &Shared) {
    let keystroke = {
        let mut editor = editor.borrow_mut();
        editor.keystroke = editor.keystroke.wrapping_add(1);
        editor.keystroke
    };
    let editor = Rc::clone(editor);
    set_timeout(
        move || {
            let domain = domain();
            let new = {
                let editor = editor.borrow();
                editor.keystroke == keystroke && editor.domain != domain
            };
            if new && !domain.is_empty() {
                leptos::task::spawn_local(ask(editor, domain));
            }
        },
        PAUSE,
    );
}

/// The domain of the address as it is typed, empty while it is none.
fn domain() -> String {
    Mailbox::parse(&page::read().address)
        .map(|mailbox| mailbox.domain().as_str().to_owned())
        .unwrap_or_default()
}

async fn ask(editor: Shared, asked: String) {
    let url = {
        let mut editor = editor.borrow_mut();
        editor.domain.clone_from(&asked);
        editor.tell_looking();
        [editor.start.recognise.as_str(), &asked].concat()
    };
    let answer = match gloo_net::http::Request::get(&url).send().await {
        Ok(response) => response
            .text()
            .await
            .ok()
            .and_then(|text| serde_json::from_str::<Found>(&text).ok()),
        Err(_) => None,
    };
    // Another domain may have been typed meanwhile: its own answer comes.
    if domain() != asked {
        return;
    }
    let mut editor = editor.borrow_mut();
    let undecided = || Found {
        words: editor.start.phrases.get("found-undecided"),
        ..Found::default()
    };
    let found = answer.unwrap_or_else(undecided);
    if found.undecided {
        // To be asked again when typing goes on.
        editor.domain.clear();
    }
    editor.take(found);
}
