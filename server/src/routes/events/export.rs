//! The list as a file. As with letters: asked for by `POST`, because it is written into the audit log; read and sent some
//! events at a time.

use super::{
    filter::{Asked, read},
    list::wrong,
};
use crate::{
    limits,
    routes::{company::visit::Posted, letters::reader::Reader},
    web::{
        Problem,
        csv::{self, AT_ONCE, CutOff, Rows},
    },
};
use app::pages::events::{list::Filter, sentence};
use async_trait::async_trait;
use axum::response::Response;
use serde_json::{Value, json};
use store::{Action, Event, EventQuery, NewAuditEntry};

/// `POST /{language}/events.csv`.
pub async fn export(reader: Reader, Posted(asked): Posted<Asked>) -> Result<Response, Problem> {
    let filter = asked.into_filter(reader.is_admin())?;
    let query = match read(&reader, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => return Ok(wrong(&reader, filter, mistakes)),
    };
    limits::export(&reader.state, reader.person.user.company).await?;
    let subject = match reader.only() {
        Some(_) => reader.person.user.name.as_str(),
        None => reader.person.company.name.as_str(),
    };
    let entry =
        NewAuditEntry::new(&reader.actor(), Action::EventsExported, subject).with(None, about(&filter));
    reader.store().record(&entry).await?;
    let name = format!("saatja-events-{}", reader.day(reader.now()));
    Ok(csv::file(&name, Events { reader, query }))
}

/// What was asked for, for the audit log; none: everything.
fn about(filter: &Filter) -> Option<Value> {
    let pairs = filter.pairs();
    let about = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    (*filter != Filter::default()).then_some(Value::Object(about))
}

/// Events as they are read.
struct Events {
    reader: Reader,
    query: EventQuery,
}

#[async_trait]
impl Rows for Events {
    async fn read(&mut self) -> Result<(String, usize), CutOff> {
        let events = self.reader.store().events(&self.query, AT_ONCE).await?;
        let lines = events.iter().map(|event| line(&self.reader, event)).collect();
        self.query.after = events.last().map(|last| last.id);
        Ok((lines, events.len()))
    }

    fn cut(&self) -> String {
        self.reader.texts().get("events-export-cut")
    }

    fn head(&self) -> String {
        let columns = [
            "events-column-when",
            "events-column-about",
            "events-column-what",
            "events-csv-cause",
            "events-column-letter",
            "log-column-user",
            "events-csv-reply",
            "events-csv-status",
            "events-csv-evidence",
            "events-csv-reporter",
            "events-csv-subject",
            "events-csv-set-aside",
        ]
        .map(|key| self.reader.texts().get(key));
        let programs = ["id", "kind", "cause", "letter_id", "batch_id"];
        csv::line(columns.iter().map(String::as_str).chain(programs))
    }
}

/// What the page shows, and the data behind it for programs.
fn line(reader: &Reader, event: &Event) -> String {
    let texts = reader.texts();
    let why = event
        .cause
        .map(|cause| sentence(event.kind, Some(cause), None, "", texts))
        .unwrap_or_default();
    let set_aside = event
        .distrust
        .map(|distrust| texts.get(&format!("events-distrust-{}", distrust.key())))
        .unwrap_or_default();
    let (letter, subject) = match &event.message {
        Some((id, subject)) => (id.to_string(), subject.as_str()),
        None => (String::new(), ""),
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    csv::line([
        event.received_at.to_string().as_str(),
        event
            .recipient
            .as_deref()
            .or(event.sender.as_deref())
            .unwrap_or_default(),
        &texts.get(&format!("events-kind-{}", event.kind.key())),
        &why,
        subject,
        event.user.as_ref().map_or("", |(_, name)| name.as_str()),
        &text(event.reply_code.map(|code| code.to_string())),
        &text(event.status.map(|status| status.to_string())),
        &event.evidence,
        event.reporter.as_deref().unwrap_or_default(),
        &event.subject,
        &set_aside,
        &event.id.to_string(),
        event.kind.key(),
        event.cause.map_or("", |cause| cause.key()),
        &letter,
        &text(event.batch.map(|id| id.to_string())),
    ])
}
