//! The forms that add an exception: each folded away until it is asked for, or until something is wrong with it.

use super::{super::address, super::at, EncryptionPage};
use crate::components::entry::{Entry, Typing, mistake_view};
use leptos::prelude::*;
use texts::Texts;

pub(super) fn forms(page: &EncryptionPage, texts: &Texts) -> AnyView {
    view! {
        <h2>{texts.get("encryption-add")}</h2>
        <p class="say">{texts.get("encryption-add-hint")}</p>
        {authority(page, texts)}
        {pin(page, texts)}
        {page.plain_allowed.then(|| plain(page, texts))}
    }
    .into_any()
}

/// Whether something is wrong with one of these fields.
fn wrong(page: &EncryptionPage, fields: &[&str]) -> bool {
    page.mistakes
        .iter()
        .any(|mistake| fields.contains(&mistake.field()))
}

fn form(kind: &str, open: bool, content: AnyView, texts: &Texts) -> AnyView {
    let action = address(texts.language(), &format!("/company/encryption/{kind}"));
    view! {
        <details class="add" open=open>
            <summary>{texts.get(&format!("encryption-add-{kind}"))}</summary>
            <form method="post" action=action novalidate>
                <p class="say">{texts.get(&format!("encryption-add-{kind}-hint"))}</p>
                {content}
                <div class="actions">
                    <button name="action" value="preview">{texts.get("company-continue")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn authority(page: &EncryptionPage, texts: &Texts) -> AnyView {
    let pem = Entry::new("pem", texts.get("encryption-pem"), Typing::Lines(8))
        .hint(texts.get("encryption-pem-hint"))
        .value(&page.typed.pem)
        .mistake(at(&page.mistakes, "pem", texts));
    form("authority", wrong(page, &["pem"]), pem.view(), texts)
}

/// Server and port, side by side.
fn destination(ids: [&'static str; 2], values: [&str; 2], page: &EncryptionPage, texts: &Texts) -> AnyView {
    let [server, port] = ids;
    let server = Entry::new(server, texts.get("column-server"), Typing::Code)
        .named("server")
        .hint(texts.get("encryption-server-hint"))
        .value(values[0])
        .mistake(at(&page.mistakes, server, texts));
    let port = Entry::new(port, texts.get("user-setting-port"), Typing::Digits)
        .named("port")
        .hint(texts.get("encryption-port-hint"))
        .value(values[1])
        .mistake(at(&page.mistakes, port, texts));
    view! { <div class="row">{server.view()} {port.view()}</div> }.into_any()
}

fn pin(page: &EncryptionPage, texts: &Texts) -> AnyView {
    let ids = ["pin-server", "pin-port"];
    let typed = [page.typed.pin_server.as_str(), page.typed.pin_port.as_str()];
    let sha256 = Entry::new("sha256", texts.get("encryption-sha256"), Typing::Code)
        .hint(texts.get("encryption-sha256-hint"))
        .value(&page.typed.sha256)
        .mistake(at(&page.mistakes, "sha256", texts));
    let content = view! { {destination(ids, typed, page, texts)} {sha256.view()} };
    let open = wrong(page, &["pin-server", "pin-port", "sha256"]);
    form("pin", open, content.into_any(), texts)
}

fn plain(page: &EncryptionPage, texts: &Texts) -> AnyView {
    let ids = ["plain-server", "plain-port"];
    let typed = [page.typed.plain_server.as_str(), page.typed.plain_port.as_str()];
    let mistake = at(&page.mistakes, "understood", texts);
    let class = if mistake.is_some() { "field err" } else { "field" };
    let (invalid, described) = (
        mistake.as_ref().map(|_| "true"),
        mistake.as_ref().map(|_| "understood-mistake"),
    );
    let content = view! {
        <p class="notice warn">{texts.get("encryption-plain-warning")}</p>
        {destination(ids, typed, page, texts)}
        <div class=class>
            <label class="check" for="understood">
                <input
                    type="checkbox"
                    id="understood"
                    name="understood"
                    value="yes"
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <span>{texts.get("encryption-plain-understood")}</span>
            </label>
            {mistake_view("understood", mistake)}
        </div>
    };
    let open = wrong(page, &["plain-server", "plain-port", "understood"]);
    form("plain", open, content.into_any(), texts)
}
