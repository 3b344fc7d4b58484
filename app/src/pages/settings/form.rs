//! The form. Each button works without script; the island changes what stands here by its ids.

use super::{SettingsPage, fields, letters};
use crate::phrases::finding_sentence;
use leptos::prelude::*;
use model::settings::SendingMode;
use texts::Texts;

pub(super) fn columns(page: &SettingsPage, texts: &'static Texts) -> AnyView {
    let language = texts.language();
    let (mailbox, test) = if page.start.rules.is_base {
        ("company-sender-legend", None)
    } else {
        (
            "mailbox-legend",
            Some(texts.with("test-goes-to", &[("address", &page.test_address)])),
        )
    };
    let test_button = test.is_some().then(|| {
        view! {
            <button class="primary" name="action" value="test">
                {texts.get("save-and-test")}
            </button>
        }
    });
    let save_class = if test.is_some() { "" } else { "primary" };
    let preview = page.preview.as_ref().map(|preview| preview.view(texts));
    view! {
        <div class="cols">
            <form method="post" id="settings-form" action=page.action.clone() novalidate autocomplete="off">
                <input type="hidden" name="version" value=page.version.to_string() />
                {modes(page, texts)}
                <fieldset>
                    <legend>{texts.get(mailbox)}</legend>
                    {fields::address(page, texts)} {fields::display_name(page, texts)}
                    <div class="own-server">{fields::password(page, texts)}</div>
                </fieldset>
                <div class="own-server">{fields::server_details(page, texts)}</div>
                {letters::letters(page, texts)}
                <div class="actions">
                    {test_button}
                    <button class=save_class name="action" value="save">
                        {texts.get("save")}
                    </button>
                </div>
                {test.map(|words| view! { <p class="hint">{words}</p> })}
            </form>
            <aside>
                {preview}
                <div class="box own-server" id="aside">
                    {page.found.aside(language)}
                </div>
            </aside>
        </div>
    }
    .into_any()
}

/// The modes; where the operator has not set one up it is shown and can not be chosen.
fn modes(page: &SettingsPage, texts: &Texts) -> AnyView {
    let inherited = page.below.sets_mode().then(|| {
        let mode = page.below.effective.mode.value;
        let who = page.below.who(page.below.effective.mode.origin, texts);
        let words = texts.with(
            "choice-inherited",
            &[
                ("who", &who),
                ("value", &texts.get(&format!("mode-{}", mode.key()))),
            ],
        );
        view! {
            <label class="choice" for="mode-inherit">
                <input
                    type="radio"
                    id="mode-inherit"
                    name="mode"
                    value=""
                    data-mode=mode.key()
                    checked=page.form.mode.is_empty()
                />
                <b>{words}</b>
                <span class="about">{texts.get("mode-inherit-hint")}</span>
            </label>
        }
    });
    let chosen = if page.form.mode.is_empty() && inherited.is_none() {
        page.below.effective.mode.value.key()
    } else {
        &page.form.mode
    };
    let choices = SendingMode::ALL
        .into_iter()
        .map(|mode| {
            let key = mode.key();
            let closed = !page.modes.is_open(mode);
            let tag = if closed {
                Some(texts.get("mode-closed"))
            } else if mode == SendingMode::ReplyTo {
                None
            } else {
                Some(texts.get(&format!("mode-{key}-tag")))
            };
            let hint = match (mode, &page.modes.event_mailbox) {
                (SendingMode::ReplyTo, Some(mailbox)) if !closed => {
                    texts.with("mode-reply-to-hint-from", &[("address", mailbox)])
                }
                _ => texts.get(&format!("mode-{key}-hint")),
            };
            view! {
                <label class="choice" for=format!("mode-{key}")>
                    <input
                        type="radio"
                        id=format!("mode-{key}")
                        name="mode"
                        value=key
                        data-mode=key
                        checked=key == chosen
                        disabled=closed
                    />
                    <b>{texts.get(&format!("mode-{key}"))}</b>
                    {tag.map(|words| view! { <span class="tag">{words}</span> })}
                    <span class="about">{hint}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="modes" id="mode" tabindex="-1">
            <legend>{texts.get("mode-legend")}</legend>
            {inherited}
            {choices}
        </fieldset>
    }
    .into_any()
}

/// What is wrong, on top, with a link to each field; focus goes here when the page comes.
pub(super) fn error_summary(page: &SettingsPage, texts: &Texts) -> AnyView {
    let errors = page
        .checked
        .errors()
        .map(|finding| {
            let sentence = finding_sentence(&page.start.phrases, finding);
            view! { <li><a href=format!("#{}", finding.field.key())>{sentence}</a></li> }
        })
        .collect_view();
    view! {
        <div class="summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.get("error-summary-title")}</h2>
            <ul>{errors}</ul>
        </div>
    }
    .into_any()
}
