//! What became of the demo's letters: told to the queue as the program that sends would.

use jiff::Timestamp;
use model::{
    MessageId,
    message::{Attempt, AttemptResult},
    session::Stage,
    settings::Destination,
};
use store::{Advance, Lease, Queue, Step};

/// What became of a letter.
#[derive(Clone, Copy)]
pub enum Fate {
    /// It was sent.
    Sent,
    /// It was refused, of this cause, with this answer.
    Failed(&'static str, u16, &'static str),
    /// The connection broke after its last byte.
    InDoubt,
}

/// Brings a letter that was taken to its end.
pub async fn end(
    store: &dyn Queue,
    lease: Lease,
    message: MessageId,
    fate: Fate,
    (server, now): (&Destination, Timestamp),
) -> anyhow::Result<()> {
    let attempt = |result, stage, cause: Option<&str>, code, text: Option<&str>| Attempt {
        number: 1,
        began_at: now.as_microsecond(),
        ended_at: now.as_microsecond(),
        result,
        server: Some(server.clone()),
        stage: Some(stage),
        cause: cause.map(str::to_owned),
        code,
        enhanced: None,
        text: text.map(str::to_owned),
        by: None,
        next_at: None,
    };
    let step = match fate {
        Fate::Sent => Step::Sent {
            attempt: attempt(
                AttemptResult::Sent,
                Stage::Accepted,
                None,
                Some(250),
                Some("2.0.0 OK"),
            ),
        },
        Fate::Failed(cause, code, text) => Step::Failed {
            attempt: attempt(
                AttemptResult::Failed,
                Stage::RcptTo,
                Some(cause),
                Some(code),
                Some(text),
            ),
        },
        Fate::InDoubt => Step::InDoubt {
            attempt: attempt(AttemptResult::InDoubt, Stage::Data, Some("in-doubt"), None, None),
        },
    };
    for step in [Step::Sending, step] {
        let advance = Advance { lease, message, step };
        store.advance(&[advance]).await?;
    }
    Ok(())
}
