//! What reacts in the browser.

pub mod live_test;
pub mod settings_editor;
