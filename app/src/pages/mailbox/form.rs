//! The form: where the mailbox is, and its password.

use super::{MailboxPage, Mistake, PATH};
use crate::components::{
    choice::{Answer, Choice},
    entry::{Entry, Typing, described_by, mistake_view},
};
use leptos::prelude::*;
use texts::Texts;

/// The form.
pub(super) fn view(page: &MailboxPage, texts: &Texts) -> AnyView {
    if !page.own_server && page.allowed.is_none() {
        return view! {
            <h2>{texts.get("mailbox-form")}</h2>
            <p class="notice">{texts.get("mailbox-not-own-server")}</p>
        }
        .into_any();
    }
    let title = texts.get(if page.allowed.is_some() {
        "mailbox-form-again"
    } else {
        "mailbox-form"
    });
    let filled = page
        .provider
        .as_ref()
        .map(|provider| view! { <p>{texts.with("mailbox-filled", &[("provider", provider)])}</p> });
    let at = |field: &str| {
        let mistake = page.mistakes.iter().find(|mistake| mistake.field() == field);
        mistake.map(|mistake| mistake.sentence(texts))
    };
    let field = |id, key: &str, value: &str, typing| {
        Entry::new(id, texts.get(&format!("field-{key}")), typing)
            .hint(texts.get(&format!("mailbox-{key}-hint")))
            .value(value)
            .mistake(at(id))
            .view()
    };
    let typed = &page.typed;
    view! {
        <h2>{title}</h2>
        <p>{texts.get("mailbox-why-password")}</p>
        <p>{texts.get("mailbox-no-token")}</p>
        {filled}
        <form method="post" action=format!("/{}{PATH}", texts.language()) novalidate>
            {field("server", "server", &typed.server, Typing::Code)}
            {field("port", "port", &typed.port, Typing::Digits)}
            {security(page, texts)}
            {field("user-name", "user-name", &typed.user_name, Typing::Code)}
            {password(page, at("password"), texts)}
            <div class="actions">
                <button class="primary" name="action" value="allow">{texts.get("mailbox-allow")}</button>
            </div>
            <p class="hint">{texts.get("mailbox-allow-hint")}</p>
        </form>
    }
    .into_any()
}

fn security(page: &MailboxPage, texts: &Texts) -> AnyView {
    let answers = ["tls", "starttls"].map(|key| Answer {
        value: key.to_owned(),
        words: texts.get(&format!("security-{key}")),
        about: None,
        chosen: page.typed.security == key,
    });
    let mistake = page
        .mistakes
        .iter()
        .find(|mistake| **mistake == Mistake::SecurityMissing);
    Choice {
        id: "security",
        name: "security",
        question: texts.get("field-security"),
        hint: Some(texts.get("mailbox-security-hint")),
        answers: answers.to_vec(),
        several: false,
        mistake: mistake.map(|mistake| mistake.sentence(texts)),
    }
    .view()
}

/// The password: typed, never given back.
fn password(page: &MailboxPage, mistake: Option<String>, texts: &Texts) -> AnyView {
    let class = if mistake.is_some() { "field err" } else { "field" };
    let invalid = mistake.as_ref().map(|_| "true");
    let described = described_by("password", true, mistake.is_some());
    let hint = texts.get(if page.app_password {
        "mailbox-app-password-hint"
    } else {
        "mailbox-password-hint"
    });
    let guide = page.guide.clone().zip(page.provider.clone()).map(|(url, provider)| {
        view! { " " <a href=url target="_blank">{texts.with("field-password-guide", &[("provider", &provider)])}</a> }
    });
    view! {
        <div class=class>
            <label for="password">{texts.get("field-password")}</label>
            <p class="hint" id="password-hint">{hint} {guide}</p>
            <input
                id="password"
                name="password"
                type="password"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
            />
            {mistake_view("password", mistake)}
        </div>
    }
    .into_any()
}
