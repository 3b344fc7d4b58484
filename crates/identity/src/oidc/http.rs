//! Asking the provider. Who connects is passed in.

use async_trait::async_trait;
use http::{Request, Response, StatusCode};

use super::OidcError;
use crate::object::Object;

/// The longest answer that is read, in bytes. Large sets of keys have some tens of thousands.
pub const LONGEST_ANSWER: usize = 256 * 1024;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The address may not be connected to.
    #[error("the address may not be connected to")]
    Forbidden,
    /// No connection, no TLS, no answer in time, or one that is not HTTP.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// The answer is longer than is read.
    #[error("the answer is too long")]
    TooLarge,
}

/// Sends requests for us: guarded against addresses inside, with deadlines.
#[async_trait]
pub trait Http: Send + Sync {
    /// Sends one request and reads the whole answer, of [`LONGEST_ANSWER`] bytes at most. Redirects are not followed:
    /// a request may hold a secret.
    ///
    /// # Errors
    /// [`HttpError`] where there is no answer. An answer with any status is one.
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError>;
}

/// Fetches a document of the provider's own.
pub(super) async fn get(http: &dyn Http, url: &str) -> Result<Object, OidcError> {
    let request = Request::get(url)
        .header("accept", "application/json")
        .body(Vec::new())
        .map_err(|_| OidcError::Endpoint)?;
    let answer = send(http, request).await?;
    if answer.status() != StatusCode::OK {
        return Err(OidcError::Status(answer.status().as_u16()));
    }
    object(&answer)
}

pub(super) async fn send(http: &dyn Http, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OidcError> {
    let answer = http.send(request).await?;
    if answer.body().len() > LONGEST_ANSWER {
        return Err(HttpError::TooLarge.into());
    }
    Ok(answer)
}

pub(super) fn object(answer: &Response<Vec<u8>>) -> Result<Object, OidcError> {
    Object::parse(answer.body()).map_err(|_| OidcError::Answer)
}
