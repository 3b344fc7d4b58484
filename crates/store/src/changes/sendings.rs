//! What webhooks are told of messages, batches and accounts. A message names its recipient, as the portal did; nothing
//! of what it says, and no server.

use super::Message;
use crate::{
    error::StoreError,
    messages::StateCounts,
    queue::{AccountFault, Route},
    rows::{ToldAccountRow, ToldBatchRow, ToldMessageRow, from_json, parsed},
    verification::SecretOwner,
    webhooks::EventKind,
};
use jiff::Timestamp;
use model::message::{Attempt, MessageState};
use serde_json::{Value, json};

/// Of what a message's state tells; none where it tells nothing.
#[must_use]
pub const fn told_of(state: MessageState) -> Option<EventKind> {
    match state {
        MessageState::Sent => Some(EventKind::MessageSent),
        MessageState::Bounced => Some(EventKind::MessageBounced),
        MessageState::Failed => Some(EventKind::MessageFailed),
        MessageState::InDoubt => Some(EventKind::MessageInDoubt),
        _ => None,
    }
}

/// A message was sent, failed or is in doubt; none in another state. `last`: the attempt that it ended with; none where
/// a person settled it.
///
/// # Errors
/// [`StoreError::Damaged`] where the row can not be read.
pub fn message_told(
    row: &ToldMessageRow,
    last: Option<&Attempt>,
    now: Timestamp,
) -> Result<Option<Message>, StoreError> {
    let Some(kind) = told_of(parsed("state", &row.state)?) else {
        return Ok(None);
    };
    Ok(Some(written(kind, &told(row, last), now)))
}

/// What is told of a message that came to an end.
pub(super) fn told(row: &ToldMessageRow, last: Option<&Attempt>) -> Value {
    // What the operator's own server says is his: an attempt without a server went through it.
    let said = last.filter(|last| last.server.is_some());
    json!({
        "company": row.company_id,
        "company_external_id": row.company_external_id,
        "user": row.user_id,
        "user_external_id": row.user_external_id,
        "message": row.id,
        "letter": row.letter_id,
        "batch": row.batch_id,
        "reference": row.reference,
        "recipient": row.recipient,
        "attempts": row.attempts,
        "cause": row.cause,
        "code": said.and_then(|last| last.code),
        "enhanced_code": said.and_then(|last| last.enhanced),
    })
}

/// All messages of a batch came to an end.
#[must_use]
pub fn batch_finished(row: &ToldBatchRow, counts: &StateCounts, now: Timestamp) -> Message {
    let data = json!({
        "company": row.company_id,
        "company_external_id": row.company_external_id,
        "user": row.user_id,
        "user_external_id": row.user_external_id,
        "batch": row.id,
        "reference": row.reference,
        "sent": counts.sent,
        "bounced": counts.bounced,
        "failed": counts.failed,
        "in_doubt": counts.in_doubt,
        "canceled": counts.canceled,
    });
    written(EventKind::BatchFinished, &data, now)
}

/// An account is held.
///
/// # Errors
/// [`StoreError::Damaged`] where the row can not be read.
pub fn account_held(row: &ToldAccountRow, why: &AccountFault, now: Timestamp) -> Result<Message, StoreError> {
    let mut data = account(row)?;
    data["cause"] = json!(why.cause);
    data["stage"] = json!(why.stage);
    Ok(written(EventKind::AccountHeld, &data, now))
}

/// A held account is tried again.
///
/// # Errors
/// [`StoreError::Damaged`] where the row can not be read.
pub fn account_released(row: &ToldAccountRow, now: Timestamp) -> Result<Message, StoreError> {
    Ok(written(EventKind::AccountReleased, &account(row)?, now))
}

/// An account, and whose password is used there: he can do something about it.
fn account(row: &ToldAccountRow) -> Result<Value, StoreError> {
    let (through, user) = match from_json("route", &row.route)? {
        Route::Relay => ("relay", None),
        Route::OwnServer { secret, .. } => (
            "own-server",
            secret.and_then(|owner| match owner {
                SecretOwner::Company => None,
                SecretOwner::User(user) => Some(user),
            }),
        ),
    };
    Ok(json!({
        "company": row.company_id,
        "company_external_id": row.company_external_id,
        "account": row.id,
        "through": through,
        "user": user,
    }))
}

