//! The log as a file. An export is written into the audit log, so it is asked for by `POST`; it is read and sent some
//! messages at a time, so that a long log needs no more memory than a short one.

use super::{
    explain::Explainer,
    filter::{Asked, read},
    reader::{Reader, with_mistakes},
};
use crate::{
    limits,
    routes::company::visit::Posted,
    web::{
        Problem,
        csv::{self, AT_ONCE, CutOff, Rows},
    },
};
use app::pages::letters::log::{self, Filter, LogPage};
use async_trait::async_trait;
use axum::response::Response;
use serde_json::{Value, json};
use store::{Action, Message, MessageQuery, NewAuditEntry};

/// `POST /{language}/letters.csv`.
pub async fn export(reader: Reader, Posted(asked): Posted<Asked>) -> Result<Response, Problem> {
    let filter = asked.into_filter(reader.is_admin())?;
    let query = match read(&reader, &filter).await? {
        Ok(query) => query,
        Err(mistakes) => {
            let page = LogPage {
                mistakes,
                all_users: reader.is_admin(),
                filter,
                ..LogPage::default()
            };
            return Ok(with_mistakes(log::render(reader.shell("/letters"), page)));
        }
    };
    limits::export(&reader.state, reader.person.user.company).await?;
    let subject = match reader.only() {
        Some(_) => reader.person.user.name.as_str(),
        None => reader.person.company.name.as_str(),
    };
    let entry =
        NewAuditEntry::new(&reader.actor(), Action::MessagesExported, subject).with(None, about(&filter));
    reader.store().record(&entry).await?;
    let name = format!("saatja-{}", reader.day(reader.now()));
    Ok(csv::file(&name, Letters { reader, query }))
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

/// Letters as they are read.
struct Letters {
    reader: Reader,
    query: MessageQuery,
}

#[async_trait]
impl Rows for Letters {
    async fn read(&mut self) -> Result<(String, usize), CutOff> {
        let messages = self.reader.store().messages(&self.query, AT_ONCE).await?;
        let explainer = Explainer::of(&self.reader, &messages).await.map_err(|_| CutOff)?;
        let lines = messages.iter().map(|message| line(&explainer, message)).collect();
        self.query.after = messages.last().map(|last| last.id);
        Ok((lines, messages.len()))
    }

    fn cut(&self) -> String {
        self.reader.texts().get("log-export-cut")
    }

    fn head(&self) -> String {
        let columns = [
            "log-column-when",
            "log-column-to",
            "log-column-subject",
            "log-column-state",
            "log-csv-why",
            "log-column-user",
            "log-csv-attempts",
            "log-csv-since",
            "log-csv-batch",
            "log-csv-reference",
        ]
        .map(|key| self.reader.texts().get(key));
        let programs = ["id", "state", "cause"];
        csv::line(columns.iter().map(String::as_str).chain(programs))
    }
}

/// What the page shows, and the data behind it for programs.
fn line(explainer: &Explainer<'_>, message: &Message) -> String {
    let texts = explainer.reader.texts();
    let row = explainer.row(message);
    let why = match &row.waiting {
        Some(waiting) => waiting.words(texts),
        None => row.why.unwrap_or_default(),
    };
    let cause = message.last.as_ref().and_then(|last| last.cause.clone());
    let text = |value: Option<String>| value.unwrap_or_default();
    csv::line([
        message.created_at.to_string().as_str(),
        message.recipient.as_str(),
        &message.subject,
        &row.state.words(texts),
        &why,
        message.user_name.as_str(),
        &message.attempts.to_string(),
        &message.changed_at.to_string(),
        &text(message.batch.map(|id| id.to_string())),
        &text(message.reference.as_ref().map(ToString::to_string)),
        &message.id.to_string(),
        message.state.key(),
        &cause.unwrap_or_default(),
    ])
}
