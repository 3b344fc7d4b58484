//! Everything together.

mod others;
mod refused;
mod words;

use crate::{
    document::Document,
    head, kind, limits,
    mail::Mail,
    report::{Head, Report, Rule},
    structure::{self, DeliveryStatus, Notice},
};
use model::event::Kind;

/// Reads a mail. Whatever comes: it never panics, reads [`limits::MAIL`] bytes at most, and takes time in proportion.
#[must_use]
pub fn read(raw: &[u8]) -> Report {
    read_without(raw, &|_| false)
}

/// The same, without the rules for which `skip` says yes: to measure what a rule is worth.
#[must_use]
pub fn read_without(raw: &[u8], skip: &dyn Fn(Rule) -> bool) -> Report {
    let mail = Mail::read(raw);
    let document = Document::of(&mail);
    let head = head::head(&mail.headers);
    let notice = notification(&mail);
    let (status, declared) = match &notice {
        Some(notice) => (notice.status.clone(), true),
        None => delivery_status(&document),
    };
    let signs = kind::Signs::of(&mail.headers, &head, &document);
    let kind = notice.map_or_else(
        || kind::decide(&signs, &document, &status, declared),
        |notice| notice.kind,
    );
    let scene = Scene {
        mail: &mail,
        document: &document,
        head: &head,
        status: &status,
        skip,
    };
    let recipients = match kind {
        Kind::Bounce | Kind::Delayed => scene.refused(kind),
        Kind::Delivered => scene.delivered(),
        Kind::FeedbackLoop => scene.complained(),
        Kind::AutomaticReply => scene.answered(),
        Kind::RealReply => Vec::new(),
    };
    let is_reply = matches!(kind, Kind::AutomaticReply | Kind::RealReply);
    let returned = if is_reply {
        None
    } else {
        head::returned(document.original.as_ref(), status.envelope_id.clone())
    };
    Report {
        kind,
        recipients,
        returned,
        text: is_reply
            .then(|| words::readable(&mail))
            .filter(|text| !text.is_empty()),
        feedback: (kind == Kind::FeedbackLoop).then(|| others::feedback_type(&document)),
        cut: document.cut,
        head,
    }
}

/// A notification as JSON, which is all that the mail's text is.
fn notification(mail: &Mail) -> Option<Notice> {
    mail.sections
        .iter()
        .find_map(|section| structure::notification(&section.text))
}

/// The report's fields, and whether they stood in a part made for them.
fn delivery_status(document: &Document) -> (DeliveryStatus, bool) {
    let mut whole = DeliveryStatus::default();
    for lines in &document.status {
        let one = DeliveryStatus::read(lines);
        whole.reporter = whole.reporter.or(one.reporter);
        whole.envelope_id = whole.envelope_id.or(one.envelope_id);
        whole.groups.extend(one.groups);
    }
    if !whole.groups.is_empty() {
        whole.groups.truncate(limits::RECIPIENTS);
        return (whole, true);
    }
    let inline = [&document.lines, &document.after]
        .into_iter()
        .find(|lines| DeliveryStatus::is_in(lines));
    if let Some(lines) = inline {
        let one = DeliveryStatus::read(lines);
        whole = DeliveryStatus {
            reporter: whole.reporter.or(one.reporter),
            envelope_id: whole.envelope_id.or(one.envelope_id),
            groups: one.groups,
        };
    }
    (whole, false)
}

/// What all readers look at.
struct Scene<'x> {
    mail: &'x Mail,
    document: &'x Document,
    head: &'x Head,
    status: &'x DeliveryStatus,
    skip: &'x dyn Fn(Rule) -> bool,
}
