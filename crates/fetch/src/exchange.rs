//! One request and its answer, over a connection that is already there.

use crate::FetchError;
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinSet,
    time::{Instant, timeout_at},
};

/// The answer's status line and headers, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// How many headers an answer may have.
const MOST_HEADERS: usize = 64;

/// How much of an answer's body is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyLimit {
    /// At most so many bytes; a larger body is an error. For documents, which are of no use in part.
    Refuse(usize),
    /// So many bytes; what comes behind, or too late, is not waited for. For webhooks, where the status says all.
    Cut(usize),
}

impl Default for BodyLimit {
    /// Up to 256 KiB.
    fn default() -> Self {
        Self::Refuse(256 * 1024)
    }
}

/// Says the request and reads the answer, before the deadline. The connection ends with it.
pub(crate) async fn exchange<S>(
    stream: S,
    request: Request<Full<Bytes>>,
    limit: BodyLimit,
    by: Instant,
) -> Result<Response<Bytes>, FetchError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut connection = JoinSet::new();
    let asking = async {
        let (mut sender, driver) = http1::Builder::new()
            .max_buf_size(LONGEST_HEAD)
            .max_headers(MOST_HEADERS)
            .handshake(TokioIo::new(stream))
            .await?;
        // gone with the set, whether it has come to its end or not
        connection.spawn(driver);
        sender.send_request(request).await
    };
    let response = timeout_at(by, asking)
        .await
        .map_err(|_| FetchError::Slow)?
        .map_err(|error| cause(&error))?;
    let (head, incoming) = response.into_parts();
    let body = body(incoming, limit, by).await?;
    Ok(Response::from_parts(head, body))
}

async fn body(mut incoming: Incoming, limit: BodyLimit, by: Instant) -> Result<Bytes, FetchError> {
    let (BodyLimit::Refuse(most) | BodyLimit::Cut(most)) = limit;
    let cut = matches!(limit, BodyLimit::Cut(_));
    let mut taken = BytesMut::new();
    while taken.len() < most || !cut {
        let data = match timeout_at(by, incoming.frame()).await {
            Ok(None) => break,
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
            Err(_) | Ok(Some(Err(_))) if cut => break,
            Err(_) => return Err(FetchError::Slow),
            Ok(Some(Err(error))) => return Err(cause(&error)),
        };
        let room = most - taken.len();
        if data.len() > room && !cut {
            return Err(FetchError::TooLarge(most));
        }
        taken.extend_from_slice(&data[..data.len().min(room)]);
    }
    Ok(taken.freeze())
}

fn cause(error: &hyper::Error) -> FetchError {
    if error.is_parse() {
        FetchError::NotHttp
    } else {
        FetchError::Closed
    }
}
