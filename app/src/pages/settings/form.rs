//! The form. Each button works without script; the island changes what stands here by its ids.

use super::{SettingsPage, fields};
use crate::phrases::finding_sentence;
use leptos::prelude::*;
use model::settings::SendingMode;
use texts::Texts;

pub(super) fn columns(page: &SettingsPage, texts: &'static Texts) -> AnyView {
    let language = texts.language();
    view! {
        <div class="cols">
            <form method="post" id="settings-form" action=format!("/{language}/settings") novalidate autocomplete="off">
                <input type="hidden" name="version" value=page.version.to_string() />
                {modes(page.mode, texts)}
                <div class="own-server">
                    <fieldset>
                        <legend>{texts.get("mailbox-legend")}</legend>
                        {fields::address(page, texts)} {fields::display_name(page, texts)}
                        {fields::password(page, texts)}
                    </fieldset>
                    {fields::server_details(page, texts)}
                </div>
                <div class="actions">
                    <button class="primary own-server" name="action" value="test">
                        {texts.get("save-and-test")}
                    </button>
                    <button name="action" value="save">
                        {texts.get("save")}
                    </button>
                </div>
                <p class="hint own-server">{texts.with("test-goes-to", &[("address", &page.test_address)])}</p>
            </form>
            <aside class="own-server">
                <div class="box" id="aside">
                    {page.found.aside(language)}
                </div>
            </aside>
        </div>
    }
    .into_any()
}

fn modes(chosen: SendingMode, texts: &Texts) -> AnyView {
    let choices = SendingMode::ALL
        .into_iter()
        .map(|mode| {
            let key = mode.key();
            // Reply-to mode opens with the operator's own relay.
            let later = mode == SendingMode::ReplyTo;
            let tag = if later {
                "mode-later".to_owned()
            } else {
                format!("mode-{key}-tag")
            };
            view! {
                <label class="choice" for=format!("mode-{key}")>
                    <input
                        type="radio"
                        id=format!("mode-{key}")
                        name="mode"
                        value=key
                        checked=mode == chosen
                        disabled=later
                    />
                    <b>{texts.get(&format!("mode-{key}"))}</b>
                    <span class="tag">{texts.get(&tag)}</span>
                    <span class="about">{texts.get(&format!("mode-{key}-hint"))}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="modes">
            <legend>{texts.get("mode-legend")}</legend>
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
