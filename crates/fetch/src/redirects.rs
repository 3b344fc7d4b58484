//! Following redirects, where that is wanted.

use crate::{FetchError, Scheme, WebAddress};
use http::{Response, StatusCode, header::LOCATION};

/// How many redirects are followed.
pub const MOST_REDIRECTS: usize = 3;

/// Where the answer to a GET sends us; none where it is the answer.
pub(crate) fn next<T>(here: &WebAddress, answer: &Response<T>) -> Result<Option<WebAddress>, FetchError> {
    use StatusCode as S;
    if ![
        S::MOVED_PERMANENTLY,
        S::FOUND,
        S::SEE_OTHER,
        S::TEMPORARY_REDIRECT,
        S::PERMANENT_REDIRECT,
    ]
    .contains(&answer.status())
    {
        return Ok(None);
    }
    let location = answer
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    let there = here
        .join(location.ok_or(FetchError::Redirect)?)
        .map_err(|_| FetchError::Redirect)?;
    if here.scheme() == Scheme::Https && there.scheme() == Scheme::Http {
        return Err(FetchError::Redirect);
    }
    Ok(Some(there))
}
