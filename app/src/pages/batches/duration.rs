//! How long something takes, in words that promise no more than is known.

use texts::Texts;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `less than a minute`, `about 19 minutes`, `about 15 hours`, `about 3 days`.
pub(super) fn words(seconds: u64, texts: &Texts) -> String {
    let rounded = |unit: u64| (seconds + unit / 2) / unit;
    match seconds {
        0..MINUTE => texts.get("duration-moment"),
        MINUTE..5400 => texts.count("duration-minutes", "n", rounded(MINUTE)),
        5400..172_800 => texts.count("duration-hours", "n", rounded(HOUR)),
        _ => texts.count("duration-days", "n", rounded(DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use model::Language::{En, Et};

    #[test]
    fn long_times_are_rounded_and_short_ones_are_not_told_by_the_second() {
        let (en, et) = (texts::texts(En), texts::texts(Et));
        for (seconds, expected) in [
            (0, "less than a minute"),
            (59, "less than a minute"),
            (60, "about 1 minute"),
            (89, "about 1 minute"),
            (90, "about 2 minutes"),
            (5_399, "about 90 minutes"),
            (5_400, "about 2 hours"),
            (52_560, "about 15 hours"),
            (172_799, "about 48 hours"),
            (172_800, "about 2 days"),
            (u64::MAX / 2, "about 106751991167301 days"),
        ] {
            assert_eq!(words(seconds, en), expected, "{seconds}");
        }
        assert_eq!(words(60, et), "umbes 1 minut");
        assert_eq!(words(52_560, et), "umbes 15 tundi");
    }
}
