//! Pages and islands.
//!
//! A page is a function from data to HTML, rendered on the server only (feature `ssr`). What must react in the browser is
//! an island, shipped as WebAssembly (feature `hydrate`): the settings form, and what goes on (a running test, a mass
//! mailing).
//! What a page shows reaches it as data; what a person did leaves it as a form. See docs/frontend.md.

// Leptos' builders take owned properties, and a component's name is a noun.
#![allow(clippy::needless_pass_by_value, clippy::must_use_candidate)]

#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
pub mod phrases;

#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "ssr")]
pub mod dates;
#[cfg(feature = "ssr")]
mod markdown;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
