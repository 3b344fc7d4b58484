//! What was tried, and why an account does not work. What the operator's own server says is his.

use crate::api::{schema, settings::effective::ServerView};
use jiff::Timestamp;
use model::{
    message::{Attempt, AttemptResult},
    session::{EnhancedCode, Stage},
};
use serde::Serialize;
use store::{AccountFault, Route};
use utoipa::ToSchema;

/// An attempt, or what a person decided after it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attempt)]
pub struct AttemptView {
    /// Which attempt it was, from 1; that of the attempt before for what a person decided.
    number: u32,
    /// When it began.
    #[schema(value_type = schema::Time)]
    began_at: Timestamp,
    /// When it ended.
    #[schema(value_type = schema::Time)]
    ended_at: Timestamp,
    /// What came of it.
    #[schema(value_type = schema::AttemptWord)]
    result: AttemptResult,
    /// The user's own server; missing where it is the operator's, and for what a person decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    server: Option<ServerView>,
    /// Where it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::StageWord>, nullable = false)]
    stage: Option<Stage>,
    /// The stable word of the cause, where it was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cause: Option<String>,
    /// The reply code of the user's own server.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 200, maximum = 599, nullable = false)]
    code: Option<u16>,
    /// The enhanced status code of the user's own server (RFC 3463).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    enhanced: Option<EnhancedCode>,
    /// The words of the user's own server.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// Who decided, where it was a person or a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Time>, nullable = false)]
    next_at: Option<Timestamp>,
}

/// A stored time; the earliest there is where it is none.
fn time(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MIN)
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        // An attempt without a server went through the operator's.
        let own = attempt.server.is_some();
        Self {
            number: attempt.number,
            began_at: time(attempt.began_at),
            ended_at: time(attempt.ended_at),
            result: attempt.result,
            server: attempt.server.map(ServerView::from),
            stage: attempt.stage,
            cause: attempt.cause,
            code: attempt.code.filter(|_| own),
            enhanced: attempt.enhanced.filter(|_| own),
            text: attempt.text.filter(|_| own),
            by: attempt.by,
            next_at: attempt.next_at.map(time),
        }
    }
}

/// Since when an account does not work, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountFault)]
pub struct FaultOfAccount {
    /// Since when.
    #[schema(value_type = schema::Time)]
    since: Timestamp,
    /// The stable word of the cause.
    cause: String,
    /// Where it showed.
    #[schema(value_type = schema::StageWord)]
    stage: Stage,
    /// What the user's own server said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reply: Option<String>,
}

impl FaultOfAccount {
    /// As far as it is the company's to see.
    pub fn of(since: Timestamp, why: AccountFault, route: &Route) -> Self {
        Self {
            since,
            cause: why.cause,
            stage: why.stage,
            reply: why.reply.filter(|_| *route != Route::Relay),
        }
    }
}
