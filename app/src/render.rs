//! A view as HTML, all at once. No page waits for anything while it is rendered: its data is there before. So there is no
//! stream, no inline script and no nonce, and a page without islands ships no script at all.

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// Renders a view.
pub fn html<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(move || view().to_html());
    owner.cleanup();
    html
}
