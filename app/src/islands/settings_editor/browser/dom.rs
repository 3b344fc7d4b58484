//! The few things that are asked of the document.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlInputElement};

pub(super) fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The whole page.
pub(super) fn whole() -> Option<Element> {
    document().document_element()
}

pub(super) fn input(id: &str) -> Option<HtmlInputElement> {
    by_id(id)?.dyn_into().ok()
}

pub(super) fn value(id: &str) -> String {
    input(id).map(|input| input.value()).unwrap_or_default()
}

/// Changes what stands in a field, only where it differs: the cursor stays.
pub(super) fn set_value(id: &str, value: &str) {
    if let Some(input) = input(id)
        && input.value() != value
    {
        input.set_value(value);
    }
}

/// Changes a text, only where it differs: nothing is read out twice.
pub(super) fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Puts in HTML that the server rendered.
pub(super) fn set_html(id: &str, html: &str) {
    if let Some(element) = by_id(id) {
        element.set_inner_html(html);
    }
}

/// Shows an element, or hides it.
pub(super) fn show(id: &str, shown: bool) {
    if let Some(element) = by_id(id) {
        set_attribute(&element, "hidden", if shown { None } else { Some("") });
    }
}

/// Sets an attribute, or takes it away.
pub(super) fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Fails only where the name is no name.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// A new element with class and text, at the end of another.
pub(super) fn append(parent: &Element, tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    parent.append_child(&element).ok()?;
    Some(element)
}

/// Listens for good.
pub(super) fn listen(element: &Element, kind: &str, react: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(react);
    // Fails only where the element is none.
    let _ = element.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
    closure.forget();
}
