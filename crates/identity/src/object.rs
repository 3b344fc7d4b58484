//! JSON objects of strangers: each member once, each of the type it has to have.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A claim that is not as it has to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// It is not there, or null.
    #[error("the claim {0:?} is missing")]
    Missing(String),
    /// It has another type, or a value that can not be.
    #[error("the claim {0:?} is not what it has to be")]
    Invalid(String),
}

/// Why bytes are no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectError {
    /// They are something else.
    NotAnObject,
    /// A member is there twice: two readers might each take another one (RFC 8725, section 2.4; RFC 7519, section 4).
    Repeated,
}

/// A JSON object no member of which is there twice. A member that is null counts as one that is not there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, ObjectError> {
        let read: Read = serde_json::from_slice(json).map_err(|_| ObjectError::NotAnObject)?;
        if read.repeated {
            return Err(ObjectError::Repeated);
        }
        Ok(Self(read.members))
    }

    /// An object that is already a value, as inside a set of keys.
    pub(crate) fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self(members)),
            _ => None,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether it stands there, be it as null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, ClaimError> {
        let text = |value: &'_ Value| matches!(value, Value::String(_));
        match self.get(name) {
            Some(value) if !text(value) => Err(invalid(name)),
            value => Ok(value.and_then(Value::as_str)),
        }
    }

    pub(crate) fn required_text(&self, name: &str) -> Result<&str, ClaimError> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, ClaimError> {
        self.get(name)
            .map(|value| value.as_bool().ok_or_else(|| invalid(name)))
            .transpose()
    }

    /// A text that is one of our types.
    pub(crate) fn required<T: std::str::FromStr>(&self, name: &str) -> Result<T, ClaimError> {
        self.required_text(name)?.parse().map_err(|_| invalid(name))
    }

    /// A time as a number of seconds since 1970 (RFC 7519, section 2, `NumericDate`). A number in quotes is none:
    /// libraries that took it for absent let tokens live for ever.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, ClaimError> {
        self.get(name)
            .map(|value| seconds(value).ok_or_else(|| invalid(name)))
            .transpose()
    }

    pub(crate) fn required_time(&self, name: &str) -> Result<Timestamp, ClaimError> {
        self.time(name)?.ok_or_else(|| missing(name))
    }

    /// A text, or a list of texts (RFC 7519, section 4.1.3).
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<&str>>, ClaimError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(one)) => Ok(Some(vec![one])),
            Some(Value::Array(many)) => many
                .iter()
                .map(|one| one.as_str().ok_or_else(|| invalid(name)))
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(invalid(name)),
        }
    }
}

pub(crate) fn missing(name: &str) -> ClaimError {
    ClaimError::Missing(name.to_owned())
}

pub(crate) fn invalid(name: &str) -> ClaimError {
    ClaimError::Invalid(name.to_owned())
}

fn seconds(value: &Value) -> Option<Timestamp> {
    let number = value.as_number()?;
    if let Some(whole) = number.as_i64() {
        return Timestamp::from_second(whole).ok();
    }
    let since = SignedDuration::try_from_secs_f64(number.as_f64()?).ok()?;
    Timestamp::UNIX_EPOCH.checked_add(since).ok()
}

struct Read {
    members: Map<String, Value>,
    repeated: bool,
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Read;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
                let mut read = Read {
                    members: Map::new(),
                    repeated: false,
                };
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    read.repeated |= read.members.insert(name, value).is_some();
                }
                Ok(read)
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, ObjectError, invalid, missing};

    fn object(json: &str) -> Object {
        Object::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_member_is_there_once() {
        assert_eq!(Object::parse(br#"{"exp":1,"exp":2}"#), Err(ObjectError::Repeated));
        // The same name written in another way is the same name.
        assert_eq!(
            Object::parse(br#"{"exp":1,"\u0065xp":2}"#),
            Err(ObjectError::Repeated)
        );
        for other in [
            "",
            "[]",
            "1",
            "\"a\"",
            "{\"a\":1}{}",
            "{\"a\":1,}",
            "{'a':1}",
            "\u{feff}{}",
        ] {
            assert_eq!(
                Object::parse(other.as_bytes()),
                Err(ObjectError::NotAnObject),
                "{other}"
            );
        }
    }

    #[test]
    fn a_time_is_a_number() {
        for (json, expected) in [
            ("1779000000", Ok("2026-05-17T06:40:00Z")),
            ("1779000000.5", Ok("2026-05-17T06:40:00.5Z")),
            ("1.779e9", Ok("2026-05-17T06:40:00Z")),
            ("\"1779000000\"", Err(invalid("exp"))),
            ("true", Err(invalid("exp"))),
            ("[1779000000]", Err(invalid("exp"))),
            ("1e300", Err(invalid("exp"))),
            ("9223372036854775807", Err(invalid("exp"))),
            ("18446744073709551615", Err(invalid("exp"))),
            ("null", Err(missing("exp"))),
        ] {
            let read = object(&format!("{{\"exp\":{json}}}")).required_time("exp");
            assert_eq!(
                read.map(|time| time.to_string()),
                expected.map(str::to_owned),
                "{json}"
            );
        }
    }

    #[test]
    fn a_list_of_texts_has_only_texts() {
        assert_eq!(object(r#"{"aud":"a"}"#).texts("aud"), Ok(Some(vec!["a"])));
        assert_eq!(
            object(r#"{"aud":["a","b"]}"#).texts("aud"),
            Ok(Some(vec!["a", "b"]))
        );
        assert_eq!(object(r#"{"aud":["a",1]}"#).texts("aud"), Err(invalid("aud")));
        assert_eq!(object(r#"{"aud":{"a":1}}"#).texts("aud"), Err(invalid("aud")));
        assert_eq!(object("{}").texts("aud"), Ok(None));
    }
}
