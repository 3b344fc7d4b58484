//! Versions as `ETag`s (RFC 9110, section 8.8.3), so that nobody saves over what he did not see.

use super::problem::{Kind, Problem};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header as name, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::IntoParams;

/// The strong tag of a version.
pub fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// The problem of one who saw an older version, with the tag of the one that is there.
pub fn changed(version: u64) -> Problem {
    Problem::from(Kind::VersionChanged).with_header(name::ETAG, &tag(version))
}

/// The header of a change.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "IfMatch reads the header; this is for the description")]
pub struct IfMatchHeader {
    /// The `ETag` of what was read; nothing is changed where it is another one now. `*`: whatever is there.
    #[param(rename = "If-Match", value_type = String, example = "\"1\"")]
    if_match: String,
}

/// The header of what may be done without it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "IfSeen reads the header; this is for the description")]
pub struct IfSeenHeader {
    /// The `ETag` of what was read: nothing is done where it is another one now. Without it, whatever is there.
    #[param(rename = "If-Match", nullable = false)]
    if_match: Option<String>,
}

/// The header of a read.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(
    dead_code,
    reason = "IfNoneMatch reads the header; this is for the description"
)]
pub struct IfNoneMatchHeader {
    /// The `ETag` of what is known already: 304 where it is still that.
    #[param(rename = "If-None-Match", nullable = false)]
    if_none_match: Option<String>,
}

/// The version that the caller read, as `If-Match` says it. It has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: whatever is there.
    Any,
    /// One of these.
    Tags(Vec<String>),
}

impl IfMatch {
    /// The version to be changed, if this is it; none where any is.
    pub fn check(&self, version: u64) -> Result<Option<u64>, Problem> {
        match self {
            Self::Any => Ok(None),
            Self::Tags(tags) if tags.contains(&tag(version)) => Ok(Some(version)),
            Self::Tags(_) => Err(changed(version)),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match tags(&parts.headers, &name::IF_MATCH) {
            None => Err(Kind::VersionNeeded.into()),
            Some(tags) if tags == ["*"] => Ok(Self::Any),
            Some(tags) => Ok(Self::Tags(tags)),
        }
    }
}

/// The version that the caller read, where he says one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfSeen(Option<IfMatch>);

impl IfSeen {
    /// The version that it is about, if this is it; none where any is.
    pub fn check(&self, version: u64) -> Result<Option<u64>, Problem> {
        self.0.as_ref().map_or(Ok(None), |seen| seen.check(version))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfSeen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if !parts.headers.contains_key(name::IF_MATCH) {
            return Ok(Self(None));
        }
        IfMatch::from_request_parts(parts, state)
            .await
            .map(|seen| Self(Some(seen)))
    }
}

/// The versions that the caller has already, as `If-None-Match` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfNoneMatch(Vec<String>);

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let tags = tags(&parts.headers, &name::IF_NONE_MATCH).unwrap_or_default();
        // Compared weakly (RFC 9110, section 13.1.2): the strength does not matter.
        let bare = |tag: String| tag.strip_prefix("W/").map(str::to_owned).unwrap_or(tag);
        Ok(Self(tags.into_iter().map(bare).collect()))
    }
}

impl IfNoneMatch {
    /// None, where the version does not tell all that an answer says.
    pub fn unless(self, more: bool) -> Self {
        if more { Self(Vec::new()) } else { self }
    }

    /// The answer, or 304 to one who has it.
    pub fn answer<T: Serialize>(&self, version: u64, body: T) -> Response {
        let tag = tag(version);
        if self.0.iter().any(|known| *known == tag || known == "*") {
            return (StatusCode::NOT_MODIFIED, header(version)).into_response();
        }
        (header(version), axum::Json(body)).into_response()
    }
}

/// The header with the tag of a version.
pub fn header(version: u64) -> [(HeaderName, HeaderValue); 1] {
    let tag = HeaderValue::from_str(&tag(version)).expect("digits between quotes are a header's value");
    [(name::ETAG, tag)]
}

fn tags(headers: &HeaderMap, called: &HeaderName) -> Option<Vec<String>> {
    let mut values = headers.get_all(called).iter().peekable();
    values.peek()?;
    // Our own tags hold no comma.
    Some(
        values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().to_owned())
            .filter(|tag| !tag.is_empty())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::{IfMatch, tags};
    use axum::http::{HeaderMap, HeaderValue, header as name};

    fn if_match(value: &'static str) -> IfMatch {
        let mut headers = HeaderMap::new();
        headers.insert(name::IF_MATCH, HeaderValue::from_static(value));
        match tags(&headers, &name::IF_MATCH) {
            Some(tags) if tags == ["*"] => IfMatch::Any,
            tags => IfMatch::Tags(tags.unwrap_or_default()),
        }
    }

    #[test]
    fn only_the_strong_tag_of_this_version_matches() {
        assert_eq!(if_match("\"7\"").check(7).unwrap(), Some(7));
        assert_eq!(if_match("\"3\", \"7\"").check(7).unwrap(), Some(7));
        assert_eq!(if_match("*").check(7).unwrap(), None);
        for other in ["\"6\"", "W/\"7\"", "7", "", "\"77\"", "*, \"6\""] {
            assert!(if_match(other).check(7).is_err(), "{other}");
        }
    }
}
