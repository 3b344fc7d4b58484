//! `POST /{language}/letters/{id}`: what a person decides about one message.

use super::{
    one::{Around, render},
    reader::{Reader, id, overtaken, with_mistakes},
};
use crate::{
    letters::{MendError, mend, mend_key},
    routes::company::visit::Posted,
    web::{Kind, Problem, problem},
};
use app::pages::letters::{Mistake, Said, message_path};
use axum::{extract::Path, response::Response};
use model::{Mailbox, address::MailboxError};
use serde::Deserialize;
use store::{AcceptError, Decision, DecisionError, MessageDetail};

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    version: u64,
    action: Action,
    #[serde(default)]
    address: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Resend,
    Cancel,
    Sent,
    Failed,
    Mend,
}

/// Does it, or says why it can not be.
pub async fn act(
    reader: Reader,
    Path((_, message)): Path<(String, String)>,
    Posted(form): Posted<Form>,
) -> Result<Response, Problem> {
    let detail = reader.find(id(&message)?).await?;
    let (decision, said) = match form.action {
        Action::Resend => (Decision::Resend, Said::Resent),
        Action::Cancel => (Decision::Cancel, Said::Canceled),
        Action::Sent => (Decision::SettleSent, Said::SettledSent),
        Action::Failed => (Decision::SettleFailed, Said::SettledFailed),
        Action::Mend => return to_another(&reader, detail, form).await,
    };
    let message = detail.message.id;
    // What was sent to another address is not sent to the wrong one again.
    if decision == Decision::Resend && detail.replaced_by.is_some() {
        return refused(&reader, detail, Said::Faster).await;
    }
    let store = reader.store();
    match store
        .decide(message, decision, Some(form.version), &reader.actor())
        .await
    {
        Ok(()) => Ok(reader.done(&message_path(&message.to_string()), said)),
        Err(DecisionError::NotFound) => Err(Problem(Kind::NotFound)),
        Err(DecisionError::State) => refused(&reader, detail, Said::Faster).await,
        Err(DecisionError::ContentGone) => refused(&reader, detail, Said::ContentGone).await,
        Err(DecisionError::Store(error)) => Err(problem::broken(&error)),
    }
}

/// The page as it is by now, with what stood in the way.
async fn refused(reader: &Reader, detail: MessageDetail, said: Said) -> Result<Response, Problem> {
    let now = reader.find(detail.message.id).await?;
    let html = render(reader, now, Around::said(Some(said))).await?;
    Ok(overtaken(html.0))
}

/// The same letter to the address that was meant.
async fn to_another(reader: &Reader, detail: MessageDetail, form: Form) -> Result<Response, Problem> {
    if detail.version != form.version {
        return refused(reader, detail, Said::Faster).await;
    }
    let to = match read(&form.address, &detail) {
        Ok(to) => to,
        Err(mistake) => {
            let around = Around {
                said: None,
                mistakes: vec![mistake],
                address: Some(form.address),
            };
            return Ok(with_mistakes(render(reader, detail, around).await?.0));
        }
    };
    let store = reader.store();
    let of = store
        .user_settings(detail.message.user)
        .await?
        .ok_or(Problem(Kind::NotFound))?;
    let key = mend_key(detail.message.id, &to);
    let letter = match mend(&reader.state, &of, detail.clone(), to) {
        Ok(letter) => letter,
        Err(MendError::State) => return refused(reader, detail, Said::Faster).await,
        Err(MendError::ContentGone) => return refused(reader, detail, Said::ContentGone).await,
        Err(MendError::NotReady(_)) => return refused(reader, detail, Said::NotReady).await,
    };
    match store.accept(&[letter], Some(&key), None, &reader.actor()).await {
        Ok(accepted) => {
            let new = accepted
                .letters
                .first()
                .and_then(|letter| letter.messages.first());
            let (new, _) = new.ok_or(Problem(Kind::Broken))?;
            Ok(reader.done(&message_path(&new.to_string()), Said::Mended))
        }
        Err(AcceptError::KeyReused) => refused(reader, detail, Said::Faster).await,
        Err(AcceptError::NoSuchBlob(_)) => refused(reader, detail, Said::ContentGone).await,
        Err(AcceptError::NoSuchUser | AcceptError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// The address that was typed, where the letter may go there.
fn read(address: &str, detail: &MessageDetail) -> Result<Mailbox, Mistake> {
    let to = Mailbox::parse(address.trim()).map_err(|error| match error {
        MailboxError::Empty => Mistake::AddressMissing,
        MailboxError::At => Mistake::AddressAt,
        MailboxError::Local => Mistake::AddressLocal,
        MailboxError::Domain(_) => Mistake::AddressDomain,
        MailboxError::TooLong => Mistake::AddressTooLong,
    })?;
    if to.is_same_as(detail.message.recipient.as_str()) {
        return Err(Mistake::AddressSame);
    }
    let already = |other: &Mailbox| to.is_same_as(other.as_str());
    if detail.others.iter().any(|(_, other, ..)| already(other)) {
        return Err(Mistake::AddressAlready);
    }
    Ok(to)
}
