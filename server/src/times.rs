//! Times as people read them, in the operator's time zone.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use model::Language;

/// `22.11.2026 10:14`, or `22 November 2026, 10:14`.
pub fn moment(language: Language, time: Timestamp, zone: &TimeZone) -> String {
    let local = time.to_zoned(zone.clone());
    match language {
        Language::Et => local.strftime("%-d.%m.%Y kell %H:%M").to_string(),
        Language::En => local.strftime("%-d %B %Y at %H:%M").to_string(),
    }
}

/// A time within a sentence, seen from now: `täna kell 14:35`, `today at 14:35`, `on 22 November 2026 at 10:14`.
pub fn near(language: Language, time: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = time.to_zoned(zone.clone());
    let (day, today) = (local.date(), now.to_zoned(zone.clone()).date());
    let word = match language {
        Language::Et => [(-1, "eile kell"), (0, "täna kell"), (1, "homme kell")],
        Language::En => [(-1, "yesterday at"), (0, "today at"), (1, "tomorrow at")],
    }
    .into_iter()
    .find(|(away, _)| today.saturating_add(away.days()) == day);
    match (word, language) {
        (Some((_, word)), _) => format!("{word} {}", local.strftime("%H:%M")),
        (None, Language::Et) => moment(language, time, zone),
        (None, Language::En) => format!("on {}", moment(language, time, zone)),
    }
}

#[cfg(test)]
mod tests {
    use super::{moment, near};
    use jiff::{Timestamp, tz::TimeZone};
    use model::Language::{En, Et};

    #[test]
    fn times_are_in_the_zone_and_in_the_language() {
        let time: Timestamp = "2026-11-22T22:14:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        assert_eq!(moment(Et, time, &zone), "23.11.2026 kell 00:14");
        assert_eq!(moment(En, time, &zone), "23 November 2026 at 00:14");
    }

    #[test]
    fn near_days_have_their_names() {
        let now: Timestamp = "2026-11-22T22:14:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        for (time, et, en) in [
            ("2026-11-23T12:35:00Z", "täna kell 14:35", "today at 14:35"),
            ("2026-11-22T21:35:00Z", "eile kell 23:35", "yesterday at 23:35"),
            ("2026-11-23T22:00:00Z", "homme kell 00:00", "tomorrow at 00:00"),
            (
                "2026-11-25T08:00:00Z",
                "25.11.2026 kell 10:00",
                "on 25 November 2026 at 10:00",
            ),
        ] {
            let time = time.parse().unwrap();
            assert_eq!(near(Et, time, now, &zone), et);
            assert_eq!(near(En, time, now, &zone), en);
        }
    }
}
