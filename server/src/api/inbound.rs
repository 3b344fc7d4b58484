//! `POST /inbound`: a mail that came in some other way than over the listener.

use super::{
    body::{self, Parameters},
    caller::Caller,
    letters::{Upload, Whole},
    limit,
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use ::inbound::{Arrival, EnvelopeSender, Received};
use axum::{
    Json,
    body::Body,
    extract::State as Shared,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use model::{CompanyId, EventId, InboundId, Mailbox, event::Source};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The longest envelope sender.
const LONGEST: usize = 320;
/// Seconds after which a mail that could not be kept may be brought again.
const COME_BACK: u64 = 30;

/// The mail's envelope.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Envelope {
    /// The address at the event domain that it came to. Where it is missing it is looked for in `To`, `Delivered-To` and the
    /// like; a company's key needs none.
    #[serde(default)]
    #[param(value_type = Option<schema::Email>, nullable = false)]
    recipient: Option<String>,
    /// Who sent it; `<>` where nobody did, as with reports. Where it is missing it is not known.
    #[serde(default)]
    #[param(value_type = Option<String>, min_length = 1, max_length = 320, nullable = false, example = "<>")]
    sender: Option<String>,
}

/// A mail that is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptMail)]
pub struct KeptView {
    /// Its company.
    #[schema(value_type = schema::Id)]
    company_id: CompanyId,
    /// The mail.
    #[schema(value_type = schema::Id)]
    mail_id: InboundId,
    /// What it says: one event for each recipient that it speaks of. Empty where it was here before.
    #[schema(value_type = Vec<schema::Id>)]
    event_ids: Vec<EventId>,
    /// Whether it was here before: nothing changed then.
    replayed: bool,
}

/// Hand over a mail that came in
///
/// A report, an automatic answer or a person's reply, byte by byte as it came. It is read, matched to the letter that it
/// is about, and kept with its events when this is answered. Send again what was answered with 429 or 503.
#[utoipa::path(
    post, path = "/inbound", operation_id = "handOverMail", tag = "events", params(Envelope),
    request_body(content = String, content_type = "message/rfc822", description = "The whole mail."),
    responses(
        (status = 201, description = "It is kept.", body = KeptView),
        (status = 200, description = "It was here before.", body = KeptView),
        (status = 400, description = "`invalid-parameter`"),
        (status = 408, description = "`too-slow`"),
        (status = 422, description = "`no-such-mailbox`: it is to no address of the key's companies."),
        (status = 429, description = "`too-many-requests`: also where the company gets too much that names no letter by a \
            signature."),
        (status = 503, description = "`not-kept`: the store failed, or its letter is being sent at this moment; `busy`."),
    )
)]
pub async fn hand_over_mail(
    Shared(state): Shared<State>,
    caller: Caller,
    Parameters(envelope): Parameters<Envelope>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    if !body::is_of(&headers, &["message/rfc822"]) {
        return Err(Kind::MediaType.into());
    }
    let recipient = envelope.recipient.as_deref().map(Mailbox::parse).transpose();
    let recipient = recipient.map_err(|_| Problem::parameter("recipient", "an email address"))?;
    let envelope_sender = sender(envelope.sender.as_deref())?;
    let upload = Upload::begin(&headers, body, state.config.inbound.mail_bytes).await?;
    let Whole { bytes, room: _room } = upload.whole(&state).await?;
    let raw = Bytes::from(bytes);
    let (company, envelope_recipient) = whose(&state, &caller, recipient, &raw).await?;
    let arrival = Arrival {
        source: Source::Api,
        company,
        user: None,
        envelope_sender,
        envelope_recipient,
        raw,
    };
    let (status, mail_id, event_ids) = match state.inbound.receive(arrival).await {
        Received::Kept { mail, events } => (StatusCode::CREATED, mail, events),
        Received::Replayed { mail } => (StatusCode::OK, mail, Vec::new()),
        Received::NotOurs | Received::NoSuchCompany => return Err(Kind::NoSuchMailbox.into()),
        Received::Limited { wait } => {
            let seconds = limit::whole_seconds(wait).max(1);
            return Err(Problem::from(Kind::TooMany).with_header(header::RETRY_AFTER, &seconds.to_string()));
        }
        Received::TryLater => {
            return Err(Problem::from(Kind::NotKept).with_header(header::RETRY_AFTER, &COME_BACK.to_string()));
        }
    };
    let view = KeptView {
        company_id: company,
        mail_id,
        event_ids,
        replayed: status == StatusCode::OK,
    };
    Ok((status, Json(view)).into_response())
}

fn sender(said: Option<&str>) -> Result<EnvelopeSender, Problem> {
    match said {
        None => Ok(EnvelopeSender::Unknown),
        Some("<>") => Ok(EnvelopeSender::Null),
        Some(address) if (1..=LONGEST).contains(&address.len()) && !address.chars().any(char::is_control) => {
            Ok(EnvelopeSender::Address(address.to_owned()))
        }
        Some(_) => Err(Problem::parameter(
            "sender",
            "an address, or <> where there is none",
        )),
    }
}

/// To which company, and which of its addresses, as far as that is known. What is not the key's is not there.
async fn whose(
    state: &State,
    caller: &Caller,
    recipient: Option<Mailbox>,
    raw: &Bytes,
) -> Result<(CompanyId, Option<Mailbox>), Problem> {
    let mailboxes = state.inbound.mailboxes();
    let only = caller.key().scope.company;
    let found = match recipient {
        Some(address) => {
            let ours = mailboxes
                .domain()
                .is_some_and(|domain| address.domain() == domain);
            let whose = if ours {
                mailboxes.whose(address.local()).await?
            } else {
                None
            };
            match (whose, only) {
                (Some(whose), _) => Some((address, whose.company)),
                // A company's own mailbox somewhere else, from which its program brings the mail.
                (None, Some(company)) if !ours => return Ok((company, Some(address))),
                // What was not signed for it is kept, and not believed.
                (None, Some(company)) if is_return_path(&address) => return Ok((company, Some(address))),
                (None, _) => return Err(Kind::NoSuchMailbox.into()),
            }
        }
        None => state
            .inbound
            .by_head(raw)
            .await?
            .map(|(address, whose)| (address, whose.company)),
    };
    let Some((address, company)) = found else {
        return only.map(|only| (only, None)).ok_or(Kind::NoSuchMailbox.into());
    };
    if let Some(only) = only {
        // What a company's own program brings is the company's; whatever it names, the store judges.
        return Ok((only, Some(address)));
    }
    let of = state.store.find_company(company).await?;
    let opens = of.is_some_and(|company| caller.opens(&company));
    if opens {
        Ok((company, Some(address)))
    } else {
        Err(Kind::NoSuchMailbox.into())
    }
}

fn is_return_path(address: &Mailbox) -> bool {
    store::return_path::message_of(address.local()).is_some()
}
