//! `GET /companies/{company_id}/messages/{message_id}`.

use super::{AttemptView, Found, MessagePath, MessageView};
use crate::api::{
    etag::{IfNoneMatch, IfNoneMatchHeader},
    events::EventView,
    problem::Problem,
    schema,
    settings::effective::ServerView,
};
use axum::response::Response;
use jiff::Timestamp;
use model::{
    DisplayName, Mailbox, MessageId,
    letter::{Addressee, Attachment, Letter},
    message::{MessageState, RecipientRole},
};
use serde::Serialize;
use store::{Event, EventQuery, MessageDetail, Route};
use utoipa::ToSchema;

/// Events that stand at a message.
const EVENTS: u32 = 50;

/// Somebody in `To`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddresseeOfLetter)]
pub struct AddresseeView {
    /// The name before the address.
    #[schema(value_type = Option<schema::Name>)]
    name: Option<DisplayName>,
    /// The address.
    #[schema(value_type = schema::Email)]
    address: Mailbox,
}

/// A file of a letter.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentView {
    /// Its name.
    name: String,
    /// What it is.
    media_type: String,
    /// The SHA-256 of its bytes: they are at `/blobs/{sha256}`.
    #[schema(value_type = schema::Sha256Text)]
    hash: String,
    /// How many bytes.
    size: u64,
}

impl From<&Attachment> for AttachmentView {
    fn from(file: &Attachment) -> Self {
        Self {
            name: file.name.as_str().to_owned(),
            media_type: file.media_type.as_str().to_owned(),
            hash: file.hash.to_string(),
            size: file.size,
        }
    }
}

/// What a letter says, as its recipients see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Letter)]
pub struct LetterView {
    /// The name that the recipient sees.
    #[schema(value_type = schema::Name)]
    from_name: DisplayName,
    /// The address that he sees.
    #[schema(value_type = schema::Email)]
    from: Mailbox,
    /// Where his answer goes, where that is not the same.
    #[schema(value_type = Option<schema::Email>)]
    reply_to: Option<Mailbox>,
    /// Everybody in `To`.
    to: Vec<AddresseeView>,
    /// Everybody in `Cc`.
    #[schema(value_type = Vec<schema::Email>)]
    copy: Vec<Mailbox>,
    /// The subject.
    subject: String,
    /// The text.
    text: Option<String>,
    /// The HTML.
    html: Option<String>,
    /// The files.
    attachments: Vec<AttachmentView>,
}

impl From<Letter> for LetterView {
    fn from(letter: Letter) -> Self {
        let Letter {
            head,
            subject,
            content,
        } = letter;
        let addressee = |Addressee { name, address }| AddresseeView { name, address };
        Self {
            from_name: head.from_name,
            from: head.from,
            reply_to: head.reply_to,
            to: head.to.into_iter().map(addressee).collect(),
            copy: head.copy,
            subject: subject.as_str().to_owned(),
            attachments: content.attachments.iter().map(AttachmentView::from).collect(),
            text: content.text,
            html: content.html,
        }
    }
}

/// Another message of the same letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct OtherMessage {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: MessageId,
    /// Where it goes.
    #[schema(value_type = schema::Email)]
    recipient: Mailbox,
    /// As what the recipient stands in the letter.
    #[schema(value_type = schema::RoleInLetter)]
    role: RecipientRole,
    /// Where it is.
    #[schema(value_type = schema::StateWord)]
    state: MessageState,
}

/// A message with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessageDetail)]
pub struct DetailView {
    #[serde(flatten)]
    message: MessageView,
    /// What was tried, and what people decided, oldest first.
    history: Vec<AttemptView>,
    /// The user's own server; null where the operator's sends.
    #[schema(required = true)]
    server: Option<ServerView>,
    /// The letter; null where it was deleted after its time.
    #[schema(required = true)]
    letter: Option<LetterView>,
    /// The letter's other messages.
    others: Vec<OtherMessage>,
    /// The message that this one took the place of.
    #[schema(value_type = Option<schema::Id>)]
    replaces: Option<MessageId>,
    /// The message that took the place of this one.
    #[schema(value_type = Option<schema::Id>)]
    replaced_by: Option<MessageId>,
    /// When it is given up.
    #[schema(value_type = Option<schema::Time>)]
    deadline: Option<Timestamp>,
    /// What came back to it, newest first; the latest 50. All of it is at `/events?message_id=`.
    events: Vec<EventView>,
    /// Grows whenever its state changes; the `ETag` is made of it.
    version: u64,
}

impl DetailView {
    fn of(detail: MessageDetail, events: Vec<Event>) -> Self {
        let other = |(id, recipient, role, state)| OtherMessage {
            id,
            recipient,
            role,
            state,
        };
        Self {
            message: detail.message.into(),
            history: detail.history.into_iter().map(AttemptView::from).collect(),
            server: match detail.route {
                Route::Relay => None,
                Route::OwnServer { destination, .. } => Some(destination.into()),
            },
            letter: detail.letter.map(LetterView::from),
            others: detail.others.into_iter().map(other).collect(),
            replaces: detail.replaces,
            replaced_by: detail.replaced_by,
            deadline: detail.deadline,
            events: events.into_iter().map(EventView::from).collect(),
            version: detail.version,
        }
    }
}

/// Read a message
///
/// With its history: each attempt, what the server said, and what people decided.
#[utoipa::path(
    get, path = "/companies/{company_id}/messages/{message_id}", operation_id = "readMessage", tag = "messages",
    params(MessagePath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "The message.", body = DetailView),
        (status = 304, description = "It is still the version that `If-None-Match` names."),
    )
)]
pub async fn read_message(found: Found, known: IfNoneMatch) -> Result<Response, Problem> {
    let Found { tenant, detail } = found;
    let query = EventQuery {
        message: Some(detail.message.id),
        ..EventQuery::default()
    };
    let events = tenant.store.events(&query, EVENTS).await?;
    // An event that changes nothing makes no version.
    let known = known.unless(!events.is_empty());
    Ok(known.answer(detail.version, DetailView::of(detail, events)))
}
