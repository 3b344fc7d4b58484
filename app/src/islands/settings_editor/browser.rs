//! The part that runs in the browser.

mod dom;
mod findings;
mod look_up;
mod page;
mod state;

use super::EditorStart;
use leptos::prelude::set_timeout;
use model::settings::{Field, Finding};
use state::{Editor, Shared};
use std::{rc::Rc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// Listens to the form.
pub(super) fn enliven(start: EditorStart) {
    let Some(form) = dom::by_id(page::FORM) else {
        return;
    };
    let editor = Editor::shared(start);
    editor.borrow_mut().refresh();
    on(&form, "input", &editor, |editor, element| typed(editor, element));
    on(&form, "change", &editor, |editor, element| left(editor, element));
    let clicked = Rc::clone(&editor);
    dom::listen(&form, "click", move |event| click(&clicked, &event));
    hold_still_while_pressed(&editor);
}

/// Leaving a field by pressing something else must not move that something away before the press has ended: what there is
/// to say about the field is said afterwards.
fn hold_still_while_pressed(editor: &Shared) {
    let Some(page) = dom::whole() else { return };
    let pressed = Rc::clone(editor);
    dom::listen(&page, "pointerdown", move |_| pressed.borrow_mut().held = true);
    for end in ["pointerup", "pointercancel"] {
        let released = Rc::clone(editor);
        dom::listen(&page, end, move |_| {
            let released = Rc::clone(&released);
            // After the click that follows.
            set_timeout(move || released.borrow_mut().release(), Duration::ZERO);
        });
    }
}

fn on(form: &Element, kind: &str, editor: &Shared, react: fn(&Shared, &Element)) {
    let editor = Rc::clone(editor);
    dom::listen(form, kind, move |event| {
        if let Some(element) = target(&event) {
            react(&editor, &element);
        }
    });
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Something was typed or chosen.
fn typed(editor: &Shared, element: &Element) {
    let field = page::field_of(element);
    if matches!(
        field,
        Some(Field::Server | Field::Port | Field::Security | Field::UserName)
    ) {
        // A person's own word: no longer filled in anew.
        editor.borrow_mut().filled = false;
    }
    editor.borrow_mut().refresh();
    if field == Some(Field::Address) {
        look_up::when_typing_pauses(editor);
    }
}

/// A field was left with something new in it.
fn left(editor: &Shared, element: &Element) {
    let Some(field) = page::field_of(element) else {
        return;
    };
    if field == Field::Server {
        page::split_server();
    }
    let mut editor = editor.borrow_mut();
    editor.touch(field);
    if !editor.held {
        editor.refresh();
    }
}

fn click(editor: &Shared, event: &Event) {
    let Some(button) = target(event).and_then(|element| element.closest("button").ok().flatten()) else {
        return;
    };
    if button.id() == page::SHOW_PASSWORD {
        let shown = page::toggle_password(&button);
        let key = if shown { "hide-password" } else { "show-password" };
        button.set_text_content(Some(&editor.borrow().start.phrases.get(key)));
    } else if button.get_attribute("name").as_deref() == Some("repair") {
        event.prevent_default();
        let key = button.get_attribute("value").unwrap_or_default();
        repair(editor, &key);
    } else if button.get_attribute("name").as_deref() == Some("back") {
        event.prevent_default();
        if let Some(field) = page::field_of(&button) {
            back(editor, field);
        }
    }
}

/// Empties a field, so that what is inherited counts again.
fn back(editor: &Shared, field: Field) {
    let mut form = page::read();
    form.clear(field);
    page::write(&form);
    let mut editor = editor.borrow_mut();
    editor.touch(field);
    editor.refresh();
    page::focus(field);
}

/// Makes the repair of a finding, and puts focus where it was made.
fn repair(editor: &Shared, key: &str) {
    let mut editor = editor.borrow_mut();
    let found: Option<Finding> = editor.findings().into_iter().find(|finding| finding.key == key);
    let Some((finding, repair)) =
        found.and_then(|finding| finding.repair.clone().map(|repair| (finding, repair)))
    else {
        return;
    };
    let mut form = page::read();
    repair.apply(&mut form);
    page::write(&form);
    editor.refresh();
    page::focus(finding.field);
}
