//! Something that goes on, as it happens: a running test, a batch on its way. The server sends the page's middle anew
//! with each step, rendered by the same code as the page itself, so that both always say the same.

use leptos::prelude::*;

/// The id of the element that is replaced.
pub const BODY: &str = "live-body";
/// The id of the element whose words are read out.
pub const STATUS: &str = "live-status";

/// Follows what goes on.
#[island]
pub fn Live(
    /// The address of the event stream.
    stream: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(browser::follow(stream));
    #[cfg(not(feature = "hydrate"))]
    let _ = stream;
    view! { <p id=STATUS class="away" role="status"></p> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{BODY, STATUS};
    use futures_util::StreamExt;
    use gloo_net::eventsource::{State, futures::EventSource};
    use leptos::prelude::{document, window};
    use serde::Deserialize;

    /// What the server sends with each step.
    #[derive(Deserialize)]
    struct Middle {
        /// The window's title.
        title: String,
        /// The page's middle.
        html: String,
        /// What is read out.
        status: String,
        /// Whether it has ended.
        done: bool,
    }

    pub(super) async fn follow(stream: String) {
        let Ok(mut source) = EventSource::new(&stream) else {
            return;
        };
        let Ok(mut states) = source.subscribe("state") else {
            return;
        };
        // A broken connection is an error here; the browser connects again by itself and is sent the newest state.
        while let Some(next) = states.next().await {
            let Ok((_, event)) = next else {
                // Closed for good (signed out, or the page is about what is over): the page itself tells what there is
                // to tell.
                if source.state() == State::Closed {
                    // Fails only where the page may not be loaded at all.
                    let _ = window().location().reload();
                    return;
                }
                continue;
            };
            let Some(state) = event
                .data()
                .as_string()
                .and_then(|d| serde_json::from_str::<Middle>(&d).ok())
            else {
                continue;
            };
            show(&state);
            if state.done {
                break;
            }
        }
        source.close();
    }

    fn show(state: &Middle) {
        let document = document();
        document.set_title(&state.title);
        if let Some(body) = document.get_element_by_id(BODY) {
            body.set_inner_html(&state.html);
        }
        if let Some(status) = document.get_element_by_id(STATUS) {
            status.set_text_content(Some(&state.status));
        }
    }
}
