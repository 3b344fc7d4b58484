//! `/{language}/drafts`: letters that are not finished.

use super::id_of;
use crate::{
    routes::visitor::{Heard, Visitor},
    web::Problem,
};
use app::{
    components::{badge::Mood, notice::Notice},
    pages::compose::drafts::{self, DraftRow, DraftsPage},
};
use axum::{
    extract::{Path, Query},
    response::{Html, Response},
};

/// `GET`.
pub async fn show(visitor: Visitor, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let texts = visitor.texts();
    let notice = match heard.one_of(&["deleted", "gone"]) {
        Some("deleted") => Some((Mood::Good, "drafts-said-deleted")),
        Some(_) => Some((Mood::Open, "drafts-said-gone")),
        None => None,
    };
    let drafts = visitor.store().drafts(visitor.person.user.id).await?;
    let page = DraftsPage {
        notice: notice.map(|(mood, key)| Notice {
            mood,
            words: texts.get(key),
        }),
        drafts: drafts
            .into_iter()
            .map(|draft| DraftRow {
                id: draft.id.to_string(),
                subject: draft.content.subject.trim().to_owned(),
                to: draft.content.to.trim().to_owned(),
                files: draft.content.attachments.len() as u64,
                saved: visitor.moment(draft.updated_at),
            })
            .collect(),
    };
    Ok(Html(drafts::render(visitor.shell("/drafts"), page)))
}

/// `POST /compose/{draft}/delete`.
pub async fn delete(visitor: Visitor, Path((_, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let there_was = visitor.store().delete_draft(visitor.person.user.id, id).await?;
    let said = if there_was { "deleted" } else { "gone" };
    Ok(visitor.go(&format!("/drafts?said={said}")))
}
