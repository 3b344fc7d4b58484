//! What reacts in the browser.

// The macro makes a struct of each island's properties and gives it no documentation.
#![allow(missing_docs)]

pub mod live;
pub mod settings_editor;
