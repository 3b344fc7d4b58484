//! `/{language}/compose/{draft}/preview`: what the recipient will see, by the settings as they count now.

use super::{
    Seen, content, find, id_of, page,
    send::{self, Once},
    unreadable, warning,
};
use crate::{
    letters::{self, Extra},
    routes::{
        events::bad,
        visitor::{Heard, Visitor},
    },
    web::Problem,
};
use app::pages::compose::preview::{self, PreviewPage};
use axum::{
    Form,
    extract::{Path, Query, rejection::FormRejection},
    response::{Html, IntoResponse, Response},
};
use model::{letter::check::CheckedLetter, message::RecipientRole};
use store::Draft;

/// `GET`. A letter that can not be sent as it is has no preview: its page says what is wrong.
pub async fn show(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    Query(heard): Query<Heard>,
    Query(forgotten): Query<bad::Heard>,
) -> Result<Response, Problem> {
    let draft = find(&visitor, id_of(&id)?).await?;
    let limits = visitor.state.config.delivery.limits();
    let checked = match content::checked(&draft.content, &limits, visitor.texts()) {
        Ok(checked) => checked,
        Err(mistakes) => return super::save::refused(&visitor, &draft, mistakes).await,
    };
    let recipients = content::recipients(&content::typed(&draft.content));
    let [to, copy, blind_copy] = people(&visitor, checked.clone()).await?;
    let page = PreviewPage {
        draft: draft.id.to_string(),
        version: draft.version,
        notice: forgotten
            .forgotten()
            .map(|forgotten| forgotten.notice(visitor.texts()))
            .or_else(|| warning(&visitor, &heard)),
        to,
        copy,
        blind_copy,
        subject: checked.subject.as_str().to_owned(),
        text: text(&draft),
        look: draft.content.html.is_some(),
        files: page::files(&draft.content.attachments),
        preview: page::preview(&visitor).await?,
        bad: bad::of_visitor(&visitor, &recipients).await?,
    };
    let path = format!("/compose/{id}/preview");
    Ok(Html(preview::render(visitor.shell(&path), page)).into_response())
}

/// Who gets it as what: those of the settings too, where the settings let it out.
async fn people(visitor: &Visitor, checked: CheckedLetter) -> Result<[Vec<String>; 3], Problem> {
    let written = [
        checked.to.iter().map(|one| one.address.to_string()).collect(),
        checked.copy.iter().map(ToString::to_string).collect(),
        checked.blind_copy.iter().map(ToString::to_string).collect(),
    ];
    let settings = visitor.settings().await?;
    let Ok(letter) = letters::prepare(&visitor.state, &settings, checked, Extra::default()) else {
        return Ok(written);
    };
    let roles = [RecipientRole::To, RecipientRole::Copy, RecipientRole::BlindCopy];
    Ok(roles.map(|role| {
        letter
            .recipients
            .iter()
            .filter(|(_, of)| *of == role)
            .map(|(address, _)| address.to_string())
            .collect()
    }))
}

/// The text; of a letter that is HTML alone, the text that is made of it.
fn text(draft: &Draft) -> String {
    let content = &draft.content;
    match &content.html {
        Some(html) if content.text.trim().is_empty() => smtp::compose::text_of(html),
        _ => content.text.clone(),
    }
}

/// `POST …/send`: sends what the preview showed.
pub async fn send(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    seen: Result<Form<Seen>, FormRejection>,
) -> Result<Response, Problem> {
    let Form(seen) = seen.map_err(|rejection| unreadable(&rejection))?;
    let id = id_of(&id)?;
    let once = Once::of_preview(id, seen.version);
    let found = visitor.store().find_draft(visitor.person.user.id, id).await?;
    let Some(draft) = found else {
        let sent = send::sent_before(&visitor, &once).await?;
        return Ok(visitor.go(sent.as_deref().unwrap_or("/drafts?said=gone")));
    };
    // Changed since: he looks at it again.
    if draft.version != seen.version {
        return Ok(visitor.go(&format!("/compose/{id}/preview?said=changed")));
    }
    let limits = visitor.state.config.delivery.limits();
    match content::checked(&draft.content, &limits, visitor.texts()) {
        Ok(checked) => send::send(&visitor, &draft, checked, &once).await,
        Err(mistakes) => super::save::refused(&visitor, &draft, mistakes).await,
    }
}
