//! The fields, each with its label, hint and findings.

use super::SettingsPage;
use crate::phrases::{finding_sentence, repair_words};
use leptos::prelude::*;
use model::{
    Security,
    settings::{Field, Severity},
};
use texts::Texts;

/// How a text field is typed into.
#[derive(Clone, Copy)]
struct Typing {
    kind: &'static str,
    keys: &'static str,
}

const WORDS: Typing = Typing {
    kind: "text",
    keys: "text",
};
const ADDRESS: Typing = Typing {
    kind: "email",
    keys: "email",
};
const DIGITS: Typing = Typing {
    kind: "text",
    keys: "numeric",
};

fn field_class(page: &SettingsPage, field: Field) -> &'static str {
    let has_error = page
        .shown(field)
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    if has_error { "field err" } else { "field" }
}

fn invalid(page: &SettingsPage, field: Field) -> Option<&'static str> {
    page.shown(field)
        .iter()
        .any(|finding| finding.severity == Severity::Error)
        .then_some("true")
}

fn text_field(page: &SettingsPage, texts: &Texts, field: Field, typing: Typing, value: &str) -> AnyView {
    let key = field.key();
    view! {
        <label for=key>{texts.get(&format!("field-{key}"))}</label>
        <p class="hint" id=format!("{key}-hint")>
            {texts.get(&format!("field-{key}-hint"))}
        </p>
        <input
            id=key
            name=key.replace('-', "_")
            type=typing.kind
            inputmode=typing.keys
            autocapitalize="none"
            spellcheck="false"
            aria-describedby=format!("{key}-hint {key}-findings")
            aria-invalid=invalid(page, field)
            value=value.to_owned()
        />
    }
    .into_any()
}

/// What was found about a field, and what mends it. Each repair is a button that also works without script.
fn findings(page: &SettingsPage, field: Field) -> AnyView {
    let phrases = &page.start.phrases;
    let found = page
        .shown(field)
        .into_iter()
        .map(|finding| {
            let repair = finding.repair.as_ref().map(|repair| {
                view! {
                    <button type="submit" class="small" name="repair" value=finding.key.clone()>
                        {repair_words(phrases, repair)}
                    </button>
                }
            });
            view! {
                <div class=format!("finding {}", finding.severity.key())>
                    <p class="msg">{finding_sentence(phrases, finding)}</p>
                    {repair}
                </div>
            }
        })
        .collect_view();
    view! { <div class="findings" id=format!("{}-findings", field.key())>{found}</div> }.into_any()
}

pub(super) fn address(page: &SettingsPage, texts: &Texts) -> AnyView {
    let known = page.found.recognition.provider.is_some();
    let mut words = page.found.words(texts);
    if known && page.start.filled {
        words.push(' ');
        words.push_str(&filled_words(page, texts));
    }
    view! {
        <div class=field_class(page, Field::Address) data-field=Field::Address.key()>
            {text_field(page, texts, Field::Address, ADDRESS, &page.form.address)}
            {findings(page, Field::Address)}
            <p class=if known { "found known" } else { "found" } id="found" role="status">
                {words}
            </p>
            <button class="small no-script" name="action" value="find">
                {texts.get("find-settings")}
            </button>
        </div>
    }
    .into_any()
}

fn filled_words(page: &SettingsPage, texts: &Texts) -> String {
    let security = security_words(texts, &page.form.security);
    let words = [
        ("server", page.form.server.as_str()),
        ("port", &page.form.port),
        ("security", &security),
        ("user", &page.form.user_name),
    ];
    if page.form.user_name.is_empty() {
        texts.with("found-filled-short", &words[..3])
    } else {
        texts.with("found-filled", &words)
    }
}

fn security_words(texts: &Texts, typed: &str) -> String {
    match typed.parse::<Security>() {
        Ok(Security::None) => texts.get("security-none-long"),
        Ok(other) => texts.get(&format!("security-{}", other.key())),
        Err(_) => String::new(),
    }
}

pub(super) fn display_name(page: &SettingsPage, texts: &Texts) -> AnyView {
    view! {
        <div class=field_class(page, Field::DisplayName) data-field=Field::DisplayName.key()>
            {text_field(page, texts, Field::DisplayName, WORDS, &page.form.display_name)}
            {findings(page, Field::DisplayName)}
        </div>
    }
    .into_any()
}

