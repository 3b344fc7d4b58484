//! From a mail that was read to what is kept of it.

use crate::{
    arrival::{Arrival, EnvelopeSender},
    clue::Found,
};
use bounce::{Recipient, Report};
use model::{
    Host, Mailbox,
    address::is_invisible,
    event::{Distrust, Kind, Source},
};
use store::{NewEvent, NewInbound};

/// The longest address that is kept.
const ADDRESS: usize = 320;
/// The longest line of a mail's head that is kept, in characters.
const LINE: usize = 500;
/// Recipients of a letter of which a report speaks, at most.
const MOST_OF_A_LETTER: usize = 20;
/// Hosts that a mail may have passed: then it goes round in a circle (RFC 5321, section 6.3).
const HOPS: usize = 50;

/// The kind of a mail, by what the envelope knows too: a person's mail has a sender.
pub fn kind(report: &Report, sender: &EnvelopeSender) -> Kind {
    match report.kind {
        Kind::RealReply if *sender == EnvelopeSender::Null => Kind::AutomaticReply,
        kind => kind,
    }
}

/// Whether a mail may be passed on, as far as it shows itself: a person wrote it, to one of our addresses, and it is not
/// from one of them nor on its way for ever.
pub fn is_to_pass_on(report: &Report, arrival: &Arrival, domain: Option<&Host>) -> bool {
    let ours = |address: &str| {
        let at = address.rsplit_once('@');
        at.is_some_and(|(_, at)| domain.is_some_and(|domain| at.eq_ignore_ascii_case(domain.as_str())))
    };
    let from_us = match &arrival.envelope_sender {
        EnvelopeSender::Address(address) => ours(address),
        EnvelopeSender::Unknown | EnvelopeSender::Null => false,
    };
    kind(report, &arrival.envelope_sender) == Kind::RealReply
        && arrival.source != Source::Imap
        && !report.head.auto_submitted
        && !report.head.from_list
        && report.head.received_count <= HOPS
        && !from_us
        && !writer(report).is_some_and(|(_, address)| ours(address.as_str()))
}

/// Who wrote it: the name, where there is one, and the address.
pub fn writer(report: &Report) -> Option<(Option<String>, Mailbox)> {
    let from = report.head.from.as_deref()?;
    let (name, address) = match from.rsplit_once('<') {
        Some((name, rest)) => (name, rest.split('>').next().unwrap_or_default()),
        None => ("", from),
    };
    let address = Mailbox::parse(address.trim()).ok()?;
    let name = line(name.trim().trim_matches('"').trim(), LINE);
    Some((Some(name).filter(|name| !name.is_empty()), address))
}

/// What is kept, without what it says. `digest`: by what it is known again.
pub fn new(arrival: &Arrival, report: &Report, found: Found, digest: [u8; 32], pass_on: bool) -> NewInbound {
    let kind = kind(report, &arrival.envelope_sender);
    let named = |event: NewEvent| NewEvent {
        names: found.names(),
        distrust: matches!(found, Found::Forged(..)).then_some(Distrust::Signature),
        ..event
    };
    let mut events: Vec<NewEvent> = match kind {
        Kind::AutomaticReply | Kind::RealReply => Vec::new(),
        _ => report
            .recipients
            .iter()
            .take(most_events(found))
            .map(|one| named(event(kind, one)))
            .collect(),
    };
    if events.is_empty() {
        let nobody = empty(kind);
        // Who answers stood in the letter as its recipient, most times.
        let recipient = match kind {
            Kind::AutomaticReply | Kind::RealReply => writer(report).map(|(_, address)| address.to_string()),
            _ => None,
        };
        events.push(named(NewEvent { recipient, ..nobody }));
    }
    NewInbound {
        company: arrival.company,
        source: arrival.source,
        envelope_sender: match &arrival.envelope_sender {
            EnvelopeSender::Address(address) => Some(line(address, ADDRESS)),
            EnvelopeSender::Unknown | EnvelopeSender::Null => None,
        },
        envelope_recipient: arrival.envelope_recipient.as_ref().map(Mailbox::to_string),
        sender: report.head.from.as_deref().map(|from| line(from, LINE)),
        subject: report
            .head
            .subject
            .as_deref()
            .map(|subject| line(subject, LINE))
            .unwrap_or_default(),
        message_id: report.head.message_id.as_deref().map(|id| line(id, LINE)),
        size: arrival.raw.len() as u64,
        digest,
        raw: None,
        user: arrival.user,
        pass_on,
        events,
    }
}

/// How many recipients of a report are kept: a signature names one message, and who names a letter had it to some. Of
/// others the first one says enough; a stranger must not fill the database with one mail.
const fn most_events(found: Found) -> usize {
    match found {
        Found::Letter(_) => MOST_OF_A_LETTER,
        Found::Signed(..) | Found::Forged(..) | Found::Nothing => 1,
    }
}

fn event(kind: Kind, one: &Recipient) -> NewEvent {
    // Where a letter was passed on to another address, ours is the one that we wrote to.
    let recipient = one.original_address.as_ref().or(one.address.as_ref());
    NewEvent {
        cause: one.cause,
        hard: one.hard,
        status: one.status,
        reply_code: one.reply_code,
        evidence: line(&one.evidence, LINE),
        reporter: one.reporter.as_deref().map(|reporter| line(reporter, ADDRESS)),
        recipient: recipient.map(|address| line(address, ADDRESS)),
        ..empty(kind)
    }
}

fn empty(kind: Kind) -> NewEvent {
    NewEvent {
        kind,
        cause: None,
        hard: false,
        status: None,
        reply_code: None,
        evidence: String::new(),
        reporter: None,
        recipient: None,
        names: None,
        distrust: None,
    }
}

/// One line that can be shown: nothing invisible in it, at most so many characters, and as many bytes for addresses.
fn line(text: &str, most: usize) -> String {
    let mut line = String::new();
    for c in text.chars().take(most) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !is_invisible(c) {
            line.push(c);
        }
    }
    while most == ADDRESS && line.len() > ADDRESS {
        line.pop();
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests;
