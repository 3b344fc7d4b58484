//! Where all messages are, and when nothing moves any more.

use crate::rig::{People, Place};
use anyhow::bail;
use model::message::MessageState;
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};
use store::{Clock, Message, MessageQuery, SystemClock};

/// How many are read at once.
const PAGE: u32 = 500;

/// All messages of the company in these states; an empty list: in any.
pub(super) async fn messages(
    place: &Place,
    people: &People,
    states: &[MessageState],
) -> anyhow::Result<Vec<Message>> {
    let company = place.store.company(people.company);
    let mut query = MessageQuery {
        states: states.to_vec(),
        oldest_first: true,
        ..MessageQuery::default()
    };
    let mut all = Vec::new();
    loop {
        let some = company.messages(&query, PAGE).await?;
        query.after = some.last().map(|message| message.id);
        let is_last = some.len() < PAGE as usize;
        all.extend(some);
        if is_last {
            return Ok(all);
        }
    }
}

/// Waits until no message moves by itself: those that wait, wait for a time or an account that is in trouble.
pub(super) async fn rest(place: &Place, people: &People, patience: Duration) -> anyhow::Result<()> {
    let begin = Instant::now();
    loop {
        let moving = moving(place, people).await;
        match moving {
            Ok(0) => return Ok(()),
            // The database may just have been restarted.
            Err(error) if begin.elapsed() > patience => return Err(error),
            Ok(moving) if begin.elapsed() > patience => {
                bail!("{moving} messages do not come to rest within {patience:?}")
            }
            _ => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// How many messages are on their way, or could go now.
async fn moving(place: &Place, people: &People) -> anyhow::Result<usize> {
    let open = [MessageState::Queued, MessageState::Leased, MessageState::Sending];
    let messages = messages(place, people, &open).await?;
    let now = SystemClock.now();
    let accounts = place.store.company(people.company).accounts().await?;
    let stopped: HashSet<_> = accounts
        .iter()
        .filter(|account| account.held.is_some() || account.not_before.is_some_and(|at| at > now))
        .map(|account| account.id)
        .collect();
    let moves = |message: &&Message| {
        message.state != MessageState::Queued
            || message.not_before.is_none_or(|at| at <= now) && !stopped.contains(&message.account)
    };
    Ok(messages.iter().filter(moves).count())
}
