//! `GET /companies/{company_id}/users/{user_id}/tests/{test_id}/events`: each stage as it happens.

use super::{Followed, OtherPortView, StageView, TestPath, VerdictView, without_unanswered};
use crate::testing::Live;
use axum::{
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{Stream, stream};
use model::settings::SendingMode;
use serde::Serialize;
use std::{collections::VecDeque, convert::Infallible};
use tokio::sync::watch;
use utoipa::ToSchema;

/// How much of a test somebody has seen. It is the id of an event, so that a stream that was cut off goes on behind it,
/// on whatever replica: counts say the same everywhere, the order in which things came does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Seen {
    stages: usize,
    other_ports: usize,
    verdict: bool,
}

impl Seen {
    fn id(self) -> String {
        format!("{}.{}.{}", self.stages, self.other_ports, u8::from(self.verdict))
    }

    fn parse(id: &str) -> Option<Self> {
        let mut counts = id.split('.').map(|count| count.parse::<usize>().ok());
        let seen = Self {
            stages: counts.next()??,
            other_ports: counts.next()??,
            verdict: counts.next()?? == 1,
        };
        counts.next().is_none().then_some(seen)
    }
}

/// An event of the stream, its lines as fields.
#[derive(ToSchema)]
#[expect(dead_code, reason = "what is written are lines; this is for the description")]
pub struct TestEvent {
    /// How much was seen with it; what `Last-Event-ID` has to be.
    #[schema(pattern = r"^[0-9]+\.[0-9]+\.[01]$")]
    id: String,
    /// What it tells: `stage` (a `Stage`), `other_port` (an `OtherPort`), `verdict` (a `Verdict`).
    #[schema(pattern = "^(stage|other_port|verdict)$")]
    event: String,
    /// The same as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Follow a test
///
/// A stream of events (`text/event-stream`): `stage` for each stage, `other_port` for what else answers on the same
/// server, and `verdict` at its end; the data of each is JSON. Who was cut off sends the last `id` as `Last-Event-ID` and
/// misses nothing; after the verdict there is nothing more, which is answered with 204.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/tests/{test_id}/events", operation_id = "followTest",
    tag = "tests", params(TestPath, ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that arrived.")),
    responses(
        (status = 200, description = "The events.", content_type = "text/event-stream", body = TestEvent,
            example = "id: 1.0.0\nevent: stage\ndata: {\"stage\":\"policy\",\"outcome\":\"passed\",\"ms\":0}\n\n"),
        (status = 204, description = "All events have arrived already."),
    )
)]
pub async fn events(followed: Followed, headers: HeaderMap) -> Response {
    let seen = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(Seen::parse)
        .unwrap_or_default();
    if seen.verdict {
        return StatusCode::NO_CONTENT.into_response();
    }
    Sse::new(follow(followed, seen))
        .keep_alive(KeepAlive::default())
        .into_response()
}

struct Following {
    live: watch::Receiver<Live>,
    seen: Seen,
    by_portal: bool,
    waiting: VecDeque<Event>,
}

fn follow(followed: Followed, seen: Seen) -> impl Stream<Item = Result<Event, Infallible>> {
    let following = Following {
        by_portal: followed.run.snapshot.mode != SendingMode::OwnServer,
        live: followed.live,
        seen,
        waiting: VecDeque::new(),
    };
    stream::unfold(following, |mut following| async move {
        loop {
            if let Some(event) = following.waiting.pop_front() {
                return Some((Ok(event), following));
            }
            if following.seen.verdict {
                return None;
            }
            following.look();
            if following.waiting.is_empty() && following.live.changed().await.is_err() {
                // Nobody follows it here any more: what came last may still be unseen.
                following.look();
                if following.waiting.is_empty() {
                    return None;
                }
            }
        }
    })
}

impl Following {
    /// Takes what is new.
    fn look(&mut self) {
        let live = self.live.borrow_and_update().clone();
        let skipped = self.seen.stages;
        for report in without_unanswered(live.reports).into_iter().skip(skipped) {
            self.seen.stages += 1;
            self.say("stage", &StageView::of(report, self.by_portal));
        }
        if !self.by_portal {
            let skipped = self.seen.other_ports;
            for other in live.other_ports.into_iter().skip(skipped) {
                self.seen.other_ports += 1;
                self.say("other_port", &OtherPortView::from(other));
            }
        }
        if let Some(verdict) = live.verdict {
            self.seen.verdict = true;
            self.say("verdict", &VerdictView::of(verdict, self.by_portal));
        }
    }

    fn say(&mut self, kind: &str, data: &impl Serialize) {
        let data = serde_json::to_string(data).expect("these types have no map with other keys than texts");
        let event = Event::default().id(self.seen.id()).event(kind).data(data);
        self.waiting.push_back(event);
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn an_events_id_says_how_much_was_seen() {
        let seen = Seen {
            stages: 11,
            other_ports: 2,
            verdict: true,
        };
        assert_eq!(Seen::parse(&seen.id()), Some(seen));
        for bad in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "a.0.0",
            "-1.0.0",
            "1.0.99999999999999999999999",
        ] {
            assert_eq!(Seen::parse(bad), None, "{bad}");
        }
    }
}
