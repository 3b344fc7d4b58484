//! How letters go out: copies, documents, editing. Folded while nothing is wrong.

use super::{
    SettingsPage,
    fields::{ADDRESS, field_class, findings, origin, text_field},
};
use leptos::prelude::*;
use model::settings::{Documents, Field};
use texts::Texts;

pub(super) fn letters(page: &SettingsPage, texts: &Texts) -> AnyView {
    let in_details = [
        Field::Copy,
        Field::BlindCopy,
        Field::Documents,
        Field::Attachments,
        Field::Edit,
    ];
    let trouble = in_details.into_iter().any(|field| page.is_wrong(field));
    let documents = Documents::ALL.map(Documents::key);
    let form = &page.form;
    view! {
        <details class="server" id="letters" open=trouble>
            <summary>{summary(page, texts)}</summary>
            {copy(page, texts, Field::Copy, &form.copy, form.no_copy == "yes")}
            {copy(page, texts, Field::BlindCopy, &form.blind_copy, form.no_blind_copy == "yes")}
            {choice(page, texts, Field::Documents, &form.documents, &documents)}
            {choice(page, texts, Field::Attachments, &form.attachments, &["yes", "no"])}
            {choice(page, texts, Field::Edit, &form.edit, &["yes", "no"])}
        </details>
    }
    .into_any()
}

/// What counts, in a line.
fn summary(page: &SettingsPage, texts: &Texts) -> String {
    let below = &page.below.effective;
    let flag = |typed: &str, below: bool| match typed {
        "yes" => "yes",
        "no" => "no",
        _ if below => "yes",
        _ => "no",
    };
    let documents = match page.form.documents.as_str() {
        "" => below.documents.value.key(),
        typed => typed,
    };
    let parts = [
        texts.get(&format!("documents-{documents}")),
        texts.get(&format!(
            "attachments-{}",
            flag(&page.form.attachments, below.attachments.value)
        )),
        texts.get(&format!("edit-{}", flag(&page.form.edit, below.edit.value))),
    ];
    texts.with("letters-legend", &[("summary", &parts.join(" · "))])
}

fn copy(page: &SettingsPage, texts: &Texts, field: Field, value: &str, nobody: bool) -> AnyView {
    let key = field.key();
    let inherited = page.below.line(field, texts).is_some();
    let none = inherited.then(|| {
        let id = format!("no-{key}");
        view! {
            <label class="check" for=id.clone()>
                <input type="checkbox" id=id.clone() name=id.replace('-', "_") value="yes" checked=nobody />
                <span>{texts.get(&format!("no-{key}"))}</span>
            </label>
        }
    });
    view! {
        <div class=field_class(page, field) data-field=key>
            {text_field(page, texts, field, ADDRESS, value)}
            {none}
            {origin(page, texts, field, "", !value.is_empty() || nobody)}
            {findings(page, field)}
        </div>
    }
    .into_any()
}

fn choice(
    page: &SettingsPage,
    texts: &Texts,
    field: Field,
    chosen: &str,
    values: &[&'static str],
) -> AnyView {
    let key = field.key();
    let below = page.below.line(field, texts);
    let value_below = match field {
        Field::Documents => page.below.effective.documents.value.key(),
        Field::Attachments if page.below.effective.attachments.value => "yes",
        Field::Edit if page.below.effective.edit.value => "yes",
        _ => "no",
    };
    let as_below = match below {
        Some(line) => texts.with("choice-inherited", &[("who", &line.who), ("value", &line.value)]),
        None => texts.with(
            "choice-default",
            &[("value", &texts.get(&format!("{key}-{value_below}")))],
        ),
    };
    let options = values
        .iter()
        .map(|value| {
            view! {
                <option value=*value selected=chosen == *value>
                    {texts.get(&format!("{key}-{value}"))}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class=field_class(page, field) data-field=key>
            <label for=key>{texts.get(&format!("field-{key}"))}</label>
            <p class="hint" id=format!("{key}-hint")>
                {texts.get(&format!("field-{key}-hint"))}
            </p>
            <select id=key name=key.replace('-', "_") aria-describedby=format!("{key}-hint {key}-findings")>
                <option value="" selected=chosen.is_empty()>
                    {as_below}
                </option>
                {options}
            </select>
            {findings(page, field)}
        </div>
    }
    .into_any()
}
