//! Days, months and years as the sources give them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A date of ISO 8601, as exact as its source: `2024-09-16`, `2024-09` or `2024`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IsoDate(String);

/// The text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a date is YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct InvalidDate;

impl IsoDate {
    /// The date as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it names a day, not only a month or a year.
    #[must_use]
    pub fn is_day(&self) -> bool {
        self.0.len() == 10
    }
}

impl fmt::Display for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<IsoDate> for String {
    fn from(date: IsoDate) -> Self {
        date.0
    }
}

impl TryFrom<String> for IsoDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| InvalidDate)
            }
            Some(_) => Err(InvalidDate),
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let year = year.filter(|year| *year >= 1980).ok_or(InvalidDate)?;
        let fits = match (month, day) {
            (None, _) => true,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(month), Some(day)) => (1..=days_of(year, month)).contains(&day),
        };
        if fits && parts.next().is_none() {
            Ok(Self(text))
        } else {
            Err(InvalidDate)
        }
    }
}

/// How many days a month has; none for a month that there is not.
const fn days_of(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::IsoDate;

    #[test]
    fn dates_are_as_exact_as_their_source() {
        for good in ["2026", "2026-02", "2024-02-29", "2026-12-31"] {
            assert!(IsoDate::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-02-29",
            "2026-1-1",
            "2026-04-31",
            "2026-04-30-1",
            "x",
        ] {
            assert!(IsoDate::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
