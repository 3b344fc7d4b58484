//! The fields, each with its label, hint and findings.

use super::SettingsPage;
use crate::phrases::{finding_sentence, repair_words};
use leptos::prelude::*;
use model::{Security, settings::Field};
use texts::Texts;

/// How a text field is typed into.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    kind: &'static str,
    keys: &'static str,
}

const WORDS: Typing = Typing {
    kind: "text",
    keys: "text",
};
const ONE_ADDRESS: Typing = Typing {
    kind: "email",
    keys: "email",
};
/// Addresses divided by commas, which a browser's own check would refuse.
pub(super) const ADDRESS: Typing = Typing {
    kind: "text",
    keys: "email",
};
const DIGITS: Typing = Typing {
    kind: "text",
    keys: "numeric",
};

pub(super) fn field_class(page: &SettingsPage, field: Field) -> &'static str {
    if page.is_wrong(field) {
        "field err"
    } else {
        "field"
    }
}

fn invalid(page: &SettingsPage, field: Field) -> Option<&'static str> {
    page.is_wrong(field).then_some("true")
}

pub(super) fn text_field(
    page: &SettingsPage,
    texts: &Texts,
    field: Field,
    typing: Typing,
    value: &str,
) -> AnyView {
    let key = field.key();
    let inherited = page.below.line(field, texts).map(|line| line.value);
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
            aria-describedby=format!("{key}-hint {key}-origin {key}-findings")
            aria-invalid=invalid(page, field)
            placeholder=inherited
            value=value.to_owned()
        />
    }
    .into_any()
}

/// What counts where the field is left empty, from whom, and the way back to it. A button that also works without script.
/// What only repeats a person's own card in the portal is not worth a line.
pub(super) fn origin(page: &SettingsPage, texts: &Texts, field: Field, typed: &str, is_set: bool) -> AnyView {
    let key = field.key();
    let Some(line) = page.below.line(field, texts).filter(|line| !line.is(typed)) else {
        return ().into_any();
    };
    let words = texts.with("origin-line", &[("who", &line.who), ("value", &line.value)]);
    let back = texts.with(
        "origin-back-field",
        &[("field", &texts.get(&format!("field-{key}")))],
    );
    view! {
        <p class="origin" id=format!("{key}-origin")>
            <span class="tag" id=format!("{key}-own") hidden=!is_set>
                {texts.get("origin-own")}
            </span>
            <span>{words}</span>
            <button
                type="submit"
                class="small"
                name="back"
                value=key
                id=format!("{key}-back")
                aria-label=back
                hidden=!is_set
            >
                {texts.get("origin-back")}
            </button>
        </p>
    }
    .into_any()
}

/// What was found about a field, and what mends it. Each repair is a button that also works without script.
pub(super) fn findings(page: &SettingsPage, field: Field) -> AnyView {
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
            {text_field(page, texts, Field::Address, ONE_ADDRESS, &page.form.address)}
            {origin(page, texts, Field::Address, &page.form.address, !page.form.address.is_empty())}
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
            {origin(page, texts, Field::DisplayName, &page.form.display_name, !page.form.display_name.is_empty())}
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
    let hint = match page.below.password_from(texts) {
        _ if page.password_set() => texts.get("field-password-set"),
        Some(who) => texts.with("field-password-inherited", &[("who", &who)]),
        None if page.start.rules.is_base => texts.get("field-password-base"),
        None => texts.get("field-password-hint"),
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
                {hint}
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
    let in_details = [Field::Server, Field::Port, Field::Security, Field::UserName];
    let trouble = in_details.into_iter().any(|field| page.is_wrong(field));
    let looked_in_vain =
        !page.found.recognition.domain.is_empty() && page.found.recognition.provider.is_none();
    let unknown = page.counts().has_no_server() && looked_in_vain;
    view! {
        <details class="server" id="server-details" open=trouble || unknown>
            <summary id="server-summary">{summary(page, texts)}</summary>
            <div class="row">
                <div class=field_class(page, Field::Server) data-field=Field::Server.key()>
                    {text_field(page, texts, Field::Server, WORDS, &page.form.server)}
                    {origin(page, texts, Field::Server, "", !page.form.server.is_empty())}
                    {findings(page, Field::Server)}
                </div>
                <div class=field_class(page, Field::Port) data-field=Field::Port.key()>
                    {text_field(page, texts, Field::Port, DIGITS, &page.form.port)}
                    {origin(page, texts, Field::Port, "", !page.form.port.is_empty())}
                    {findings(page, Field::Port)}
                </div>
            </div>
            {security(page, texts)}
            <div class=field_class(page, Field::UserName) data-field=Field::UserName.key()>
                {text_field(page, texts, Field::UserName, WORDS, &page.form.user_name)}
                {no_sign_in(page, texts)}
                {origin(page, texts, Field::UserName, "", !page.form.user_name.is_empty() || page.form.no_sign_in == "yes")}
                {findings(page, Field::UserName)}
            </div>
        </details>
    }
    .into_any()
}

fn summary(page: &SettingsPage, texts: &Texts) -> String {
    let form = page.counts();
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
    let inherited = page.below.line(Field::Security, texts).map(|line| {
        view! {
            <label for="security-inherit">
                <input
                    type="radio"
                    id="security-inherit"
                    name="security"
                    value=""
                    checked=page.form.security.is_empty()
                    aria-describedby="security-findings"
                />
                <span>{texts.with("choice-inherited", &[("who", &line.who), ("value", &line.value)])}</span>
            </label>
        }
    });
    view! {
        <fieldset
            class=field_class(page, Field::Security)
            id="security"
            tabindex="-1"
            data-field=Field::Security.key()
        >
            <legend class="label">{texts.get("field-security")}</legend>
            <div class="seg">{inherited}{choices}</div>
            {findings(page, Field::Security)}
        </fieldset>
    }
    .into_any()
}

/// Only where a user name is inherited: then an empty field does not say it.
fn no_sign_in(page: &SettingsPage, texts: &Texts) -> AnyView {
    if page.below.effective.user_name.value.name().is_none() {
        return ().into_any();
    }
    view! {
        <label class="check" for="no-sign-in">
            <input type="checkbox" id="no-sign-in" name="no_sign_in" value="yes" checked=page.form.no_sign_in == "yes" />
            <span>{texts.get("no-sign-in")}</span>
        </label>
    }
    .into_any()
}
