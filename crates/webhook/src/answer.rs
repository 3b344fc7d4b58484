//! What a receiver's answer means.

use jiff::{Timestamp, fmt::rfc2822};
use std::time::Duration;

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Delivered,
    /// The receiver wants no more messages, of any kind: the webhook is switched off.
    Disabled,
    /// It was not taken, and is sent again ([`crate::retry_in`]).
    Retry {
        /// How long the receiver asks to be left alone at least.
        after: Option<Duration>,
    },
}

/// Judges an answer by its status and its header Retry-After (RFC 9110, section 10.2.3), which counts with 429 and 503
/// alone. A redirect is a failure like any other: a receiver that moved has to be entered anew, by a person.
#[must_use]
pub fn judge(status: u16, retry_after: Option<&str>, now: Timestamp) -> Outcome {
    match status {
        200..=299 => Outcome::Delivered,
        410 => Outcome::Disabled,
        429 | 503 => Outcome::Retry {
            after: retry_after.and_then(|text| wait(text, now)),
        },
        _ => Outcome::Retry { after: None },
    }
}

/// Seconds, or a date; one that has passed is no wait.
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text)
        .ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Outcome, judge};
    use std::time::Duration;

    #[test]
    fn by_status() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let judged = |status| judge(status, Some("60"), now);
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(judged(status), Outcome::Delivered, "{status}");
        }
        assert_eq!(judged(410), Outcome::Disabled);
        for status in [429, 503] {
            let after = Some(Duration::from_mins(1));
            assert_eq!(judged(status), Outcome::Retry { after }, "{status}");
        }
        for status in [100, 301, 302, 307, 308, 400, 401, 404, 408, 500, 502, 504, 999] {
            assert_eq!(judged(status), Outcome::Retry { after: None }, "{status}");
        }
    }

    #[test]
    fn how_long_to_leave_it_alone() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        for (text, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 01 Mar 2026 12:02:00 GMT", Some(120)),
            ("Sun, 01 Mar 2026 11:00:00 GMT", Some(0)),
            ("", None),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
        ] {
            let after = seconds.map(Duration::from_secs);
            assert_eq!(judge(503, Some(text), now), Outcome::Retry { after }, "{text}");
        }
        assert_eq!(judge(503, None, now), Outcome::Retry { after: None });
    }
}
