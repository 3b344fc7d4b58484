//! The files of a letter: what is there, and adding more.

use super::{ComposePage, mistake};
use crate::components::entry::{described_by, mistake_view};
use leptos::prelude::*;
use texts::Texts;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A size as people read it: `12 KB`, `1,4 MB`.
pub(super) fn size(bytes: u64, texts: &Texts) -> String {
    if bytes < 1_000_000 {
        return texts.with("size-kb", &[("n", &bytes.div_ceil(1000).to_string())]);
    }
    let tenths = bytes.div_ceil(100_000);
    let point = match texts.language() {
        model::Language::Et => ',',
        model::Language::En => '.',
    };
    texts.with(
        "size-mb",
        &[("n", &format!("{}{point}{}", tenths / 10, tenths % 10))],
    )
}

/// The files with their names and sizes.
pub(super) fn list(files: &[FileRow], texts: &Texts) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows = files
        .iter()
        .map(|file| {
            view! {
                <li>
                    <span class="any">{file.name.clone()}</span>
                    <small>{size(file.size, texts)}</small>
                </li>
            }
        })
        .collect_view();
    Some(view! { <ul class="files">{rows}</ul> }.into_any())
}

pub(super) fn view(page: &ComposePage, texts: &Texts) -> AnyView {
    let rows = page
        .files
        .iter()
        .enumerate()
        .map(|(place, file)| {
            let about = format!(": {}", file.name);
            view! {
                <li>
                    <span class="any">{file.name.clone()}</span>
                    <small>{size(file.size, texts)}</small>
                    <button class="small" name="action" value=format!("remove-{place}")>
                        {texts.get("compose-remove")}
                        <span class="away">{about}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    let rows = (!page.files.is_empty()).then(|| view! { <ul class="files">{rows}</ul> });
    let wrong = mistake::at(&page.mistakes, "files");
    let class = if wrong.is_some() { "field err" } else { "field" };
    let hint = texts.with(
        "compose-files-hint",
        &[
            ("file", &page.largest.file.to_string()),
            ("letter", &page.largest.letter.to_string()),
        ],
    );
    view! {
        <div class=class>
            <label for="files">{texts.get("compose-files")}</label>
            {rows}
            <p class="hint" id="files-hint">{hint}</p>
            <div class="with">
                <input
                    type="file"
                    id="files"
                    name="files"
                    multiple
                    aria-describedby=described_by("files", true, wrong.is_some())
                />
                <button name="action" value="attach">{texts.get("compose-attach")}</button>
            </div>
            {mistake_view("files", wrong)}
        </div>
    }
    .into_any()
}
