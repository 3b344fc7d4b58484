//! One event, with its mail.

use super::list::{EVENTS, row};
use crate::{columns::failed, company::Company};
use model::EventId;
use sqlx::{QueryBuilder, SqliteConnection};
use store::{
    EventDetail, StoreError,
    rows::{EventRow, InboundRow},
};
use uuid::Uuid;

pub(super) async fn find(part: &Company, id: EventId) -> Result<Option<EventDetail>, StoreError> {
    // One moment for all of it.
    let mut reading = part.database.reader.begin().await.map_err(failed)?;
    let company = *part.uuid();
    let mut one = event(&mut reading, company, ("e.id", *id.as_uuid())).await?;
    let Some(event_row) = one.pop() else {
        return Ok(None);
    };
    let (id, mail) = (event_row.id, event_row.mail_id);
    let mut others = event(&mut reading, company, ("e.mail_id", mail)).await?;
    others.retain(|other| other.id != id);
    let inbound = sqlx::query_as!(
        InboundRow,
        "SELECT source, envelope_sender, envelope_recipient, size, times, raw, pass_on_at, passed_on
        FROM inbound_mails WHERE company_id = ? AND id = ?",
        company,
        mail
    )
    .fetch_one(&mut *reading)
    .await
    .map_err(failed)?;
    inbound.with_events(event_row, others).map(Some)
}

/// The events of a company with this in this column.
async fn event(
    connection: &mut SqliteConnection,
    company: Uuid,
    (column, id): (&'static str, Uuid),
) -> Result<Vec<EventRow>, StoreError> {
    let mut sql = QueryBuilder::new(EVENTS);
    sql.push("+e.company_id = ").push_bind(company);
    sql.push(" AND ").push(column).push(" = ").push_bind(id);
    sql.push(" ORDER BY e.id");
    let rows = sql.build().fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(row).collect::<Result<_, _>>().map_err(failed)
}
