//! Where things stand on the page. `pages::settings` renders these ids.

use super::dom;
use model::{
    Security,
    host::split_pasted,
    settings::{Field, SendingMode, SettingsForm},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub(super) const FORM: &str = "settings-form";
pub(super) const SHOW_PASSWORD: &str = "show-password";

/// The field that an element belongs to.
pub(super) fn field_of(element: &Element) -> Option<Field> {
    let field = element
        .closest("[data-field]")
        .ok()
        .flatten()?
        .get_attribute("data-field")?;
    Field::ALL.into_iter().find(|known| known.key() == field)
}

/// What is typed now, as far as the rules look at it.
pub(super) fn read() -> SettingsForm {
    let checked = |id: &str| dom::input(id).is_some_and(|input| input.checked());
    let yes = |id: &str| if checked(id) { "yes" } else { "" }.to_owned();
    let security = Security::ALL
        .into_iter()
        .find(|security| checked(&["security-", security.key()].concat()));
    let mode = SendingMode::ALL
        .into_iter()
        .find(|mode| checked(&["mode-", mode.key()].concat()));
    SettingsForm {
        mode: mode.map_or("", SendingMode::key).to_owned(),
        address: dom::value("address"),
        display_name: dom::value("display-name"),
        server: dom::value("server"),
        port: dom::value("port"),
        security: security.map_or("", Security::key).to_owned(),
        user_name: dom::value("user-name"),
        no_sign_in: yes("no-sign-in"),
        copy: dom::value("copy"),
        no_copy: yes("no-copy"),
        blind_copy: dom::value("blind-copy"),
        no_blind_copy: yes("no-blind-copy"),
        ..SettingsForm::default()
    }
}

/// Changes what is typed.
pub(super) fn write(form: &SettingsForm) {
    dom::set_value("address", &form.address);
    dom::set_value("display-name", &form.display_name);
    dom::set_value("copy", &form.copy);
    dom::set_value("blind-copy", &form.blind_copy);
    dom::set_value("server", &form.server);
    dom::set_value("port", &form.port);
    dom::set_value("user-name", &form.user_name);
    let mut securities = Security::ALL.map(Security::key).to_vec();
    securities.push("inherit");
    for key in securities {
        if let Some(input) = dom::input(&["security-", key].concat()) {
            input.set_checked(form.security == key || (form.security.is_empty() && key == "inherit"));
        }
    }
    if let Some(input) = dom::input("no-sign-in") {
        input.set_checked(form.no_sign_in == "yes");
    }
}

/// `smtp.gmail.com:465` in the server field goes into both fields, with the encryption that belongs to the port.
pub(super) fn split_server() {
    let mut form = read();
    let pasted = split_pasted(&form.server);
    let (host, port) = (pasted.host.to_owned(), pasted.port);
    if let Some(port) = port {
        form.port = port.to_string();
        port.usual_security().key().clone_into(&mut form.security);
    }
    form.server = host;
    write(&form);
}

/// Shows or hides the password; says whether it is shown now.
pub(super) fn toggle_password(button: &Element) -> bool {
    let Some(input) = dom::input("password") else {
        return false;
    };
    let show = input.type_() == "password";
    input.set_type(if show { "text" } else { "password" });
    dom::set_attribute(button, "aria-pressed", Some(if show { "true" } else { "false" }));
    show
}

/// Puts the focus on a field, where it can be seen.
pub(super) fn focus(field: Field) {
    let id = match field {
        Field::Security => {
            let chosen = read().security;
            ["security-", if chosen.is_empty() { "inherit" } else { &chosen }].concat()
        }
        other => other.key().to_owned(),
    };
    if let Some(element) = dom::by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only where the element can not have it.
        let _ = element.focus();
    }
}

/// Unfolds the server's fields.
pub(super) fn open_details() {
    if let Some(details) = dom::by_id("server-details") {
        dom::set_attribute(&details, "open", Some(""));
    }
}
