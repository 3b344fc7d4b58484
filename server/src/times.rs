//! Times as people read them, in the operator's time zone.

use jiff::{Timestamp, tz::TimeZone};
use model::Language;

/// `22.11.2026 10:14`, or `22 November 2026, 10:14`.
pub fn moment(language: Language, time: Timestamp, zone: &TimeZone) -> String {
    let local = time.to_zoned(zone.clone());
    match language {
        Language::Et => local.strftime("%-d.%m.%Y kell %H:%M").to_string(),
        Language::En => local.strftime("%-d %B %Y at %H:%M").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::moment;
    use jiff::{Timestamp, tz::TimeZone};
    use model::Language::{En, Et};

    #[test]
    fn times_are_in_the_zone_and_in_the_language() {
        let time: Timestamp = "2026-11-22T22:14:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        assert_eq!(moment(Et, time, &zone), "23.11.2026 kell 00:14");
        assert_eq!(moment(En, time, &zone), "23 November 2026 at 00:14");
    }
}
