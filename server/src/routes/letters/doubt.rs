//! `/{language}/letters/in-doubt`: letters of which nobody knows whether they arrived.

mod posted;

use super::reader::{Reader, with_mistakes};
use crate::web::{Kind, Problem, problem};
use app::pages::{
    company::Paging,
    letters::{
        Mistake, Said,
        doubt::{self, DoubtPage, DoubtRow},
    },
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Redirect, Response},
};
use model::{MessageId, message::MessageState};
use posted::{Act, PostedDoubts};
use serde::Deserialize;
use store::{Decision, DecisionError, MessageQuery};

const PATH: &str = "/letters/in-doubt";
/// How many one page shows.
const PAGE: usize = 50;

/// As the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    said: String,
    n: u64,
    missed: u64,
}

/// `GET`.
pub async fn show(reader: Reader, Query(asked): Query<Asked>) -> Result<Html<String>, Problem> {
    let after = match asked.after.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Problem(Kind::BadRequest))?),
    };
    let decided = Said::from_key(&asked.said).map(|said| (said, asked.n, asked.missed));
    let page = DoubtPage {
        decided,
        ..page(&reader, after).await?
    };
    Ok(Html(doubt::render(reader.shell(PATH), page)))
}

/// The list as it is now.
async fn page(reader: &Reader, after: Option<MessageId>) -> Result<DoubtPage, Problem> {
    let query = MessageQuery {
        states: vec![MessageState::InDoubt],
        after,
        ..reader.query()
    };
    let store = reader.store();
    let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut messages = store.messages(&query, one_more).await?;
    let goes_on = messages.len() > PAGE;
    messages.truncate(PAGE);
    let total = store.count_messages(&query).await?.in_doubt;
    let next = messages
        .last()
        .filter(|_| goes_on)
        .map(|last| format!("{}?after={}", reader.address(PATH), last.id));
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        rows.push(DoubtRow {
            id: message.id.to_string(),
            changed: message.changed_at.as_microsecond(),
            recipient: message.recipient.to_string(),
            subject: message.subject,
            since: reader.moment(message.changed_at),
            user: reader.whose(message.user, message.user_name.as_str()),
            chosen: false,
        });
    }
    Ok(DoubtPage {
        total,
        rows,
        paging: Paging {
            start: after.map(|_| reader.address(PATH)),
            next,
        },
        ..DoubtPage::default()
    })
}

/// `POST`: a decision about one, or about those chosen. Each is decided for itself: where somebody else was faster with
/// one, the others are decided all the same.
pub async fn decide(reader: Reader, posted: PostedDoubts) -> Result<Response, Problem> {
    if posted.chosen.is_empty() {
        let page = DoubtPage {
            mistakes: vec![Mistake::NothingChosen],
            ..page(&reader, None).await?
        };
        // Somebody else has decided about all of them.
        if page.rows.is_empty() {
            return Ok(Redirect::to(&reader.address(PATH)).into_response());
        }
        return Ok(with_mistakes(doubt::render(reader.shell(PATH), page)));
    }
    let (decision, said) = match posted.act {
        Act::Resend => (Decision::Resend, Said::Resent),
        Act::Sent => (Decision::SettleSent, Said::SettledSent),
        Act::Failed => (Decision::SettleFailed, Said::SettledFailed),
    };
    let store = reader.store();
    let (mut done, mut missed) = (0_u64, 0_u64);
    for (message, changed) in posted.chosen {
        let detail = reader.find(message).await?;
        let seen = detail.message.state == MessageState::InDoubt
            && detail.message.changed_at.as_microsecond() == changed;
        if !seen {
            missed += 1;
            continue;
        }
        let decided = store
            .decide(message, decision.clone(), Some(detail.version), &reader.actor())
            .await;
        match decided {
            Ok(()) => done += 1,
            Err(DecisionError::State | DecisionError::ContentGone) => missed += 1,
            Err(DecisionError::NotFound) => return Err(Problem(Kind::NotFound)),
            Err(DecisionError::Store(error)) => return Err(problem::broken(&error)),
        }
    }
    let to = format!(
        "{}?said={}&n={done}&missed={missed}",
        reader.address(PATH),
        said.key()
    );
    Ok(Redirect::to(&to).into_response())
}