/// The password: typed, never given back.
pub(super) fn password(page: &SettingsPage, texts: &Texts) -> AnyView {
    let kind = page.found.password_kind(texts);
    let guide = page.found.password_guide(texts);
    let no_guide = guide.is_none();
    let hint = if page.password_set() {
        "field-password-set"
    } else {
        "field-password-hint"
    };
    view! {
        <div class=field_class(page, Field::Password) data-field=Field::Password.key()>
            <div class="label">
                <label for="password">{texts.get("field-password")}</label>
                <span class="tag" id="password-kind" hidden=kind.is_empty()>
                    {kind.clone()}
                </span>
            </div>
            <p class="hint" id="password-hint">
                {texts.get(hint)}
            </p>
            <p class="hint" id="password-guide" hidden=no_guide>
                {guide}
            </p>
            <div class="with">
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="password-kind password-hint password-findings"
                    aria-invalid=invalid(page, Field::Password)
                />
                <button type="button" class="needs-script" id="show-password" aria-controls="password" aria-pressed="false">
                    {texts.get("show-password")}
                </button>
            </div>
            {findings(page, Field::Password)}
        </div>
    }
    .into_any()
}

/// Server, port, encryption and user name: folded away while they are known and right.
pub(super) fn server_details(page: &SettingsPage, texts: &Texts) -> AnyView {
    let in_details = [
        Field::Server,
        Field::Port,
        Field::Security,
        Field::PlainConfirmed,
        Field::UserName,
    ];
    let trouble = in_details.into_iter().any(|field| invalid(page, field).is_some());
    let looked_in_vain =
        !page.found.recognition.domain.is_empty() && page.found.recognition.provider.is_none();
    let unknown = page.form.has_no_server() && looked_in_vain;
    view! {
        <details class="server" id="server-details" open=trouble || unknown>
            <summary id="server-summary">{summary(page, texts)}</summary>
            <div class="row">
                <div class=field_class(page, Field::Server) data-field=Field::Server.key()>
                    {text_field(page, texts, Field::Server, WORDS, &page.form.server)}
                    {findings(page, Field::Server)}
                </div>
                <div class=field_class(page, Field::Port) data-field=Field::Port.key()>
                    {text_field(page, texts, Field::Port, DIGITS, &page.form.port)}
                    {findings(page, Field::Port)}
                </div>
            </div>
            {security(page, texts)}
            {plain_confirmed(page, texts)}
            <div class=field_class(page, Field::UserName) data-field=Field::UserName.key()>
                {text_field(page, texts, Field::UserName, WORDS, &page.form.user_name)}
                {findings(page, Field::UserName)}
            </div>
        </details>
    }
    .into_any()
}

fn summary(page: &SettingsPage, texts: &Texts) -> String {
    let form = &page.form;
    if form.server.is_empty() {
        return texts.get("server-legend-unknown");
    }
    let parts = [
        form.server.clone(),
        form.port.clone(),
        security_words(texts, &form.security),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    texts.with("server-legend-closed", &[("summary", &parts.join(" · "))])
}

fn security(page: &SettingsPage, texts: &Texts) -> AnyView {
    let choices = Security::ALL
        .into_iter()
        .map(|security| {
            let key = security.key();
            view! {
                <label for=format!("security-{key}")>
                    <input
                        type="radio"
                        id=format!("security-{key}")
                        name="security"
                        value=key
                        checked=page.form.security == key
                        aria-describedby="security-findings"
                    />
                    <span>{texts.get(&format!("security-{key}"))}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=field_class(page, Field::Security)
            id="security"
            tabindex="-1"
            data-field=Field::Security.key()
        >
            <legend class="label">{texts.get("field-security")}</legend>
            <div class="seg">{choices}</div>
            {findings(page, Field::Security)}
        </fieldset>
    }
    .into_any()
}

/// Only where the operator allows it, and only where a password would travel readable.
fn plain_confirmed(page: &SettingsPage, texts: &Texts) -> AnyView {
    let asked = page.start.rules.plain_password_allowed
        && page.form.security == Security::None.key()
        && !page.form.user_name.trim().is_empty();
    view! {
        <div
            class=field_class(page, Field::PlainConfirmed)
            id="plain"
            hidden=!asked
            data-field=Field::PlainConfirmed.key()
        >
            <label class="check" for="plain-confirmed">
                <input
                    type="checkbox"
                    id="plain-confirmed"
                    name="plain_confirmed"
                    value="yes"
                    checked=page.form.plain_confirmed == "yes"
                    aria-describedby="plain-confirmed-findings"
                />
                <span>{texts.get("field-plain-confirmed")}</span>
            </label>
            {findings(page, Field::PlainConfirmed)}
        </div>
    }
    .into_any()
}
