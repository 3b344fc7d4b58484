//! Days in the operator's time zone.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

/// The last so many days with today, and when each begins, with the begin of tomorrow at the end. A day has 23 or 25
/// hours where clocks are changed.
pub fn last(today: Date, number: usize, zone: &TimeZone) -> (Vec<Date>, Vec<Timestamp>) {
    let away = i64::try_from(number).unwrap_or(i64::MAX);
    let dates: Vec<Date> = (1 - away..=0)
        .map(|away| today.saturating_add(away.days()))
        .collect();
    let begins = dates
        .iter()
        .copied()
        .chain([today.saturating_add(1.days())])
        .filter_map(|date| Some(date.to_zoned(zone.clone()).ok()?.timestamp()))
        .collect();
    (dates, begins)
}

#[cfg(test)]
mod tests {
    use super::last;
    use jiff::{civil::date, tz::TimeZone};

    #[test]
    fn days_begin_where_the_zone_says() {
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        // The clocks went back on 25 October 2026: that day has 25 hours.
        let (dates, begins) = last(date(2026, 10, 26), 3, &zone);
        assert_eq!(
            dates,
            [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]
        );
        let begins: Vec<String> = begins.iter().map(ToString::to_string).collect();
        assert_eq!(
            begins,
            [
                "2026-10-23T21:00:00Z",
                "2026-10-24T21:00:00Z",
                "2026-10-25T22:00:00Z",
                "2026-10-26T22:00:00Z"
            ]
        );
    }
}
