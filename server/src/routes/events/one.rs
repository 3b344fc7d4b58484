//! `GET /{language}/events/{id}`: one event.

use super::{bad, find, is_his, mail, plain::cleaned};
use crate::{
    routes::letters::reader::{Reader, id},
    web::Problem,
};
use app::pages::{
    events::{
        BadAddresses, Forgotten, event_path,
        one::{self, EventPage, Other, PassedOn},
    },
    letters::message_path,
};
use axum::{
    extract::{Path, Query},
    response::Html,
};
use model::{Mailbox, event::Kind};
use store::{Event, EventDetail, MessageQuery, PassedOn as Outcome};

/// The page.
pub async fn show(
    reader: Reader,
    Path((_, event)): Path<(String, String)>,
    Query(heard): Query<bad::Heard>,
) -> Result<Html<String>, Problem> {
    let detail = find(&reader, id(&event)?).await?;
    let page = page(&reader, detail, heard.forgotten()).await?;
    let path = event_path(&page.id);
    Ok(Html(one::render(reader.shell(&path), page)))
}

async fn page(
    reader: &Reader,
    detail: EventDetail,
    forgotten: Option<Forgotten>,
) -> Result<EventPage, Problem> {
    let passed_on = passed_on(reader, &detail).await?;
    let mail = mail::view(reader, &detail);
    let EventDetail {
        event,
        named_recipient,
        source,
        size,
        times,
        others,
        ..
    } = detail;
    let batch = match event.batch {
        Some(id) => reader
            .store()
            .find_batch(id)
            .await?
            .filter(|of| reader.only().is_none_or(|user| user == of.batch.user))
            .map(|of| (of.batch.name, reader.address(&format!("/batches/{id}")))),
        None => None,
    };
    Ok(EventPage {
        id: event.id.to_string(),
        forgotten,
        bad: bad_address(reader, &event).await?,
        kind: event.kind,
        cause: event.cause,
        hard: event.hard,
        distrust: event.distrust,
        changed: event.changed,
        recipient: event.recipient.as_deref().map(cleaned),
        named_recipient: named_recipient.as_deref().map(cleaned),
        letter: event.message.map(|(id, subject)| (id.to_string(), subject)),
        batch,
        user: event
            .user
            .as_ref()
            .and_then(|(user, name)| reader.whose(*user, name.as_str())),
        reporter: event.reporter.as_deref().map(cleaned),
        status: event.status.map(|status| status.to_string()),
        reply_code: event.reply_code,
        evidence: cleaned(&event.evidence),
        clue: event.clue,
        source,
        sender: event.sender.as_deref().map(cleaned),
        subject: cleaned(&event.subject),
        when: reader.moment(event.received_at),
        size: size_in_words(size),
        times,
        passed_on,
        mail,
        others: others
            .iter()
            .filter(|event| is_his(reader, event))
            .map(other)
            .collect(),
    })
}

fn other(event: &Event) -> Other {
    Other {
        id: event.id.to_string(),
        who: event.recipient.as_deref().map(cleaned),
        kind: event.kind,
        cause: event.cause,
        distrust: event.distrust,
    }
}

/// That letters do not reach the recipient, where the event says so and is believed.
async fn bad_address(reader: &Reader, event: &Event) -> Result<BadAddresses, Problem> {
    let recipient = event
        .recipient
        .as_deref()
        .filter(|_| event.kind == Kind::Bounce && event.distrust.is_none())
        .and_then(|recipient| Mailbox::parse(recipient).ok());
    match recipient {
        Some(recipient) => bad::of_reader(reader, &[recipient]).await,
        None => Ok(BadAddresses::default()),
    }
}

/// To whom a person's reply was passed on, or why it was not.
async fn passed_on(reader: &Reader, detail: &EventDetail) -> Result<Option<PassedOn>, Problem> {
    if detail.waits_to_pass_on {
        return Ok(Some(PassedOn::Waits));
    }
    let letter = match detail.passed_on {
        None => return Ok(None),
        Some(Outcome::Nobody) => return Ok(Some(PassedOn::Not("events-passed-on-nobody"))),
        Some(Outcome::NoRelay) => return Ok(Some(PassedOn::Not("events-passed-on-no-relay"))),
        Some(Outcome::NotPossible) => return Ok(Some(PassedOn::Not("events-passed-on-not-possible"))),
        Some(Outcome::As { letter }) => letter,
    };
    let query = MessageQuery {
        letter: Some(letter),
        ..reader.query()
    };
    let messages = reader.store().messages(&query, 1).await?;
    Ok(messages.first().map(|message| {
        let url = reader.address(&message_path(&message.id.to_string()));
        PassedOn::To(message.recipient.to_string(), url)
    }))
}

/// A size as people read it.
fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}