pub(super) fn written(kind: EventKind, data: &Value, now: Timestamp) -> Message {
    Message {
        kind,
        body: json!({ "type": kind.key(), "timestamp": now, "data": data }).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{account_held, account_released, batch_finished, message_told};
    use crate::{
        messages::StateCounts,
        queue::{AccountFault, Route},
        rows::{ToldAccountRow, ToldBatchRow, ToldMessageRow, route_json},
        verification::SecretOwner,
    };
    use jiff::Timestamp;
    use model::{
        UserId,
        message::{Attempt, AttemptResult},
        session::Stage,
        settings::Destination,
    };
    use serde_json::{Value, json};
    use uuid::Uuid;

    const ID: &str = "019a5b1e-7c00-7000-8000-000000000001";

    fn id() -> Uuid {
        ID.parse().unwrap()
    }

    fn data(body: &str) -> Value {
        serde_json::from_str::<Value>(body).unwrap()["data"].clone()
    }

    fn message(state: &str) -> ToldMessageRow {
        ToldMessageRow {
            id: id(),
            company_id: id(),
            company_external_id: Some("17".to_owned()),
            user_id: id(),
            user_external_id: None,
            letter_id: id(),
            batch_id: None,
            recipient: "ostja@klient.ee".to_owned(),
            reference: Some("arve-1".to_owned()),
            state: state.to_owned(),
            attempts: 2,
            cause: Some("no-such-recipient".to_owned()),
        }
    }

    #[test]
    fn a_message_tells_to_whom_and_why() {
        let mut attempt = Attempt {
            number: 2,
            began_at: 0,
            ended_at: 0,
            result: AttemptResult::Failed,
            server: Some(Destination {
                host: model::Host::parse("smtp.naidis.ee").unwrap(),
                port: "465".parse().unwrap(),
                security: model::Security::Tls,
                user_name: None,
            }),
            stage: Some(Stage::RcptTo),
            cause: Some("no-such-recipient".to_owned()),
            code: Some(550),
            enhanced: Some("5.1.1".parse().unwrap()),
            text: Some("we know nobody of that name".to_owned()),
            by: None,
            next_at: None,
        };
        let told = message_told(&message("failed"), Some(&attempt), Timestamp::UNIX_EPOCH)
            .unwrap()
            .unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&told.body).unwrap(),
            json!({
                "type": "message.failed", "timestamp": "1970-01-01T00:00:00Z",
                "data": {
                    "company": ID, "company_external_id": "17", "user": ID, "user_external_id": null,
                    "message": ID, "letter": ID, "batch": null, "reference": "arve-1",
                    "recipient": "ostja@klient.ee", "attempts": 2, "cause": "no-such-recipient",
                    "code": 550, "enhanced_code": "5.1.1",
                },
            })
        );
        // Of the portal's relay nothing is told but what it comes to.
        attempt.server = None;
        let told = message_told(&message("failed"), Some(&attempt), Timestamp::UNIX_EPOCH);
        let told = data(&told.unwrap().unwrap().body);
        assert_eq!(
            (&told["code"], &told["enhanced_code"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(told["cause"], "no-such-recipient");
        for quiet in ["queued", "leased", "sending", "paused", "canceled"] {
            assert_eq!(
                message_told(&message(quiet), None, Timestamp::UNIX_EPOCH).unwrap(),
                None
            );
        }
        assert!(message_told(&message("lost"), None, Timestamp::UNIX_EPOCH).is_err());
    }

    #[test]
    fn a_batch_tells_its_numbers_and_an_account_whose_it_is_but_not_which_server() {
        let batch = ToldBatchRow {
            id: id(),
            company_id: id(),
            company_external_id: None,
            user_id: id(),
            user_external_id: None,
            reference: None,
        };
        let counts = StateCounts {
            sent: 7,
            in_doubt: 1,
            ..StateCounts::default()
        };
        let told = data(&batch_finished(&batch, &counts, Timestamp::UNIX_EPOCH).body);
        assert_eq!(
            (&told["sent"], &told["in_doubt"], &told["failed"]),
            (&json!(7), &json!(1), &json!(0))
        );
        let account = |secret| ToldAccountRow {
            id: id(),
            company_id: id(),
            company_external_id: None,
            route: route_json(&Route::OwnServer {
                destination: Destination {
                    host: model::Host::parse("smtp.naidis.ee").unwrap(),
                    port: "465".parse().unwrap(),
                    security: model::Security::Tls,
                    user_name: Some("mari@naidis.ee".to_owned()),
                },
                secret,
            })
            .unwrap(),
        };
        let why = AccountFault {
            cause: "password-wrong".to_owned(),
            stage: Stage::Auth,
            reply: Some("535 go away, mari".to_owned()),
            secret_version: Some(3),
        };
        let of_user = account(Some(SecretOwner::User(ID.parse::<UserId>().unwrap())));
        let held = account_held(&of_user, &why, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            data(&held.body),
            json!({
                "company": ID, "company_external_id": null, "account": ID, "through": "own-server", "user": ID,
                "cause": "password-wrong", "stage": "auth",
            })
        );
        let of_company = account(Some(SecretOwner::Company));
        let released = account_released(&of_company, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(data(&released.body)["user"], Value::Null);
    }
}
