//! Days as a person writes them.

use model::Language;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An ISO 8601 day (what follows it is left out) as it is written in a language: `22.11.2026`, `22 November 2026`.
/// What is no such day is given back as it is.
#[must_use]
pub fn day(language: Language, iso: &str) -> String {
    let day = iso.get(..10).unwrap_or(iso);
    let mut parts = day.split('-').map(str::parse::<usize>);
    let (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return iso.to_owned();
    };
    match language {
        Language::Et => format!("{day}.{month:02}.{year}"),
        Language::En => format!("{day} {} {year}", ENGLISH_MONTHS[month - 1]),
    }
}

#[cfg(test)]
mod tests {
    use super::day;
    use model::Language::{En, Et};

    #[test]
    fn days_as_they_are_written() {
        assert_eq!(day(Et, "2024-09-16"), "16.09.2024");
        assert_eq!(day(En, "2026-11-02T10:00:00Z"), "2 November 2026");
        for odd in ["", "2024", "2024-13-01", "õõõõõõõõõõõõ", "2023?"] {
            assert_eq!(day(En, odd), odd);
        }
    }
}
