//! `GET /{language}/letters/{id}`: one message.

use super::{
    explain::{Explainer, server_of},
    reader::{Heard, Reader, id},
};
use crate::{routes::events::plain::cleaned, web::Problem};
use app::pages::{
    events::AtLetter,
    letters::{
        Group, Mistake, Said, message_path,
        one::{self, Acts, FileRow, LetterView, MessagePage, Other, Tried},
    },
};
use axum::{
    extract::{Path, Query},
    response::Html,
};
use jiff::Timestamp;
use mail_parser::decoders::html::html_to_text;
use model::{
    Mailbox, MessageId,
    letter::Letter,
    message::{Attempt, MessageState, RecipientRole},
};
use store::{EventQuery, MessageDetail, Route};

/// How many events a letter's page lists.
const EVENTS: u32 = 10;

/// The page.
pub async fn show(
    reader: Reader,
    Path((_, message)): Path<(String, String)>,
    Query(heard): Query<Heard>,
) -> Result<Html<String>, Problem> {
    let detail = reader.find(id(&message)?).await?;
    render(&reader, detail, Around::said(heard.said())).await
}

/// What is on the page beside the message.
#[derive(Default)]
pub struct Around {
    pub said: Option<Said>,
    pub mistakes: Vec<Mistake>,
    /// The address to mend, as it was typed; none: as it is.
    pub address: Option<String>,
}

impl Around {
    pub fn said(said: Option<Said>) -> Self {
        Self {
            said,
            ..Self::default()
        }
    }
}

/// The page as it is now.
pub async fn render(reader: &Reader, detail: MessageDetail, around: Around) -> Result<Html<String>, Problem> {
    let message = &detail.message;
    let batch = match message.batch {
        Some(id) => reader
            .store()
            .find_batch(id)
            .await?
            .map(|of| (of.batch.name, reader.address(&format!("/batches/{id}")))),
        None => None,
    };
    let explainer = Explainer::of(reader, std::slice::from_ref(message)).await?;
    let sender = detail.letter.as_ref().map(|letter| letter.head.from.as_str());
    let state = Group::of(message.state);
    let waiting = explainer.waiting(message);
    let held = message.held.as_ref().filter(|_| state == Group::Waiting);
    let server_words = match held {
        Some(fault) => fault.reply.clone().filter(|_| server_of(&detail.route).is_some()),
        None => message.last.as_ref().and_then(words),
    };
    let (events, all_events) = events(reader, message.id).await?;
    let page = MessagePage {
        id: message.id.to_string(),
        version: detail.version,
        said: around.said,
        mistakes: around.mistakes,
        recipient: message.recipient.to_string(),
        role: message.role,
        subject: message.subject.clone(),
        user: reader.whose(message.user, message.user_name.as_str()),
        batch,
        reference: message.reference.as_ref().map(ToString::to_string),
        state,
        since: moment(reader, message.changed_at),
        created: reader.moment(message.created_at),
        waiting,
        why: message
            .last
            .as_ref()
            .filter(|_| matches!(state, Group::Failed | Group::Bounced))
            .and_then(|last| explainer.attempt(last, sender)),
        server_words,
        deadline: detail.deadline.map(|time| reader.moment(time).0),
        history: detail
            .history
            .iter()
            .map(|attempt| tried(&explainer, attempt, &detail.route, sender))
            .collect(),
        events,
        all_events,
        letter: detail.letter.as_ref().map(|letter| view(reader, &detail, letter)),
        others: detail
            .others
            .iter()
            .map(|(id, recipient, role, state)| Other {
                id: id.to_string(),
                recipient: recipient.to_string(),
                role: *role,
                state: Group::of(*state),
            })
            .collect(),
        replaces: detail.replaces.map(|id| id.to_string()),
        replaced_by: detail.replaced_by.map(|id| id.to_string()),
        acts: acts(&detail),
        address: around.address.unwrap_or_else(|| message.recipient.to_string()),
    };
    let path = message_path(&page.id);
    Ok(Html(one::render(reader.shell(&path), page)))
}

