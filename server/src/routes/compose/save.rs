//! Saving what is typed, then doing what the button says.

use super::{
    content,
    page::Page,
    posted::{Action, Posted},
    send::{self, Once},
};
use crate::{
    letters::has_room_for,
    routes::{
        events::{bad as warnings, forget},
        visitor::Visitor,
    },
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
    let begun = stored
        .as_ref()
        .map_or_else(|| once.draft(visitor), |draft| draft.id);
    if !has_room(visitor, begun, &content, &posted).await? {
        return full(visitor, stored.as_ref(), &posted).await;
    }
    let wrong_files = content::take_files(visitor, &posted, &limits, &mut content).await?;
    let draft = match save(visitor, stored.as_ref(), begun, &content, posted.version).await {
        // The same button was pressed before, and he went on writing.
        Ok(draft) if stored.is_none() && draft.version > 1 => {
            return overtaken(visitor, Some(draft.id), &posted).await;
        }
        Ok(draft) => draft,
        Err(DraftError::Conflict { .. }) => return overtaken(visitor, id, &posted).await,
        Err(DraftError::NoSuchDraft) => return as_new(visitor, &posted, "compose-gone").await,
        Err(DraftError::TooMany) => return as_new(visitor, &posted, "compose-too-many").await,
        Err(DraftError::NoSuchUser) => return Err(Problem(Kind::NotFound)),
        Err(error) => return Err(problem::broken(&error)),
    };
    let own = format!("/compose/{}", draft.id);
    let forgotten = match &posted.forget {
        Some(address) => Some(forget::note(&*visitor.store(), address, &visitor.actor()).await?),
        None => None,
    };
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
        Action::Forget => Ok(visitor.go(&format!("{own}?{}", forgotten.unwrap_or_default()))),
        Action::Preview => match content::checked(&draft.content, &limits, visitor.texts()) {
            Ok(_) => Ok(visitor.go(&format!("{own}/preview"))),
            Err(mistakes) => refused(visitor, &draft, mistakes).await,
        },
        Action::Send => match content::checked(&draft.content, &limits, visitor.texts()) {
            // Nobody is kept from sending: who has seen the warning sends all the same.
            Ok(_)
                if warnings::untold(visitor, &content::recipients(&posted.typed), &posted.warned).await? =>
            {
                Ok(visitor.go(&format!("{own}/preview?said=bad-addresses")))
            }
            Ok(letter) => send::send(visitor, &draft, letter, &once).await,
            Err(mistakes) => refused(visitor, &draft, mistakes).await,
        },
    }
}

async fn save(
    visitor: &Visitor,
    stored: Option<&Draft>,
    id: DraftId,
    content: &DraftContent,
    version: u64,
) -> Result<Draft, DraftError> {
    let (store, user) = (visitor.store(), visitor.person.user.id);
    match stored {
        Some(_) => store.save_draft(user, id, content, Some(version)).await,
        // However often the button is pressed there is one.
        None => store.begin_draft(user, id, content).await,
    }
}

/// Whether there is room for what was typed, with the files that came.
async fn has_room(
    visitor: &Visitor,
    id: DraftId,
    content: &DraftContent,
    posted: &Posted,
) -> Result<bool, Problem> {
    let files = posted.files.iter().filter_map(|file| file.bytes.as_ref());
    let bytes = files.fold(content.bytes(), |all, file| all.saturating_add(file.len() as u64));
    let user = visitor.person.user.id;
    Ok(has_room_for(&visitor.state, &*visitor.store(), user, Some(id), bytes).await?)
}

/// Nothing was saved: what was typed stays on the page.
async fn full(visitor: &Visitor, stored: Option<&Draft>, posted: &Posted) -> Result<Response, Problem> {
    let Some(draft) = stored else {
        return as_new(visitor, posted, "compose-full").await;
    };
    let mut page = Page::of(draft);
    page.typed = posted.typed.clone();
    page.notice = Some(bad(visitor, "compose-full"));
    page.refuse(visitor, StatusCode::CONFLICT).await
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
    let most = match key {
        "compose-full" => visitor.state.config.delivery.draft_bytes / 1_000_000,
        _ => u64::from(MOST_DRAFTS),
    };
    Notice {
        mood: Mood::Bad,
        words: visitor.texts().with(key, &[("most", &most.to_string())]),
    }
}
