//! One attempt to post one message.

use super::Delivery;
use bytes::Bytes;
use fetch::FetchError;
use http::{
    HeaderValue, Request, Response,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use jiff::SignedDuration;
use secrecy::ExposeSecret;
use std::time::Duration;
use store::{Attempted, Disabled, DueMessage};
use tokio::time::Instant;
use webhook::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Outcome, Secret, judge, retry_in, sign};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Why a message could not be sent at all.
#[derive(Debug, thiserror::Error)]
enum PostError {
    /// The way there failed.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The stored address or a secret is none.
    #[error("what is stored of the webhook is damaged")]
    Damaged,
}

impl PostError {
    /// What the company is told.
    fn key(self) -> &'static str {
        match self {
            Self::Fetch(error) => error.as_told().key(),
            Self::Damaged => "damaged",
        }
    }
}

/// An attempt.
pub(super) struct Post {
    by: Delivery,
    message: DueMessage,
}

impl Post {
    pub(super) const fn new(by: Delivery, message: DueMessage) -> Self {
        Self { by, message }
    }

    /// Posts, and notes what came of it.
    pub(super) async fn run(self) {
        let message = &self.message;
        let begin = Instant::now();
        let answer = self.post().await;
        let ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
        let cause = answer.as_ref().err().map(ToString::to_string);
        let attempted = self.judged(answer);
        let (id, webhook, company, attempt) = (message.id, message.webhook, message.company, message.attempt);
        match &attempted {
            Attempted::Delivered { result } => {
                tracing::debug!(message = %id, %webhook, %company, attempt, result, ms, "a webhook message was taken");
            }
            Attempted::Later { at, result } => {
                tracing::info!(message = %id, %webhook, %company, attempt, result, cause, ms, again = %at,
                    "a webhook message was not taken and is tried again");
            }
            Attempted::GivenUp { why, result } => {
                tracing::warn!(message = %id, %webhook, %company, attempt, result, cause, ms, why = why.key(),
                    "a webhook message was given up; its webhook is switched off");
            }
        }
        match self
            .by
            .store
            .settle_webhook_message(id, attempt, &attempted)
            .await
        {
            Ok(true) => {}
            Ok(false) => tracing::info!(message = %id, "another program has the message, or it is gone"),
            // Its lease ends, and it is posted once more.
            Err(error) => {
                tracing::error!(message = %id, "what came of a webhook message could not be noted: {error}");
            }
        }
    }

    async fn post(&self) -> Result<Response<Bytes>, PostError> {
        let message = &self.message;
        let secrets: Vec<Secret> = message
            .secrets
            .iter()
            .map(|secret| Secret::parse(secret.expose_secret()))
            .collect::<Result<_, _>>()
            .map_err(|_| PostError::Damaged)?;
        if secrets.is_empty() {
            return Err(PostError::Damaged);
        }
        let id = message.id.to_string();
        let body = Bytes::from(message.body.clone());
        let headers = sign(&secrets, &id, self.by.clock.now(), &body);
        let request = Request::post(message.url.as_str())
            .header(CONTENT_TYPE, JSON)
            .header(HEADER_ID, id)
            .header(HEADER_TIMESTAMP, headers.timestamp)
            .header(HEADER_SIGNATURE, headers.signature)
            .body(body)
            .map_err(|_| PostError::Damaged)?;
        Ok(self.by.fetcher.send(request).await?)
    }

    fn judged(&self, answer: Result<Response<Bytes>, PostError>) -> Attempted {
        let now = self.by.clock.now();
        let (result, outcome) = match answer {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let after = answer
                    .headers()
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok());
                (status.to_string(), judge(status, after, now))
            }
            Err(error) => (error.key().to_owned(), Outcome::Retry { after: None }),
        };
        match outcome {
            Outcome::Delivered => Attempted::Delivered { result },
            Outcome::Disabled => Attempted::GivenUp {
                why: Disabled::Gone,
                result,
            },
            Outcome::Retry { after } => match self.again_in(after) {
                Some(wait) => Attempted::Later {
                    at: now + SignedDuration::try_from(wait).unwrap_or(SignedDuration::ZERO),
                    result,
                },
                None => Attempted::GivenUp {
                    why: Disabled::Failing,
                    result,
                },
            },
        }
    }

    fn again_in(&self, asked: Option<Duration>) -> Option<Duration> {
        let failed = usize::try_from(self.message.attempt).unwrap_or(usize::MAX);
        let mut spread = [0; 4];
        // Without randomness they are not spread, no more.
        let _ = self.by.random.fill(&mut spread);
        retry_in(failed, asked, u32::from_be_bytes(spread))
    }
}
