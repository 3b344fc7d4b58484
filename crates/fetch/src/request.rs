//! The request as it goes out.

use crate::{FetchError, WebAddress};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Version,
    header::{
        ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
        USER_AGENT,
    },
    request,
};
use http_body_util::Full;

/// How we call ourselves.
const USER_AGENT_VALUE: HeaderValue = HeaderValue::from_static("Saatja");

/// Headers that say where a request goes or how long it is: ours to set.
const OURS: [HeaderName; 10] = [
    ACCEPT_ENCODING,
    CONNECTION,
    CONTENT_LENGTH,
    EXPECT,
    HOST,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
];

/// Checks what the caller set.
pub(crate) fn check(method: &Method, headers: &HeaderMap) -> Result<(), FetchError> {
    if ![Method::GET, Method::POST].contains(method) {
        return Err(FetchError::Method(method.clone()));
    }
    let is_ours = |name: &&HeaderName| OURS.contains(name) || name.as_str().starts_with("proxy-");
    match headers.keys().find(is_ours) {
        Some(name) => Err(FetchError::Header(name.clone())),
        None => Ok(()),
    }
}

/// One request for this address, on a connection that ends with it.
pub(crate) fn outgoing(
    head: &request::Parts,
    body: Bytes,
    to: &WebAddress,
) -> Result<Request<Full<Bytes>>, FetchError> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = head.method.clone();
    *request.version_mut() = Version::HTTP_11;
    // the path alone (RFC 9112, section 3.2.1)
    *request.uri_mut() = to.path().clone().into();
    let host = HeaderValue::try_from(to.authority()).map_err(|_| FetchError::Header(HOST))?;
    let headers = request.headers_mut();
    headers.insert(HOST, host);
    headers.insert(USER_AGENT, USER_AGENT_VALUE);
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.extend(head.headers.clone());
    Ok(request)
}
