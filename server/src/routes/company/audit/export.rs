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
    web::{Problem, csv},
};
use app::pages::company::audit::{self, AuditPage, Filter};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::json;
use store::{Action, AuditEntry, AuditQuery, NewAuditEntry, StoreError};

/// How many entries are read at once.
const AT_ONCE: u32 = 500;
/// How many entries one file holds. Who needs more asks for a shorter time.
const MOST: usize = 100_000;

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
    let name = format!("attachment; filename=\"saatja-{today}.csv\"");
    let file = File {
        visit,
        query,
        written: 0,
        step: Step::Begin,
    };
    let body = Body::from_stream(stream::try_unfold(file, File::next));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
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

enum Step {
    Begin,
    Entries,
    End,
}

/// A file that is being sent.
struct File {
    visit: Visit,
    query: AuditQuery,
    written: usize,
    step: Step,
}

impl File {
    /// The next piece; none at the end.
    async fn next(mut self) -> Result<Option<(String, Self)>, StoreError> {
        match self.step {
            Step::Begin => {
                self.step = Step::Entries;
                let piece = format!("{}{}", csv::BYTE_ORDER_MARK, self.head());
                Ok(Some((piece, self)))
            }
            Step::Entries => {
                let read = self.visit.store().audit(&self.query, AT_ONCE).await;
                let entries = read.inspect_err(|error| tracing::error!("an export was cut off: {error}"))?;
                let Some(last) = entries.last() else {
                    return Ok(None);
                };
                self.query.before = Some(last.id);
                self.written += entries.len();
                let mut piece: String = entries.iter().map(|entry| self.line(entry)).collect();
                if self.written >= MOST {
                    self.step = Step::End;
                    let cut = self.visit.texts().get("audit-export-cut");
                    piece.push_str(&csv::line([cut.as_str()]));
                }
                Ok(Some((piece, self)))
            }
            Step::End => Ok(None),
        }
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
