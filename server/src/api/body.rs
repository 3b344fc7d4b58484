//! What comes in: JSON bodies and what stands behind the question mark. Unknown fields are refused.

use super::problem::{FieldError, Kind, Problem};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Query, Request, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Number, Value};
use std::{fmt, marker::PhantomData};

/// The largest body that is read, but for letters and files.
pub const LARGEST: usize = 64 * 1024;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_of(request.headers(), &["application/json"]) {
            return Err(Kind::MediaType.into());
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => {
                        Problem::from(Kind::TooLarge).saying(format!("At most {LARGEST} bytes are read."))
                    }
                    _ => Kind::Malformed.into(),
                })?;
        read(&bytes).map(Self)
    }
}

/// Whether the body is of one of these media types.
pub fn is_of(headers: &HeaderMap, media_types: &[&str]) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| {
            let essence = essence.trim();
            media_types.iter().any(|one| essence.eq_ignore_ascii_case(one))
        })
}

/// Reads a JSON object.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // The parser would take a list of values for a structure, in the order of its fields.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) => Problem::invalid(field_error(String::new(), "an object is expected")),
            Err(error) => Problem::from(Kind::Malformed).saying(error.to_string()),
        });
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => Problem::invalid(field_error(pointer, &inner.to_string())),
            _ => Problem::from(Kind::Malformed).saying(inner.to_string()),
        }
    })?;
    json.end()
        .map_err(|error| Problem::from(Kind::Malformed).saying(error.to_string()))?;
    Ok(value)
}

/// Where in the body, as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// Names the field, also where it is one that there is not, or that is missing.
fn field_error(mut pointer: String, message: &str) -> FieldError {
    let quoted = |begin: &str| {
        let rest = message.strip_prefix(begin)?;
        // What stands there may hold anything, a grave accent too: the last one before the rest ends it.
        let end = rest.find("`, expected ").or_else(|| rest.rfind('`'))?;
        Some(rest[..end].to_owned())
    };
    let named = ["unknown field `", "missing field `", "duplicate field `"]
        .into_iter()
        .find_map(quoted);
    let last = pointer.rsplit('/').next().unwrap_or_default();
    let named = named.map(|name| name.replace('~', "~0").replace('/', "~1"));
    if let Some(name) = &named
        && last != name
    {
        pointer = format!("{pointer}/{name}");
    }
    let field = pointer
        .split('/')
        .nth(1)
        .map(|name| name.replace("~1", "/").replace("~0", "~"));
    // Where in the text it was is nobody's business but the parser's.
    let detail = message.split(" at line ").next().unwrap_or(message).to_owned();
    FieldError {
        pointer: Some(pointer),
        parameter: None,
        field,
        detail,
    }
}

/// What stands behind the question mark.
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|rejection| {
            let words = rejection.body_text();
            let detail = words
                .strip_prefix("Failed to deserialize query string: ")
                .unwrap_or(&words);
            let (name, detail) = match detail.split_once(": ") {
                Some((name, detail)) => (name, detail),
                None => (detail.split('`').nth(1).unwrap_or_default(), detail),
            };
            Problem::parameter(name, detail)
        })
    }
}

/// For a field that may be missing but not null.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// For a field that may be missing, and otherwise is an object: a list of its values would be taken for it, too.
pub fn present_object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let fields = Map::deserialize(deserializer)?;
    serde_json::from_value(Value::Object(fields))
        .map(Some)
        .map_err(D::Error::custom)
}

/// An object: a list of its values would be taken for it, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Only<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Only<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Only(PhantomData))
    }
}

/// For a whole number or null: `465.0` is 465 to JSON Schema.
pub fn whole<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let integer = match number.as_f64() {
        // Every whole number that fits into a field here is exact in both.
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
            Number::from(float as i64)
        }
        _ => number,
    };
    serde_json::from_value(Value::Number(integer))
        .map(Some)
        .map_err(D::Error::custom)
}

/// For a whole number that may be missing but not null.
pub fn whole_present<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    whole(deserializer)?.map_or_else(
        || Err(D::Error::custom("a number is expected")),
        |number| Ok(Some(number)),
    )
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Inner {
        days: u16,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Outer {
        name: String,
        list: Vec<Inner>,
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (body, kind, pointer) in [
            (r#"{"name": "a", "list": []"#, "malformed", None),
            (r#"{"name": "a", "list": []} x"#, "malformed", None),
            (
                r#"{"name": "a", "list": [], "role": "admin"}"#,
                "invalid",
                Some("/role"),
            ),
            (r#"{"name": "a", "list": [], "a/b": 1}"#, "invalid", Some("/a~1b")),
            (r#"{"list": []}"#, "invalid", Some("/name")),
            (r#"{"name": 1, "list": []}"#, "invalid", Some("/name")),
            (
                r#"{"name": "a", "list": [{"days": 1}, {"days": -1}]}"#,
                "invalid",
                Some("/list/1/days"),
            ),
            (
                r#"{"name": "a", "list": [{"day": 1}]}"#,
                "invalid",
                Some("/list/0/day"),
            ),
            (r#"["a", []]"#, "invalid", Some("")),
            ("[1", "malformed", None),
            ("null", "invalid", Some("")),
            ("", "malformed", None),
        ] {
            let problem = read::<Outer>(body.as_bytes()).unwrap_err();
            assert_eq!(problem.kind().key(), kind, "{body}");
            if let Some(pointer) = pointer {
                assert_eq!(problem.errors()[0].pointer.as_deref(), Some(pointer), "{body}");
            }
        }
    }
}
