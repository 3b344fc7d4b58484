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
    web::{Problem, csv},
};
use app::pages::letters::log::{self, Filter, LogPage};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::{Value, json};
use store::{Action, Message, MessageQuery, NewAuditEntry};

/// How many messages are read at once.
const AT_ONCE: u32 = 500;
/// How many messages one file holds. Who needs more asks for a shorter time.
const MOST: usize = 100_000;

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
    let name = format!("attachment; filename=\"saatja-{}.csv\"", reader.day(reader.now()));
    let file = File {
        reader,
        query,
        written: 0,
        step: Step::Begin,
    };
    let mut response = Body::from_stream(stream::try_unfold(file, File::next)).into_response();
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

/// What was asked for, for the audit log; none: everything.
fn about(filter: &Filter) -> Option<Value> {
    let pairs = filter.pairs();
    let about = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    (*filter != Filter::default()).then_some(Value::Object(about))
}

enum Step {
    Begin,
    Messages,
    End,
}

/// The export was cut off by the store; it is in the log.
#[derive(Debug, thiserror::Error)]
#[error("the export was cut off")]
struct CutOff;

/// A file that is being sent.
struct File {
    reader: Reader,
    query: MessageQuery,
    written: usize,
    step: Step,
}

impl File {
    /// The next piece; none at the end.
    async fn next(mut self) -> Result<Option<(String, Self)>, CutOff> {
        match self.step {
            Step::Begin => {
                self.step = Step::Messages;
                let piece = format!("{}{}", csv::BYTE_ORDER_MARK, self.head());
                Ok(Some((piece, self)))
            }
            Step::Messages => {
                let (piece, read) = self.read().await?;
                if read == 0 {
                    return Ok(None);
                }
                Ok(Some((piece, self)))
            }
            Step::End => Ok(None),
        }
    }

    /// Some more lines, and how many.
    async fn read(&mut self) -> Result<(String, usize), CutOff> {
        let store = self.reader.store();
        let messages = store
            .messages(&self.query, AT_ONCE)
            .await
            .map_err(|error| tracing::error!("an export was cut off: {error}"))
            .map_err(|()| CutOff)?;
        let explainer = Explainer::of(&self.reader, &messages).await.map_err(|_| CutOff)?;
        let mut piece: String = messages.iter().map(|message| line(&explainer, message)).collect();
        self.query.after = messages.last().map(|last| last.id);
        self.written += messages.len();
        if self.written >= MOST {
            self.step = Step::End;
            piece.push_str(&csv::line([self.reader.texts().get("log-export-cut").as_str()]));
        }
        Ok((piece, messages.len()))
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
