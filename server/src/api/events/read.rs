//! `GET /companies/{company_id}/events/{event_id}`.

use super::{EventPath, EventView, Found};
use crate::api::schema;
use axum::Json;
use model::{LetterId, event::Source};
use serde::Serialize;
use store::{EventDetail, PassedOn};
use utoipa::ToSchema;

/// What came of a person's reply.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassedOnView {
    /// `as`: it went to the user as a letter; `waiting`: it is about to; `nobody`, `no-relay`, `not-possible`: it stays here.
    #[schema(value_type = String, pattern = "^(as|waiting|nobody|no-relay|not-possible)$")]
    what: &'static str,
    /// The letter that it went as.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Id>, nullable = false)]
    letter_id: Option<LetterId>,
}

impl PassedOnView {
    fn of(what: Option<PassedOn>, waits: bool) -> Option<Self> {
        let plain = |what| Self {
            what,
            letter_id: None,
        };
        match what {
            Some(PassedOn::As { letter }) => Some(Self {
                what: "as",
                letter_id: Some(letter),
            }),
            Some(PassedOn::Nobody) => Some(plain("nobody")),
            Some(PassedOn::NoRelay) => Some(plain("no-relay")),
            Some(PassedOn::NotPossible) => Some(plain("not-possible")),
            None if waits => Some(plain("waiting")),
            None => None,
        }
    }
}

/// An event with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventDetail)]
pub struct DetailView {
    #[serde(flatten)]
    event: EventView,
    /// The recipient as the mail names it, where that is another than the message's.
    named_recipient: Option<String>,
    /// Which way the mail came.
    #[schema(value_type = schema::SourceWord)]
    source: Source,
    /// The sender in its envelope; null where there was none, or it is not known.
    envelope_sender: Option<String>,
    /// The recipient in its envelope, where that is known.
    envelope_recipient: Option<String>,
    /// How many bytes it had.
    size: u64,
    /// How often it came.
    times: u64,
    /// Whether what it said is still here: at `…/raw`.
    has_raw: bool,
    /// What came of passing it on, where a person wrote it.
    #[schema(required = true)]
    passed_on: Option<PassedOnView>,
    /// The mail's other events.
    others: Vec<EventView>,
}

impl From<EventDetail> for DetailView {
    fn from(detail: EventDetail) -> Self {
        Self {
            event: detail.event.into(),
            named_recipient: detail.named_recipient,
            source: detail.source,
            envelope_sender: detail.envelope_sender,
            envelope_recipient: detail.envelope_recipient,
            size: detail.size,
            times: detail.times,
            has_raw: detail.raw.is_some(),
            passed_on: PassedOnView::of(detail.passed_on, detail.waits_to_pass_on),
            others: detail.others.into_iter().map(EventView::from).collect(),
        }
    }
}

/// Read an event
///
/// With what is known of its mail.
#[utoipa::path(
    get, path = "/companies/{company_id}/events/{event_id}", operation_id = "readEvent", tag = "events",
    params(EventPath), responses((status = 200, description = "The event.", body = DetailView))
)]
pub async fn read_event(found: Found) -> Json<DetailView> {
    Json(found.detail.into())
}
