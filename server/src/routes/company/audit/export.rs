//! The log as a file. An export is written into the log itself, so it is asked for by `POST`; it is read and sent some
//! entries at a time, so that a long log needs no more memory than a short one.

use super::{
    PATH, changes,
    filter::{Exported, read},
    page, who,
};
use crate::{
    limits,
    routes::company::visit::{Posted, Visit, with_mistakes},
    web::{
        Problem,
        csv::{self, AT_ONCE, CutOff, Rows},
    },
};
use app::pages::company::audit::{self, AuditPage, Filter};
use async_trait::async_trait;
use axum::response::Response;
use serde_json::json;
use store::{Action, AuditEntry, AuditQuery, NewAuditEntry};

/// `POST /{language}/company/audit/export.csv`.
pub async fn export(visit: Visit, Posted(asked): Posted<Exported>) -> Result<Response, Problem> {
    let filter = asked.into_filter();
    let query = match read(&visit, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => {
            let page = AuditPage {
                mistakes,
                ..page(&visit, filter)
            };
            return Ok(with_mistakes(audit::render(visit.shell(PATH), page)));
        }
    };
    limits::export(&visit.state, visit.person.user.company).await?;
    let subject = visit.person.company.name.as_str();
    let entry = NewAuditEntry::new(&visit.actor(), Action::AuditExported, subject).with(None, about(&filter));
    visit.store().record(&entry).await?;
    let today = visit.now().to_zoned(visit.state.zone.clone()).date();
    Ok(csv::file(&format!("saatja-{today}"), Entries { visit, query }))
}

/// What was asked for, for the log; none: everything.
fn about(filter: &Filter) -> Option<serde_json::Value> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let about = json!({
        "action": some(&filter.action),
        "person": some(&filter.person),
        "text": some(&filter.text),
        "from": some(&filter.from),
        "until": some(&filter.until),
    });
    (*filter != Filter::default()).then_some(about)
}

/// Entries as they are read.
struct Entries {
    visit: Visit,
    query: AuditQuery,
}

#[async_trait]
impl Rows for Entries {
    async fn read(&mut self) -> Result<(String, usize), CutOff> {
        let entries = self.visit.store().audit(&self.query, AT_ONCE).await?;
        let lines = entries.iter().map(|entry| self.line(entry)).collect();
        self.query.before = entries.last().map(|last| last.id).or(self.query.before);
        Ok((lines, entries.len()))
    }

    fn cut(&self) -> String {
        self.visit.texts().get("audit-export-cut")
    }

    fn head(&self) -> String {
        let columns = [
            "column-when",
            "column-who",
            "column-action",
            "column-subject",
            "column-changes",
        ]
        .map(|key| self.visit.texts().get(key));
        csv::line(
            columns
                .iter()
                .map(String::as_str)
                .chain(["type", "before", "after"]),
        )
    }
}

impl Entries {
    /// What the page shows, and the data behind it for programs.
    fn line(&self, written: &AuditEntry) -> String {
        let (texts, entry) = (self.visit.texts(), &written.entry);
        let data =
            |state: &Option<serde_json::Value>| state.as_ref().map(ToString::to_string).unwrap_or_default();
        let changes: Vec<String> = changes::of(&self.visit, entry)
            .iter()
            .map(|change| change.line(texts))
            .collect();
        csv::line([
            written.at.to_string().as_str(),
            &who(&entry.actor).words(texts),
            &audit::action_words(entry.action.key(), texts),
            &entry.subject,
            &changes.join("; "),
            entry.action.key(),
            &data(&entry.before),
            &data(&entry.after),
        ])
    }
}
