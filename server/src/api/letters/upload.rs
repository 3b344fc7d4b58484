//! Large bodies: read piece by piece, and never more of them than is wanted.

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
use std::time::Duration;

/// So much of a body that is refused is still taken off the wire: who is in the middle of sending it reads no answer.
const MOST_DRAINED: u64 = 256_000_000;
/// And for so long.
const LONGEST_DRAIN: Duration = Duration::from_secs(20);

/// A body that is being read.
pub struct Upload {
    stream: BodyDataStream,
    read: u64,
    limit: u64,
    /// Whether the sender waits for leave to send it (RFC 9110, section 10.1.1): nothing is on the wire then.
    waits: bool,
}

/// A JSON body with files in it.
pub struct LargeBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<State> for LargeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = json(state, &parts.headers, body).await?;
        body::read(&bytes).map(Self)
    }
}

/// The bytes of a JSON body that holds one letter at most.
pub async fn json(state: &State, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    if !body::is_of(headers, &["application/json"]) {
        return Err(Kind::MediaType.into());
    }
    let most = longest_letter(&state.config.delivery.limits());
    let mut upload = Upload::begin(headers, body, most).await?;
    let mut whole = Vec::new();
    while let Some(piece) = upload.next().await? {
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

/// The most bytes of a letter's JSON: its files are base64, its texts may be escaped.
pub fn longest_letter(limits: &Limits) -> u64 {
    limits.letter_bytes + 4 * limits.text_bytes as u64
}

impl Upload {
    /// Begins to read; refuses one that says itself that it is too large.
    pub async fn begin(headers: &HeaderMap, body: Body, limit: u64) -> Result<Self, Problem> {
        let length = headers.get(header::CONTENT_LENGTH);
        let length: Option<u64> = length.and_then(|value| value.to_str().ok()?.parse().ok());
        let mut upload = Self {
            stream: body.into_data_stream(),
            read: 0,
            limit,
            waits: headers.contains_key(header::EXPECT),
        };
        if length.is_some_and(|length| length > limit) {
            upload.drain().await;
            return Err(upload.too_large());
        }
        Ok(upload)
    }

    /// The next piece; none behind the last one.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let Some(piece) = self.stream.next().await else {
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
        if self.waits && self.read == 0 {
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
