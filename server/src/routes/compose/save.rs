//! Saving what is typed, then doing what the button says.

use super::{
    content,
    page::Page,
    posted::{Action, Posted},
    send::{self, Once},
};
use crate::{
    routes::visitor::Visitor,
    web::{Kind, Problem, problem},
};
use app::{
    components::{badge::Mood, notice::Notice},
    pages::compose::Mistake,
};
use axum::{http::StatusCode, response::Response};
use model::DraftId;
use store::{Draft, DraftContent, DraftError, drafts::MOST_DRAFTS};

/// Every button of the form. `id`: the draft; none for a letter that was never saved.
pub async fn change(visitor: &Visitor, id: Option<DraftId>, posted: Posted) -> Result<Response, Problem> {
    // A page always has one of the two: without, what different people send would count as the same.
    if id.is_none() && posted.key.is_empty() {
        return Err(Problem(Kind::BadRequest));
    }
    let once = Once::of(id, &posted);
    if posted.action == Action::Send
        && let Some(answer) = send::before(visitor, &once, &posted).await?
    {
        return Ok(answer);
    }
    let stored = match id {
        Some(id) => match visitor.store().find_draft(visitor.person.user.id, id).await? {
            Some(draft) => Some(draft),
            None => return as_new(visitor, &posted, "compose-gone").await,
        },
        None => None,
    };
    let empty = DraftContent::default();
    let kept = stored.as_ref().map_or(&empty, |draft| &draft.content);
    let (mut content, look_lost) = content::over(kept, &posted.typed);
    if let Action::Remove(place) = posted.action
        && place < content.attachments.len()
    {
        content.attachments.remove(place);
    }
    let limits = visitor.state.config.delivery.limits();
    let wrong_files = content::take_files(visitor, &posted, &limits, &mut content).await?;
    let draft = match save(visitor, stored.as_ref(), &content, posted.version).await {
        Ok(draft) => draft,
        Err(DraftError::Conflict { .. }) => return overtaken(visitor, id, &posted).await,
        Err(DraftError::NoSuchDraft) => return as_new(visitor, &posted, "compose-gone").await,
        Err(DraftError::TooMany) => return as_new(visitor, &posted, "compose-too-many").await,
        Err(DraftError::NoSuchUser) => return Err(Problem(Kind::NotFound)),
        Err(error) => return Err(problem::broken(&error)),
    };
    let own = format!("/compose/{}", draft.id);
    if !wrong_files.is_empty() {
        return refused(visitor, &draft, wrong_files).await;
    }
    match posted.action {
        _ if look_lost && posted.action != Action::Save => {
            Ok(visitor.go(&format!("{own}/preview?said=look-lost")))
        }
        Action::Save if look_lost => Ok(visitor.go(&format!("{own}?said=look-lost"))),
        Action::Save => Ok(visitor.go(&format!("{own}?said=saved"))),
        Action::Attach if posted.files.is_empty() => Ok(visitor.go(&format!("{own}?said=saved#files"))),
        Action::Attach => Ok(visitor.go(&format!("{own}?said=attached#files"))),
        Action::Remove(_) => Ok(visitor.go(&format!("{own}?said=removed#files"))),
        Action::Preview => match content::checked(&draft.content, &limits, visitor.texts()) {
            Ok(_) => Ok(visitor.go(&format!("{own}/preview"))),
            Err(mistakes) => refused(visitor, &draft, mistakes).await,
        },
        Action::Send => match content::checked(&draft.content, &limits, visitor.texts()) {
            Ok(letter) => send::send(visitor, &draft, letter, &once).await,
            Err(mistakes) => refused(visitor, &draft, mistakes).await,
        },
    }
}

async fn save(
    visitor: &Visitor,
    stored: Option<&Draft>,
    content: &DraftContent,
    version: u64,
) -> Result<Draft, DraftError> {
    let (store, user) = (visitor.store(), visitor.person.user.id);
    match stored {
        Some(draft) => store.save_draft(user, draft.id, content, Some(version)).await,
        None => store.create_draft(user, content, None, None).await,
    }
}

/// Saved, but something is wrong with it.
pub async fn refused(visitor: &Visitor, draft: &Draft, mistakes: Vec<Mistake>) -> Result<Response, Problem> {
    let mut page = Page::of(draft);
    page.mistakes = mistakes;
    page.refuse(visitor, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Somebody saved in between: what was typed stays on the page, over what is stored now.
pub async fn overtaken(visitor: &Visitor, id: Option<DraftId>, posted: &Posted) -> Result<Response, Problem> {
    let found = match id {
        Some(id) => visitor.store().find_draft(visitor.person.user.id, id).await?,
        None => None,
    };
    let Some(draft) = found else {
        return as_new(visitor, posted, "compose-gone").await;
    };
    let mut page = Page::of(&draft);
    page.typed = posted.typed.clone();
    page.notice = Some(bad(visitor, "compose-overtaken"));
    page.refuse(visitor, StatusCode::CONFLICT).await
}

/// What was typed, as a letter that was never saved.
pub async fn as_new(visitor: &Visitor, posted: &Posted, key: &str) -> Result<Response, Problem> {
    let mut page = Page::new(visitor)?;
    page.typed = posted.typed.clone();
    page.notice = Some(bad(visitor, key));
    page.refuse(visitor, StatusCode::CONFLICT).await
}

/// What went wrong, in words.
pub fn bad(visitor: &Visitor, key: &str) -> Notice {
    Notice {
        mood: Mood::Bad,
        words: visitor.texts().with(key, &[("most", &MOST_DRAFTS.to_string())]),
    }
}
