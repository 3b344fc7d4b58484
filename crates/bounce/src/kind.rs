//! What a mail is: a report, a complaint, a machine's answer or a person's.

use crate::{
    document::Document,
    mail::Headers,
    report::Head,
    rules::{self, Normal, Sign},
    structure::{Action, DeliveryStatus},
    tokens,
};
use model::event::Kind;

/// Lines of the text that are looked at for signs; the rest is details.
const LINES: usize = 120;

/// What the mail shows.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
pub struct Signs {
    from_machine: bool,
    null_sender: bool,
    report: bool,
    failed_header: bool,
    answers: bool,
    automatic: bool,
    subject: Vec<Sign>,
    text: Vec<Sign>,
    returned: bool,
}

impl Signs {
    /// Looks for them.
    pub fn of(headers: &Headers, head: &Head, document: &Document) -> Self {
        let subject = head.subject.as_deref().unwrap_or_default();
        let plain = Normal::of([subject], 1000);
        let text = Normal::of(own_words(document), 16 * 1024);
        let of = |found: Vec<(Sign, _)>| found.into_iter().map(|(sign, _)| sign).collect::<Vec<_>>();
        Self {
            from_machine: is_from_machine(headers, head),
            null_sender: head.null_sender,
            report: headers
                .raw("Content-Type")
                .is_some_and(|kind| kind.to_ascii_lowercase().contains("multipart/report")),
            failed_header: headers.has("X-Failed-Recipients"),
            answers: is_answer(subject),
            automatic: head.auto_submitted,
            subject: of(rules::kinds().in_subject(&plain.text)),
            text: of(rules::kinds().in_text(&text.text)),
            returned: document.returned,
        }
    }

    fn has(&self, sign: Sign) -> bool {
        self.subject.contains(&sign) || self.text.contains(&sign)
    }

    /// Whether a person answers or passes something on, rather than a mail system.
    pub fn is_of_a_person(&self) -> bool {
        self.answers && !self.from_machine && !self.null_sender
    }

    /// Points for a report without machine-readable fields.
    fn points(&self) -> i32 {
        let mut points = 0;
        points += if self.from_machine { 2 } else { 0 };
        points += i32::from(self.null_sender);
        points += if self.report { 2 } else { 0 };
        points += if self.failed_header { 3 } else { 0 };
        points += if self.subject.contains(&Sign::Failure) || self.subject.contains(&Sign::Delay) {
            2
        } else {
            0
        };
        points += if self.text.contains(&Sign::Failure) || self.text.contains(&Sign::Delay) {
            2
        } else {
            0
        };
        points += i32::from(self.returned);
        if !self.from_machine {
            points -= if self.answers { 4 } else { 0 };
            points -= if self.subject.contains(&Sign::Automatic) {
                2
            } else {
                0
            };
            points -= i32::from(self.automatic && !self.returned && !self.report);
        }
        points
    }
}

/// Decides. `status` are the machine-readable fields, `declared` whether they stood in a part of their own.
pub fn decide(signs: &Signs, document: &Document, status: &DeliveryStatus, declared: bool) -> Kind {
    if !document.feedback.is_empty() || signs.subject.contains(&Sign::Complaint) && signs.returned {
        return Kind::FeedbackLoop;
    }
    if !document.disposition.is_empty() {
        return Kind::Delivered;
    }
    if !status.groups.is_empty() && (declared || !signs.is_of_a_person() && signs.points() >= 2) {
        return by_actions(signs, status);
    }
    if signs.points() >= 4 || declared && signs.points() >= 3 {
        return by_words(signs);
    }
    if signs.automatic || signs.subject.contains(&Sign::Automatic) {
        return Kind::AutomaticReply;
    }
    if signs.from_machine && (signs.returned || signs.has(Sign::Failure) || signs.has(Sign::Delay)) {
        return by_words(signs);
    }
    if signs.null_sender && !signs.answers || signs.from_machine {
        return Kind::AutomaticReply;
    }
    Kind::RealReply
}

fn by_actions(signs: &Signs, status: &DeliveryStatus) -> Kind {
    let has = |action| status.groups.iter().any(|group| group.action == Some(action));
    let class = |class| {
        status
            .groups
            .iter()
            .any(|group| group.status.is_some_and(|status| status.class == class))
    };
    if has(Action::Failed) {
        Kind::Bounce
    } else if has(Action::Delayed) {
        Kind::Delayed
    } else if has(Action::Delivered) {
        Kind::Delivered
    } else if class(5) {
        Kind::Bounce
    } else if class(2) && !class(4) {
        Kind::Delivered
    } else {
        by_words(signs)
    }
}

fn by_words(signs: &Signs) -> Kind {
    if signs.subject.contains(&Sign::Failure) {
        Kind::Bounce
    } else if signs.has(Sign::Delay) {
        Kind::Delayed
    } else if signs.has(Sign::Delivered) && !signs.text.contains(&Sign::Failure) {
        Kind::Delivered
    } else {
        Kind::Bounce
    }
}

/// The lines that the mail's writer wrote himself.
fn own_words(document: &Document) -> impl Iterator<Item = &str> {
    document
        .lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.trim_start().starts_with(['>', '|']) || line.starts_with(">>>"))
        .take(LINES)
}

fn is_from_machine(headers: &Headers, head: &Head) -> bool {
    const NAMES: &[&str] = &[
        "mailer-daemon",
        "mail delivery",
        "postmaster",
        "mail administrator",
        "delivery subsystem",
        "mail system",
        "mail router",
        "microsoft exchange",
        "mail daemon",
        "mailer daemon",
        "delivery service",
        "delivery status",
        "system administrator",
        "internet mail",
        "undeliver",
        "message router",
        "mail gateway",
        "mail server",
    ];
    let from = head.from.as_deref().unwrap_or_default().to_lowercase();
    let senders = [
        headers.raw("From"),
        headers.raw("Sender"),
        headers.raw("Return-Path"),
    ];
    NAMES.iter().any(|name| from.contains(name))
        || !from.contains('@') && (from.contains("daemon") || from.contains("mmdf"))
        || senders.into_iter().flatten().any(|sender| {
            tokens::addresses(sender)
                .iter()
                .any(|found| tokens::is_of_a_machine(found.address))
        })
}

/// `Re:`, `Fwd:` and what they are in other languages.
fn is_answer(subject: &str) -> bool {
    const MARKS: &[&str] = &[
        "re", "aw", "sv", "vs", "antw", "fw", "fwd", "wg", "tr", "vl", "vb", "rv", "ynt", "odp", "atb",
        "ats", "edasi", "ans", "回复", "答复", "转发", "返信",
    ];
    let subject = subject
        .trim_start_matches(|c: char| c.is_whitespace() || c == '[')
        .to_lowercase();
    subject.split_once(':').is_some_and(|(mark, _)| {
        MARKS.contains(
            &mark
                .trim()
                .trim_end_matches(|c: char| c.is_ascii_digit() || "[]()^".contains(c)),
        )
    })
}
