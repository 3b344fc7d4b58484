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
use store::{DraftSummary, drafts::SUMMARY_CHARACTERS};

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
            .map(|draft| {
                let (to, more) = first_recipients(&draft);
                DraftRow {
                    id: draft.id.to_string(),
                    subject: draft.subject.trim().to_owned(),
                    to,
                    more,
                    files: draft.files,
                    saved: visitor.moment(draft.updated_at),
                }
            })
            .collect(),
    };
    Ok(Html(drafts::render(visitor.shell("/drafts"), page)))
}

/// The first recipients, and how many more there are.
fn first_recipients(draft: &DraftSummary) -> (String, u64) {
    const SHOWN: usize = 3;
    let typed = draft.to.split([',', ';', '\n']).map(str::trim);
    let typed: Vec<&str> = typed.filter(|one| !one.is_empty()).collect();
    // Where more was typed than is read, the last one may be cut.
    let whole = if draft.to.chars().count() < SUMMARY_CHARACTERS as usize {
        typed.len()
    } else {
        typed.len().saturating_sub(1).max(1)
    };
    let shown = &typed[..typed.len().min(whole).min(SHOWN)];
    let all = draft.recipients.max(whole as u64);
    (shown.join(", "), all - shown.len() as u64)
}

/// `POST /compose/{draft}/delete`.
pub async fn delete(visitor: Visitor, Path((_, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let there_was = visitor.store().delete_draft(visitor.person.user.id, id).await?;
    let said = if there_was { "deleted" } else { "gone" };
    Ok(visitor.go(&format!("/drafts?said={said}")))
}

#[cfg(test)]
mod tests {
    use super::first_recipients;
    use jiff::Timestamp;
    use store::DraftSummary;

    #[test]
    fn three_recipients_are_shown_and_the_others_counted() {
        let long = "x".repeat(298);
        for (to, recipients, shown, more) in [
            ("", 0, "", 0),
            ("mari", 0, "mari", 0),
            (" a@b.ee; c@d.ee,\n", 2, "a@b.ee, c@d.ee", 0),
            (
                "a@b.ee, c@d.ee, e@f.ee, g@h.ee, i",
                4,
                "a@b.ee, c@d.ee, e@f.ee",
                2,
            ),
            (&format!("a,{long}"), 9, "a", 8),
            (&"x".repeat(300), 1, &"x".repeat(300), 0),
        ] {
            let draft = DraftSummary {
                id: "019a5b1e-7c00-7000-8000-000000000001".parse().unwrap(),
                subject: String::new(),
                to: to.to_owned(),
                recipients,
                files: 0,
                bytes: 0,
                reference: None,
                version: 1,
                created_at: Timestamp::UNIX_EPOCH,
                updated_at: Timestamp::UNIX_EPOCH,
            };
            assert_eq!(first_recipients(&draft), (shown.to_owned(), more), "{to}");
        }
    }
}
