//! Handing letters over to the program as a portal does: over HTTP, with a key and an idempotency key.

use super::letter_json;
use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use model::{CompanyId, UserId};
use serde_json::Value;
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// The API of a running program, for one company.
#[derive(Debug, Clone)]
pub struct Api {
    /// Where the program listens.
    pub address: SocketAddr,
    /// The key.
    pub key: String,
    /// The company.
    pub company: CompanyId,
}

/// What the program said.
#[derive(Debug, Clone)]
pub struct Said {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

impl Said {
    /// Whether what was handed over was accepted.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self.status, 200..300)
    }
}

impl Api {
    /// Hands over one letter to one recipient.
    ///
    /// # Errors
    /// No answer came: the program has ended, for one.
    pub async fn letter(&self, user: UserId, key: &str, to: &str) -> anyhow::Result<Said> {
        let path = format!("{user}/messages");
        self.post(&path, "application/json", key, letter_json(to).to_string())
            .await
    }

    /// Hands over a batch ([`super::batch_lines`]), named as its key is.
    ///
    /// # Errors
    /// As [`Api::letter`].
    pub async fn batch(&self, user: UserId, key: &str, lines: String, paused: bool) -> anyhow::Result<Said> {
        let path = format!("{user}/batches?name={key}&paused={paused}");
        self.post(&path, "application/x-ndjson", key, lines).await
    }

    async fn post(&self, what: &str, media_type: &str, key: &str, body: String) -> anyhow::Result<Said> {
        timeout(PATIENCE, async {
            #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            let request = Request::post(format!("/api/v1/companies/{}/users/{what}", self.company))
                .header("host", self.address.to_string())
                .header("authorization", format!("Bearer {}", self.key))
                .header("content-type", media_type)
                .header("idempotency-key", key)
                .body(Full::new(Bytes::from(body)))?;
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await?.to_bytes();
            Ok(Said {
                status,
                body: serde_json::from_slice(&body).unwrap_or_default(),
            })
        })
        .await
        .context("no answer in time")?
    }
}
