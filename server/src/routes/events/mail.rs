//! The mail of an event: as the page shows it, and as it came, to be saved.

use super::{find, may_read, plain};
use crate::{
    limits,
    routes::letters::reader::{Reader, id},
    web::{Kind, Problem},
};
use app::pages::events::one::{MailView, Shortened};
use axum::{
    extract::Path,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use store::{Action, EventDetail, NewAuditEntry};

/// How much of a mail is shown, in bytes. All of it can be downloaded.
const SHOWN: usize = 64 * 1024;
/// The longest header value that is shown, in bytes.
const HEADER: usize = 1000;
/// How many headers of the letter that came back are shown.
const HEADERS: usize = 60;

/// The mail as the page shows it.
pub fn view(reader: &Reader, detail: &EventDetail) -> MailView {
    let Some(raw) = &detail.raw else {
        return MailView::Gone;
    };
    if !may_read(reader, detail) {
        return MailView::OthersToo;
    }
    let report = bounce::read(raw);
    let reply = report.text.as_deref().map(|text| {
        let shown = plain::shown(text.as_bytes(), SHOWN);
        Shortened {
            cut: shown.cut || report.cut,
            ..shown
        }
    });
    let headers = report
        .returned
        .map(|returned| returned.headers)
        .unwrap_or_default();
    let whole = plain::shown(raw, SHOWN);
    MailView::There {
        reply,
        returned_cut: headers.len() >= HEADERS,
        returned: headers
            .iter()
            .take(HEADERS)
            .map(|(name, value)| (plain::line(name, HEADER), plain::line(value, HEADER)))
            .collect(),
        whole: Shortened {
            cut: whole.cut || detail.size > raw.len() as u64,
            ..whole
        },
    }
}

/// `POST /{language}/events/{id}/mail.eml`: the mail as it came. Who fetched it is written into the audit log.
pub async fn download(reader: Reader, Path((_, event)): Path<(String, String)>) -> Result<Response, Problem> {
    let detail = find(&reader, id(&event)?).await?;
    if !may_read(&reader, &detail) {
        return Err(Problem(Kind::NotFound));
    }
    let event = detail.event;
    let raw = detail.raw.ok_or(Problem(Kind::NotFound))?;
    limits::export(&reader.state, reader.person.user.company).await?;
    let subject = event.recipient.or(event.sender).unwrap_or_default();
    let entry = NewAuditEntry::new(&reader.actor(), Action::EventDownloaded, subject);
    reader.store().record(&entry).await?;
    let mut response = raw.into_response();
    let headers = response.headers_mut();
    // Whatever is in it: it is saved, and never shown as a page of ours.
    for (name, value) in [
        (header::CONTENT_TYPE, "message/rfc822"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let name = format!("attachment; filename=\"saatja-{}.eml\"", event.id);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
