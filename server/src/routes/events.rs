//! What came back about letters that were sent. An admin sees his company's, everybody else what is about his own letters.
//! Which form posts what is told in the views (`app::pages::events`).

pub mod bad;
mod export;
mod filter;
pub mod forget;
mod list;
mod mail;
mod one;
pub mod plain;

use super::letters::reader::Reader;
use crate::{
    state::State,
    web::{Kind, Problem},
};
use axum::{
    Router,
    routing::{get, post},
};
use model::EventId;
use store::{Event, EventDetail};

/// The events' addresses.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/events", get(list::show))
        .route("/{language}/events.csv", post(export::export))
        .route("/{language}/events/forget", post(forget::forget))
        .route("/{language}/events/{id}", get(one::show))
        .route("/{language}/events/{id}/mail.eml", post(mail::download))
}

/// Whether an event is the reader's to see.
fn is_his(reader: &Reader, event: &Event) -> bool {
    reader
        .only()
        .is_none_or(|user| event.user.as_ref().is_some_and(|(of, _)| *of == user))
}

/// An event that is his to see; for everybody else there is none.
async fn find(reader: &Reader, id: EventId) -> Result<EventDetail, Problem> {
    reader
        .store()
        .find_event(id)
        .await?
        .filter(|detail| is_his(reader, &detail.event))
        .ok_or(Problem(Kind::NotFound))
}

/// Whether the mail itself is his to see: it may speak of his colleagues' letters too.
fn may_read(reader: &Reader, detail: &EventDetail) -> bool {
    let nobodys = |event: &Event| event.user.is_none();
    detail
        .others
        .iter()
        .all(|event| nobodys(event) || is_his(reader, event))
}
