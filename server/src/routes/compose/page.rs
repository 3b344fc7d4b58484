//! The page of a letter, from what is stored or from what was just typed.

use super::{content, new_key};
use crate::{
    routes::{events::bad, settings::desk::Desk, visitor::Visitor},
    web::{Kind, Problem},
};
use app::{
    components::notice::Notice,
    pages::{
        compose::{self, ComposePage, FileRow, Largest, Mistake, Typed},
        settings::Preview,
    },
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use model::letter::Attachment;
use store::Draft;

/// What stands on the page.
pub struct Page {
    draft: Option<String>,
    key: String,
    version: u64,
    pub notice: Option<Notice>,
    pub mistakes: Vec<Mistake>,
    pub typed: Typed,
    files: Vec<FileRow>,
    look: bool,
    saved: Option<jiff::Timestamp>,
}

impl Page {
    /// An empty letter.
    pub fn new(visitor: &Visitor) -> Result<Self, Problem> {
        Ok(Self {
            draft: None,
            key: new_key(visitor)?,
            version: 0,
            notice: None,
            mistakes: Vec::new(),
            typed: Typed::default(),
            files: Vec::new(),
            look: false,
            saved: None,
        })
    }

    /// A draft as it is stored.
    pub fn of(draft: &Draft) -> Self {
        Self {
            draft: Some(draft.id.to_string()),
            key: String::new(),
            version: draft.version,
            notice: None,
            mistakes: Vec::new(),
            typed: content::typed(&draft.content),
            files: files(&draft.content.attachments),
            look: draft.content.html.is_some(),
            saved: Some(draft.updated_at),
        }
    }

    /// The page.
    pub async fn render(self, visitor: &Visitor) -> Result<String, Problem> {
        let limits = visitor.state.config.delivery.limits();
        let path = match &self.draft {
            Some(id) => format!("/compose/{id}"),
            None => "/compose".to_owned(),
        };
        let bad = bad::of_visitor(visitor, &content::recipients(&self.typed)).await?;
        let page = ComposePage {
            draft: self.draft,
            key: self.key,
            version: self.version,
            notice: self.notice,
            mistakes: self.mistakes,
            typed: self.typed,
            files: self.files,
            look: self.look,
            preview: preview(visitor).await?,
            largest: Largest {
                file: limits.blob_bytes / 1_000_000,
                letter: limits.letter_bytes / 1_000_000,
            },
            bad,
            saved: self.saved.map(|at| visitor.moment(at)),
        };
        Ok(compose::render(visitor.shell(&path), page))
    }

    /// The page as the answer to a form that was not taken.
    pub async fn refuse(self, visitor: &Visitor, status: StatusCode) -> Result<Response, Problem> {
        let html = self.render(visitor).await?;
        Ok((status, Html(html)).into_response())
    }
}

/// Files as they are listed.
pub fn files(attachments: &[Attachment]) -> Vec<FileRow> {
    attachments
        .iter()
        .map(|file| FileRow {
            name: file.name.as_str().to_owned(),
            size: file.size,
        })
        .collect()
}

/// How letters go out by the person's settings now.
pub async fn preview(visitor: &Visitor) -> Result<Preview, Problem> {
    let desk = Desk::own(&visitor.state, visitor.language, &visitor.person).await?;
    desk.preview().ok_or(Problem(Kind::NotFound))
}
