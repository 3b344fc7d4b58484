//! A batch as it goes: the page's middle anew whenever something changed, until the end. The store is asked, and not this
//! program's own queue: so it does not matter which replica sends and which one answers.

use super::{
    find, id_of,
    pace::Recent,
    page::{self, phase},
};
use crate::{
    routes::visitor::Visitor,
    web::{Kind, Problem},
};
use app::pages::batches;
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use model::BatchId;
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use store::BatchDetail;
use tokio::time::Instant;

/// How often the store is asked while something changes.
const SOONEST: Duration = Duration::from_millis(500);
/// How often it is asked while nothing does.
const LATEST: Duration = Duration::from_secs(4);
/// How long a stream lasts. Then the browser asks again, and it is looked again whether the person may see the batch.
const LONGEST: Duration = Duration::from_mins(5);
/// When a browser asks again after the stream has ended.
const AGAIN: Duration = Duration::from_millis(500);

/// What the page says that asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// How far the batch was then. Its buttons are those of this phase: where another has begun, other than the end, the
    /// stream ends, and the browser that asks again is told that there is nothing more (204). It then loads the page.
    phase: String,
}

/// `GET /batches/{id}/events?phase=running`.
pub async fn stream(
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(told) = told.map_err(|_| Problem(Kind::BadRequest))?;
    let id = id_of(&id)?;
    let detail = find(&visitor, id).await?;
    let now = phase(&detail.batch);
    if now.key() != told.phase && !now.is_over() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let follower = Follower {
        visitor,
        id,
        phase: told.phase,
        recent: Recent::default(),
        last: None,
        first: Some(detail),
        pause: SOONEST,
        next: Instant::now(),
        until: Instant::now() + LONGEST,
        over: false,
    };
    let events = stream::unfold(follower, Follower::next);
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// Somebody who looks on.
struct Follower {
    visitor: Visitor,
    id: BatchId,
    phase: String,
    recent: Recent,
    /// What was sent last.
    last: Option<String>,
    first: Option<BatchDetail>,
    /// How long until the store is asked again.
    pause: Duration,
    next: Instant,
    until: Instant,
    over: bool,
}

impl Follower {
    /// The next event; none at the end. Nothing is asked while nobody takes events: a stream that is let go is dropped.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.over {
            return None;
        }
        loop {
            let detail = match self.first.take() {
                Some(detail) => detail,
                None => self.look().await?,
            };
            let now = phase(&detail.batch);
            // Somebody else paused it, or let it go on: the page has other buttons then.
            if now.key() != self.phase && !now.is_over() {
                return None;
            }
            let (done, at) = (page::counts(&detail.batch.counts).done(), self.visitor.now());
            self.recent.note(at, done);
            let data = self.data(detail, now.is_over());
            if self.last.as_ref() == Some(&data) {
                self.pause = (self.pause * 2).min(LATEST);
                continue;
            }
            let retry = self.last.is_none();
            self.last = Some(data.clone());
            self.pause = SOONEST;
            self.over = now.is_over();
            let event = Event::default().event("state").data(data);
            let event = if retry { event.retry(AGAIN) } else { event };
            return Some((Ok(event), self));
        }
    }

    /// Asks the store, not sooner than it may be asked. None where the batch is gone, the store does not
    /// answer, or the stream's time is over: the browser then asks again.
    async fn look(&mut self) -> Option<BatchDetail> {
        self.next = (self.next + self.pause).max(Instant::now());
        if self.next > self.until {
            return None;
        }
        tokio::time::sleep_until(self.next).await;
        match self.visitor.store().find_batch(self.id).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(batch = %self.id, "a batch could not be looked at: {error}");
                None
            }
        }
    }

    fn data(&self, detail: BatchDetail, done: bool) -> String {
        let language = self.visitor.language;
        let page = page::page(&self.visitor, detail, Some(&self.recent));
        serde_json::json!({
            "title": batches::window_title(&page, language),
            "status": batches::status(&page, language),
            "html": batches::render_body(page, language),
            "done": done,
        })
        .to_string()
    }
}
