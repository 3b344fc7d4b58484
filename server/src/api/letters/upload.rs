//! Large bodies: read piece by piece, and never more of them than is wanted.

use super::room::{self, Taken};
use crate::{
    api::{
        body,
        problem::{Kind, Problem},
    },
    state::State,
};
use axum::{
    body::{Body, BodyDataStream},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use bytes::Bytes;
use futures_util::StreamExt;
use model::letter::Limits;
use serde::de::DeserializeOwned;
use std::{pin::Pin, time::Duration};
use tokio::time::{Sleep, sleep};

/// So much of a body that is refused is still taken off the wire: who is in the middle of sending it reads no answer.
const MOST_DRAINED: u64 = 256_000_000;
/// And for so long.
const LONGEST_DRAIN: Duration = Duration::from_secs(20);
/// Who takes room in memory sends at least so many bytes a second, beside `delivery.upload_seconds`.
const SLOWEST: u64 = 50_000;

/// A body that is being read.
pub struct Upload {
    stream: BodyDataStream,
    /// What it says of itself.
    length: Option<u64>,
    read: u64,
    limit: u64,
    /// Whether the sender waits for leave to send it (RFC 9110, section 10.1.1): nothing is on the wire then.
    waits: bool,
    /// Until when it has to be there; none where its bytes are not kept.
    late: Option<Pin<Box<Sleep>>>,
    /// Whether that has passed.
    is_late: bool,
}

/// A body that is in memory, with the room that it takes there.
pub struct Whole {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// To be held as long as they, or what was made of them, are.
    pub room: Taken,
}

/// A JSON body with files in it, and the room that they take.
pub struct LargeBody<T>(pub T, pub Taken);

impl<T: DeserializeOwned> FromRequest<State> for LargeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let Whole { bytes, room } = json(state, &parts.headers, body).await?;
        body::read(&bytes).map(|body| Self(body, room))
    }
}

/// The bytes of a JSON body that holds one letter at most.
pub async fn json(state: &State, headers: &HeaderMap, body: Body) -> Result<Whole, Problem> {
    if !body::is_of(headers, &["application/json"]) {
        return Err(Kind::MediaType.into());
    }
    let most = longest_letter(&state.config.delivery.limits());
    Upload::begin(headers, body, most).await?.whole(state).await
}

/// The most bytes of a letter's JSON: its files are base64, its texts may be escaped.
pub fn longest_letter(limits: &Limits) -> u64 {
    limits.letter_bytes + 4 * limits.text_bytes as u64
}

/// How long a body says that it is.
pub fn length_of(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// How long so many bytes may take.
pub fn within(state: &State, bytes: u64) -> Duration {
    Duration::from_secs(u64::from(state.config.delivery.upload_seconds) + bytes / SLOWEST)
}

impl Upload {
    /// Begins to read; refuses one that says itself that it is too large.
    pub async fn begin(headers: &HeaderMap, body: Body, limit: u64) -> Result<Self, Problem> {
        let length = length_of(headers);
        let mut upload = Self {
            stream: body.into_data_stream(),
            length,
            read: 0,
            limit,
            waits: headers.contains_key(header::EXPECT),
            late: None,
            is_late: false,
        };
        if length.is_some_and(|length| length > limit) {
            upload.drain().await;
            return Err(upload.too_large());
        }
        Ok(upload)
    }

    /// Reads all of it into memory, where there is room. Until there is, nothing large is taken off the wire.
    pub async fn whole(mut self, state: &State) -> Result<Whole, Problem> {
        let expected = self.length.unwrap_or(self.limit);
        self.has_to_be_there(within(state, expected));
        let mut bytes = Vec::new();
        // Of one that does not say how long it is, first as much as needs no room.
        while self.length.is_none() && bytes.len() as u64 <= room::SMALL {
            let Some(piece) = self.next().await? else {
                let room = Taken::nothing();
                return Ok(Whole { bytes, room });
            };
            bytes.extend_from_slice(&piece);
        }
        let room = match state.room.take(expected).await {
            Ok(room) => room,
            Err(problem) => {
                self.drain().await;
                return Err(problem.into());
            }
        };
        bytes.reserve_exact(self.length.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
        while let Some(piece) = self.next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(Whole { bytes, room })
    }

    /// What comes later than this is refused.
    pub fn has_to_be_there(&mut self, within: Duration) {
        self.late = Some(Box::pin(sleep(within)));
    }

    /// It may take as long as it likes.
    pub fn may_take_its_time(&mut self) {
        self.late = None;
    }

    /// The next piece; none behind the last one.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let piece = match &mut self.late {
            None => self.stream.next().await,
            Some(late) => tokio::select! {
                biased;
                piece = self.stream.next() => piece,
                () = late => {
                    self.is_late = true;
                    return Err(Kind::TooSlow.into());
                }
            },
        };
        let Some(piece) = piece else {
            return Ok(None);
        };
        let piece = piece.map_err(|_| Problem::from(Kind::Malformed).saying("The body ended early."))?;
        self.read += piece.len() as u64;
        if self.read > self.limit {
            self.drain().await;
            return Err(self.too_large());
        }
        Ok(Some(piece))
    }

    /// Takes what still comes off the wire, and forgets it.
    pub async fn drain(&mut self) {
        // Who was waited for long enough is not waited for again.
        if self.is_late || (self.waits && self.read == 0) {
            return;
        }
        let rest = async {
            let mut drained = 0;
            while let Some(Ok(piece)) = self.stream.next().await {
                drained += piece.len() as u64;
                if drained > MOST_DRAINED {
                    break;
                }
            }
        };
        // Whether it came to its end does not matter.
        let _ = tokio::time::timeout(LONGEST_DRAIN, rest).await;
    }

    fn too_large(&self) -> Problem {
        Problem::from(Kind::TooLarge).saying(format!("At most {} bytes are read.", self.limit))
    }
}
