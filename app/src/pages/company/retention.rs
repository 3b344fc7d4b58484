//! How long things are kept.
//!
//! **Forms**
//! - `POST /company/retention`: `tests_days`, `audit_days` (empty: the operator's own term), `version`, button
//!   `action=preview`. Where a term becomes shorter: 200 and [`render_shorter`]. Else it is saved at once: 303 and
//!   [`super::Said::RetentionSaved`].
//! - From there `POST /company/retention`: the same fields, button `action=save`.

use super::{Frame, Mistake, Part, Said, address, at, confirm::Confirm, version_field};
use crate::{
    components::entry::{Entry, Typing},
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetentionPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// Days for test results, as typed; empty: the operator's term.
    pub tests_days: String,
    /// Days for the audit log, as typed; empty: the operator's term.
    pub audit_days: String,
    /// The operator's own term for test results.
    pub tests_most: u16,
    /// The operator's own term for the audit log.
    pub audit_most: u16,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: RetentionPage) -> String {
    Frame::of(Part::Retention, texts::texts(shell.language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let days = |id: &'static str, value: &str, most: u16| {
                let hint = texts.with(&format!("retention-{id}-hint"), &[("most", &most.to_string())]);
                Entry::new(id, texts.get(&format!("retention-{id}")), Typing::Digits)
                    .hint(hint)
                    .value(value)
                    .suffix(texts.get("retention-unit"))
                    .mistake(at(&page.mistakes, id, texts))
                    .view()
            };
            view! {
                <form method="post" class="short" action=address(texts.language(), Part::Retention.path()) novalidate>
                    {version_field(page.version)}
                    {days("tests-days", &page.tests_days, page.tests_most)}
                    {days("audit-days", &page.audit_days, page.audit_most)}
                    <div class="actions">
                        <button class="primary" name="action" value="preview">{texts.get("save")}</button>
                    </div>
                    <p class="hint">{texts.get("retention-preview-hint")}</p>
                </form>
                {deleted(texts)}
            }
        })
}

fn deleted(texts: &Texts) -> AnyView {
    let lines = [
        "retention-deleted-tests",
        "retention-deleted-audit",
        "retention-kept",
    ]
    .map(|key| view! { <li>{texts.get(key)}</li> })
    .collect_view();
    view! {
        <h2>{texts.get("retention-deleted")}</h2>
        <ul class="effects">{lines}</ul>
    }
    .into_any()
}

/// What a shorter term would delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShorterPage {
    /// Field `tests_days`, as it was typed.
    pub tests_days: String,
    /// Field `audit_days`, as it was typed.
    pub audit_days: String,
    /// From before when test results go, as a day in words, where their term becomes shorter.
    pub tests_before: Option<String>,
    /// From before when entries of the log go, where their term becomes shorter.
    pub audit_before: Option<String>,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render_shorter(shell: Shell, page: ShorterPage) -> String {
    let texts = texts::texts(shell.language);
    let term = |days: &str| match days.parse::<u64>() {
        Ok(days) => texts.count("retention-days", "n", days),
        Err(_) => texts.get("retention-operators"),
    };
    let facts = vec![
        (texts.get("retention-tests-days"), term(&page.tests_days)),
        (texts.get("retention-audit-days"), term(&page.audit_days)),
    ];
    let effects = [
        ("retention-shorter-tests", page.tests_before),
        ("retention-shorter-audit", page.audit_before),
    ]
    .into_iter()
    .filter_map(|(key, day)| day.map(|day| texts.with(key, &[("day", &day)])))
    .collect();
    Confirm {
        part: Part::Retention,
        title: texts.get("retention-shorter-title"),
        facts,
        effects,
        warning: Some(texts.get("retention-shorter-warning")),
        path: Part::Retention.path().to_owned(),
        fields: vec![
            ("tests_days", page.tests_days),
            ("audit_days", page.audit_days),
            ("version", page.version.to_string()),
        ],
        button: texts.get("retention-shorter-button"),
        loses: true,
    }
    .document(shell)
}
