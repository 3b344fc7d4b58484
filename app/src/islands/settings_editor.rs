//! The settings form comes alive: recognises the provider from the address, fills the server in, checks while a person
//! types, and offers repairs.
//!
//! The form itself is rendered by the server (`pages::settings`) and works without this. The island only reads and
//! changes what stands there: views that react would carry the whole form into Wasm a second time, which was measured at
//! twice the budget (docs/frontend.md).

#[cfg(feature = "hydrate")]
mod browser;

use crate::phrases::Phrases;
use leptos::prelude::*;
use model::{provider::ProviderHint, settings::Rules};
use serde::{Deserialize, Serialize};

/// What the form can not tell by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorStart {
    /// Where addresses are recognised; the domain is put behind it.
    pub recognise: String,
    /// Whether the form was sent already: then everything that is found is shown.
    pub submitted: bool,
    /// Whether server, port, encryption and user name were filled in and may be filled in anew.
    pub filled: bool,
    /// The rules it is held against.
    pub rules: Rules,
    /// The provider of the address.
    pub provider: Option<ProviderHint>,
    /// The domain that was looked up.
    pub domain: String,
    /// The sentences.
    pub phrases: Phrases,
}

/// What was found about an address. The server renders it, so that it reads the same with and without script.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The provider, where one was found.
    pub provider: Option<ProviderHint>,
    /// The look-up did not come to an end.
    pub undecided: bool,
    /// Who it is and how that was found, in words.
    pub words: String,
    /// What the password is there.
    pub password_kind: String,
    /// The link to the guide, as HTML.
    pub guide: String,
    /// The box beside the form, as HTML.
    pub aside: String,
}

/// Makes the form in `children` come alive.
#[island]
pub fn SettingsEditor(
    /// What the form can not tell by itself.
    start: EditorStart,
    /// The form.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::enliven(start);
    #[cfg(not(feature = "hydrate"))]
    let _ = start;
    children()
}
