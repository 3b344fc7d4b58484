//! Handing a letter over: once, however often its button is pressed.

use super::{
    page::Page,
    posted::Posted,
    save::{as_new, bad},
};
use crate::{
    letters::{self, Extra},
    routes::visitor::Visitor,
    web::{Problem, problem},
};
use app::pages::compose::{
    Mistake,
    sent::{self, SentPage},
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use model::{DraftId, letter::check::CheckedLetter};
use sha2::{Digest, Sha256};
use store::{AcceptError, Accepted, Draft, Idempotency};

/// What makes a letter go out once.
pub struct Once(Idempotency);

impl Once {
    /// Of a form: the draft's id or the key that the empty page carried, and all that was typed.
    pub fn of(draft: Option<DraftId>, posted: &Posted) -> Self {
        let typed = &posted.typed;
        let mut digest = Sha256::new();
        for text in [
            &typed.to,
            &typed.copy,
            &typed.blind_copy,
            &typed.subject,
            &typed.text,
        ] {
            digest.update(text);
            digest.update([0]);
        }
        for file in &posted.files {
            digest.update(&file.name);
            digest.update([0]);
            digest.update(Sha256::digest(file.bytes.as_deref().unwrap_or_default()));
        }
        digest.update(posted.version.to_be_bytes());
        let what = match draft {
            Some(id) => id.to_string(),
            None => format!("new {}", posted.key),
        };
        Self::new(&what, digest.finalize().into())
    }

    /// Of the preview of a draft's version.
    pub fn of_preview(draft: DraftId, version: u64) -> Self {
        Self::new(
            &draft.to_string(),
            Sha256::digest(format!("preview {version}")).into(),
        )
    }

    /// The draft that a letter becomes which was never saved: one, however often the same is posted. An id of its own kind
    /// (RFC 9562, section 5.8), that nobody else's form leads to.
    pub fn draft(&self, visitor: &Visitor) -> DraftId {
        let user = &visitor.person.user;
        let mut digest = Sha256::new();
        for part in [&user.company.to_string(), &user.id.to_string(), &self.0.key] {
            digest.update(part);
            digest.update([0]);
        }
        let digest: [u8; 32] = digest.chain_update(self.0.digest).finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        id[6] = id[6] & 0x0f | 0x80;
        id[8] = id[8] & 0x3f | 0x80;
        format!("{:032x}", u128::from_be_bytes(id))
            .parse()
            .expect("32 hexadecimal digits are an id")
    }

    fn new(what: &str, digest: [u8; 32]) -> Self {
        Self(Idempotency {
            // No program's key holds a space: none can be this one.
            key: format!("compose {what}"),
            digest,
        })
    }
}

/// The answer where the same button was pressed before; none where it was not.
pub async fn before(visitor: &Visitor, once: &Once, posted: &Posted) -> Result<Option<Response>, Problem> {
    match visitor.store().accepted_before(&once.0).await {
        Ok(accepted) => Ok(accepted.map(|accepted| visitor.go(&path_of(&accepted)))),
        Err(AcceptError::KeyReused) => as_new(visitor, posted, "compose-already-sent").await.map(Some),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// Where the same was sent from the preview before.
pub async fn sent_before(visitor: &Visitor, once: &Once) -> Result<Option<String>, Problem> {
    match visitor.store().accepted_before(&once.0).await {
        Ok(accepted) => Ok(accepted.as_ref().map(path_of)),
        Err(AcceptError::KeyReused) => Ok(None),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// Hands the draft's letter over and deletes the draft.
pub async fn send(
    visitor: &Visitor,
    draft: &Draft,
    checked: CheckedLetter,
    once: &Once,
) -> Result<Response, Problem> {
    let extra = Extra {
        reference: draft.reference.clone(),
        ..Extra::default()
    };
    let subject = checked.subject.as_str().to_owned();
    let Ok(letter) = letters::prepare(&visitor.state, &visitor.settings().await?, checked, extra) else {
        let mut page = Page::of(draft);
        page.notice = Some(bad(visitor, "compose-refused-not-ready"));
        return page.refuse(visitor, StatusCode::CONFLICT).await;
    };
    let recipients = letter.recipients.len() as u64;
    let store = visitor.store();
    let accepted = store
        .accept(
            std::slice::from_ref(&letter),
            Some(&once.0),
            Some((draft.id, draft.version)),
            &visitor.actor(),
        )
        .await;
    let accepted = match accepted {
        Ok(accepted) => accepted,
        Err(AcceptError::DraftChanged | AcceptError::KeyReused) => return Ok(visitor.go("/drafts?said=gone")),
        Err(AcceptError::NoSuchBlob(_)) => return file_gone(visitor, draft).await,
        Err(error) => return Err(problem::broken(&error)),
    };
    if accepted.again {
        // The other press of the button had a draft of its own.
        store.delete_draft(visitor.person.user.id, draft.id).await?;
    }
    let path = path_of(&accepted);
    let Some(back) = draft.return_to.clone() else {
        return Ok(visitor.go(&path));
    };
    let page = SentPage {
        subject,
        recipients,
        back,
        portal: visitor
            .person
            .portal(&visitor.state)
            .and_then(|portal| portal.name.as_ref())
            .map(|name| name.as_str().to_owned()),
        letter: visitor.address(&path),
    };
    Ok(Html(sent::render(visitor.shell("/drafts"), page)).into_response())
}

async fn file_gone(visitor: &Visitor, draft: &Draft) -> Result<Response, Problem> {
    let mistake = Mistake {
        field: "files",
        words: visitor.texts().get("letter-file-gone"),
    };
    super::save::refused(visitor, draft, vec![mistake]).await
}

/// The page of what was accepted: that of its first message, which names the others.
fn path_of(accepted: &Accepted) -> String {
    let first = accepted
        .letters
        .first()
        .and_then(|letter| letter.messages.first())
        .map(|(message, _)| app::pages::letters::message_path(&message.to_string()));
    first.unwrap_or_else(|| "/letters".to_owned())
}
