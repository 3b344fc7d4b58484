//! One event, with its mail.

use super::list::event_rows;
use crate::{columns::failed, company::Company};
use model::EventId;
use store::{
    EventDetail, StoreError,
    rows::{EventRow, InboundRow},
};

pub(super) async fn find(company: &Company, id: EventId) -> Result<Option<EventDetail>, StoreError> {
    // One snapshot, so that the event and its mail are of one moment.
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    let mut reading = company.database.pool.begin_with(begin).await.map_err(failed)?;
    let event = event_rows!("e.id = $2", company.uuid(), id.as_uuid())
        .fetch_optional(&mut *reading)
        .await
        .map_err(failed)?;
    let Some(event) = event else { return Ok(None) };
    let others = event_rows!(
        "e.mail_id = $2 AND e.id <> $3 ORDER BY e.id",
        company.uuid(),
        event.mail_id,
        event.id
    )
    .fetch_all(&mut *reading)
    .await
    .map_err(failed)?;
    let mail = sqlx::query_as!(
        InboundRow,
        "SELECT source, envelope_sender, envelope_recipient, size, times, raw, pass_on_at, passed_on
        FROM inbound_mails WHERE company_id = $1 AND id = $2",
        company.uuid(),
        event.mail_id
    )
    .fetch_one(&mut *reading)
    .await
    .map_err(failed)?;
    drop(reading);
    mail.with_events(event, others).map(Some)
}
