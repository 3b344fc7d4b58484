//! The front end's entry point: names the app, so that its islands are exported, and readies Leptos for them.

use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by `start.js`, before it starts each island on the page.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
