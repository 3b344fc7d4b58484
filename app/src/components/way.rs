//! The way of a letter, as a picture: you, the portal, the mail server, the recipient.

use leptos::prelude::*;

/// How a leg of the way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Works.
    Works,
    /// The letter stopped here.
    Stopped,
    /// Being tried.
    Trying,
    /// Not tried or not reached.
    Open,
}

impl Leg {
    const fn class(self) -> &'static str {
        match self {
            Self::Works => "leg ok",
            Self::Stopped => "leg bad",
            Self::Trying => "leg trying",
            Self::Open => "leg",
        }
    }
}

/// A place on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// A word more about it.
    pub note: String,
}

/// The picture's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayState {
    /// What the picture is, for those who do not see it.
    pub label: String,
    /// You, portal, server, recipient.
    pub stops: [Stop; 4],
    /// From one to the next, with the words at it.
    pub legs: [(Leg, String); 3],
}

const ICONS: [&str; 4] = [
    "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-5 4-7 8-7s7 2 8 7",
    "M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2M3 9h18M7 14h6M7 17h9",
    "M6 3h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2M6 14h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2M8 6.5h.01M8 17.5h.01",
    "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2M3 7l9 7 9-7",
];

/// The picture. The settings island changes the server's words and the legs by their ids.
#[component]
pub fn Way(
    /// What it shows.
    state: WayState,
) -> impl IntoView {
    let mut legs = state.legs.into_iter();
    let parts = state
        .stops
        .into_iter()
        .enumerate()
        .map(|(at, stop)| {
            let leg = legs.next().map(|(leg, words)| {
                view! {
                    <div class=leg.class() id=format!("way-leg-{at}")>
                        <span id=format!("way-leg-{at}-words")>{words}</span>
                    </div>
                }
            });
            view! {
                <div class="stop">
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d=ICONS[at] />
                    </svg>
                    <strong id=format!("way-name-{at}")>{stop.name}</strong>
                    <small id=format!("way-note-{at}")>{stop.note}</small>
                </div>
                {leg}
            }
        })
        .collect_view();
    view! { <div class="way" role="group" aria-label=state.label>{parts}</div> }
}
