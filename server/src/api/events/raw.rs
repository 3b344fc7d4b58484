//! `GET /companies/{company_id}/events/{event_id}/raw`.

use super::{EventPath, Found};
use crate::api::problem::{Kind, Problem};
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use store::{Action, NewAuditEntry};

/// Read an event's mail
///
/// As it came, as far as it is kept. Who read it stands in the audit log. 404 once it was deleted after its time.
#[utoipa::path(
    get, path = "/companies/{company_id}/events/{event_id}/raw", operation_id = "readEventMail", tag = "events",
    params(EventPath),
    responses((status = 200, description = "The mail.", content_type = "message/rfc822", body = String))
)]
pub async fn read_event_mail(Found { tenant, detail }: Found) -> Result<Response, Problem> {
    let event = detail.event;
    let raw = detail.raw.ok_or(Kind::NotFound)?;
    let subject = event.recipient.or(event.sender).unwrap_or_default();
    let entry = NewAuditEntry::new(&tenant.caller.actor(), Action::EventDownloaded, subject);
    tenant.store.record(&entry).await?;
    let mut response = raw.into_response();
    let headers = response.headers_mut();
    // Whatever is in it: no browser is to open it from here.
    for (name, value) in [
        (header::CONTENT_TYPE, "message/rfc822"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}.eml\"", event.id)) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