/// What came back about it, newest first; and where all of it is listed, where that is more.
async fn events(
    reader: &Reader,
    message: MessageId,
) -> Result<(Vec<AtLetter>, Option<(String, u64)>), Problem> {
    let query = EventQuery {
        message: Some(message),
        ..EventQuery::default()
    };
    let store = reader.store();
    let mut events = store.events(&query, EVENTS + 1).await?;
    let more = events.len() > EVENTS as usize;
    events.truncate(EVENTS as usize);
    let all = if more {
        let counts = store.count_events(&query).await?;
        let number = counts.kinds.iter().map(|(_, number)| number).sum::<u64>();
        Some((reader.address(&format!("/events?letter={message}")), number))
    } else {
        None
    };
    let events = events
        .into_iter()
        .map(|event| AtLetter {
            id: event.id.to_string(),
            kind: event.kind,
            cause: event.cause,
            distrust: event.distrust,
            subject: cleaned(&event.subject),
            when: reader.moment(event.received_at),
        })
        .collect();
    Ok((events, all))
}

/// When it came to its state: as it stands in a sentence, and for programs.
fn moment(reader: &Reader, time: Timestamp) -> (String, String) {
    (reader.near(time), time.to_string())
}

/// What may be done with it now.
fn acts(detail: &MessageDetail) -> Acts {
    let there = detail.letter.is_some() && detail.replaced_by.is_none();
    let ended = matches!(
        detail.message.state,
        MessageState::Failed | MessageState::Bounced | MessageState::Canceled
    );
    let doubt = detail.message.state == MessageState::InDoubt;
    Acts {
        resend: there && (ended || doubt),
        mend: there && ended,
        cancel: matches!(
            detail.message.state,
            MessageState::Queued | MessageState::Leased | MessageState::Paused
        ),
        settle: doubt,
    }
}

/// The server's words at an attempt. Those of the portal's relay are nobody's to look at: where no server is named, none
/// are shown.
fn words(attempt: &Attempt) -> Option<String> {
    attempt.server.as_ref()?;
    let text = attempt.text.as_deref().unwrap_or_default();
    let code = attempt.code.map(|code| code.to_string());
    let enhanced = attempt
        .enhanced
        .filter(|enhanced| !text.starts_with(&enhanced.to_string()))
        .map(|enhanced| enhanced.to_string());
    let words: Vec<String> = [code, enhanced, Some(text.to_owned())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn tried(explainer: &Explainer<'_>, attempt: &Attempt, route: &Route, sender: Option<&str>) -> Tried {
    let reader = explainer.reader;
    let at = |micros: i64| Timestamp::from_microsecond(micros).ok();
    let when = at(attempt.ended_at)
        .map(|time| reader.moment(time))
        .unwrap_or_default();
    // A person's decision has no server, and neither has the relay.
    let server = attempt
        .server
        .as_ref()
        .filter(|_| server_of(route).is_some() || attempt.by.is_none())
        .map(|server| format!("{}:{}", server.host, server.port));
    Tried {
        number: attempt.number,
        when,
        result: attempt.result,
        server,
        stage: attempt.stage,
        why: explainer.attempt(attempt, sender),
        server_words: words(attempt),
        by: attempt.by.clone(),
        next: attempt.next_at.and_then(at).map(|time| reader.near(time)),
    }
}

fn view(reader: &Reader, detail: &MessageDetail, letter: &Letter) -> LetterView {
    let head = &letter.head;
    let named = |name: Option<&str>, address: &Mailbox| match name {
        Some(name) if !name.is_empty() => format!("{name} <{address}>"),
        _ => address.to_string(),
    };
    let content = &letter.content;
    let (text, from_html) = match (&content.text, &content.html) {
        (Some(text), html) => (text.clone(), html.is_some()),
        (None, Some(html)) => (html_to_text(html), true),
        (None, None) => (String::new(), false),
    };
    let files = content
        .attachments
        .iter()
        .enumerate()
        .map(|(number, file)| FileRow {
            name: file.name.to_string(),
            size: size(file.size),
            url: reader.address(&format!("/letters/{}/files/{number}", detail.message.id)),
        })
        .collect();
    // A blind copy is a letter to others; that it went here too is told above.
    let mut to: Vec<String> = head
        .to
        .iter()
        .map(|one| named(one.name.as_ref().map(model::DisplayName::as_str), &one.address))
        .collect();
    if to.is_empty() && detail.message.role == RecipientRole::To {
        to.push(detail.message.recipient.to_string());
    }
    LetterView {
        from: named(Some(head.from_name.as_str()), &head.from),
        reply_to: head
            .reply_to
            .as_ref()
            .filter(|address| **address != head.from)
            .map(ToString::to_string),
        to,
        copy: head.copy.iter().map(ToString::to_string).collect(),
        subject: letter.subject.as_str().to_owned(),
        text,
        from_html,
        files,
    }
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}
