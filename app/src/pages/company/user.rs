//! One user's effective settings: each with where it comes from. `GET /company/users/{id}`; no forms. A password is
//! never part of it.

use super::{Frame, Part, UserState, address, people};
use crate::{
    components::table::{Table, any, cell},
    shell::Shell,
};
use leptos::prelude::*;
use model::{
    Role,
    settings::{Copies, Effective, Origin, Password, SendingMode, UserName},
};
use texts::Texts;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
    /// What he may do.
    pub role: Role,
    /// Whether his settings are the base for all.
    pub is_sender_user: bool,
    /// How his settings stand.
    pub state: UserState,
    /// What the last test stumbled over, as a sentence, where it did.
    pub cause: Option<String>,
    /// When a server last took a letter of his, in words.
    pub last_sent: Option<String>,
    /// What counts for him.
    pub effective: Effective,
    /// The sender user's name, where there is one.
    pub sender_user: Option<String>,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: UserPage) -> String {
    let language = shell.language;
    let lead = page.email.clone();
    Frame::below(Part::Users, page.name.clone())
        .lead(lead)
        .document(shell, move |texts| {
            let role = texts.get(&format!("role-{}", page.role.key()));
            let last_sent = page.last_sent.clone().unwrap_or_else(|| texts.get("never-sent"));
            view! {
                <div class="standing under-title">
                    {page.state.badge(texts)}
                    <span>{role}{people::sender_user_tag(page.is_sender_user, texts)}</span>
                    <span>{texts.get("column-last-sent")} ": " {last_sent}</span>
                </div>
                {page.cause.clone().map(|cause| view! { <p class="notice bad">{cause}</p> })}
                <h2>{texts.get("user-settings")}</h2>
                <p class="hint">{texts.get("user-settings-hint")}</p>
                {table(&page, texts)}
                <p class="actions">
                    <a class="btn" href=address(language, Part::Users.path())>{texts.get("user-all")}</a>
                </p>
            }
        })
}

fn table(page: &UserPage, texts: &Texts) -> AnyView {
    let e = &page.effective;
    let origin = |origin: Origin| origin_words(origin, page.sender_user.as_deref(), texts);
    let mut rows: Vec<Vec<AnyView>> = Vec::new();
    let mut row = |key: &str, value: String, from: String| {
        rows.push(vec![
            cell(texts.get(&format!("user-setting-{key}"))),
            any(value),
            cell(from),
        ]);
    };
    row(
        "mode",
        texts.get(&format!("mode-{}", e.mode.value.key())),
        origin(e.mode.origin),
    );
    if e.mode.value == SendingMode::OwnServer {
        let missing = || (texts.get("company-value-missing"), String::new());
        let server = e.host.as_ref().map(|v| (v.value.to_string(), origin(v.origin)));
        let (value, from) = server.unwrap_or_else(missing);
        row("server", value, from);
        let port = e.port.as_ref().map(|v| (v.value.to_string(), origin(v.origin)));
        let (value, from) = port.unwrap_or_else(missing);
        row("port", value, from);
        let security = e.security.as_ref().map(|v| {
            let words = texts.get(&format!("security-{}", v.value.key()));
            (words, origin(v.origin))
        });
        let (value, from) = security.unwrap_or_else(missing);
        row("security", value, from);
        row(
            "user-name",
            user_name(&e.user_name.value, texts),
            origin(e.user_name.origin),
        );
        let (value, from) = password(e.password, page.sender_user.as_deref(), texts);
        row("password", value, from);
    }
    row("sender", e.sender.value.to_string(), origin(e.sender.origin));
    row(
        "display-name",
        e.display_name.value.as_str().to_owned(),
        origin(e.display_name.origin),
    );
    row("copy", copies(&e.copy.value, texts), origin(e.copy.origin));
    row(
        "blind-copy",
        copies(&e.blind_copy.value, texts),
        origin(e.blind_copy.origin),
    );
    row(
        "documents",
        texts.get(&format!("user-documents-{}", e.documents.value.key())),
        origin(e.documents.origin),
    );
    row(
        "attachments",
        yes_no(e.attachments.value, texts),
        origin(e.attachments.origin),
    );
    row("edit", yes_no(e.edit.value, texts), origin(e.edit.origin));
    Table {
        label: texts.get("user-settings"),
        columns: ["column-setting", "column-value", "column-origin"]
            .map(|key| texts.get(key))
            .into(),
        rows,
    }
    .view()
}

/// Where a value comes from, in words.
pub(super) fn origin_words(origin: Origin, sender_user: Option<&str>, texts: &Texts) -> String {
    match (origin, sender_user) {
        (Origin::SenderUser, Some(name)) => texts.with("user-origin-sender-user-named", &[("name", name)]),
        _ => texts.get(&format!("user-origin-{}", origin.key())),
    }
}

/// Whether there is a password, and whose; never the password.
fn password(password: Password, sender_user: Option<&str>, texts: &Texts) -> (String, String) {
    match password {
        Password::NotNeeded => (texts.get("user-password-not-needed"), String::new()),
        Password::Set { origin, .. } => {
            let key = if origin == Origin::Own {
                "user-password-set"
            } else {
                "user-password-inherited"
            };
            (texts.get(key), origin_words(origin, sender_user, texts))
        }
        Password::NeededAgain => (texts.get("user-password-needed-again"), String::new()),
        Password::Missing => (texts.get("user-password-missing"), String::new()),
    }
}

pub(super) fn user_name(user_name: &UserName, texts: &Texts) -> String {
    user_name
        .name()
        .map_or_else(|| texts.get("company-value-no-sign-in"), str::to_owned)
}

pub(super) fn copies(copies: &Copies, texts: &Texts) -> String {
    if copies.is_empty() {
        texts.get("company-value-nobody")
    } else {
        copies.to_string()
    }
}

pub(super) fn yes_no(yes: bool, texts: &Texts) -> String {
    texts.get(if yes {
        "company-value-yes"
    } else {
        "company-value-no"
    })
}
