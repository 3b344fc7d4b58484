//! What people write into filters: days, and who is meant.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use model::{Mailbox, UserId, address::is_invisible};
use store::{CompanyStore, StoreError, UserQuery};

/// How many users of nearly the same name are looked through for one of exactly this name.
const LIKE_IT: u32 = 100;
/// The longest text that is looked for, in characters.
const LONGEST_SEARCH: usize = 100;

/// What is looked for: without what is not seen, and not longer than names are.
pub fn searched(text: &str) -> String {
    let seen: String = text
        .trim()
        .chars()
        .filter(|c| !is_invisible(*c))
        .take(LONGEST_SEARCH)
        .collect();
    seen.trim().to_owned()
}

/// The text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay;

/// When a day begins in the operator's time zone, or one so many days later; none for an empty text.
///
/// # Errors
/// [`NoDay`] where the text is not of the form `2026-05-04`.
pub fn day_begins(day: &str, later: i64, zone: &TimeZone) -> Result<Option<Timestamp>, NoDay> {
    let day = day.trim();
    if day.is_empty() {
        return Ok(None);
    }
    let date: Date = day.parse().map_err(|_| NoDay)?;
    // Only `2026-05-04`: the reader of dates would take more than a day.
    if date.to_string() != day {
        return Err(NoDay);
    }
    let begin = date
        .checked_add(later.days())
        .and_then(|date| date.to_zoned(zone.clone()))
        .map_err(|_| NoDay)?;
    Ok(Some(begin.timestamp()))
}

/// Why a text names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOne {
    /// Nobody is called this.
    Unknown,
    /// Several are.
    Several,
}

/// The user of this address or name; none for an empty text.
///
/// # Errors
/// Where the store fails.
pub async fn person(
    company: &dyn CompanyStore,
    text: &str,
) -> Result<Result<Option<UserId>, NotOne>, StoreError> {
    if text.is_empty() {
        return Ok(Ok(None));
    }
    if let Ok(email) = Mailbox::parse(text)
        && let Some(user) = company.find_user_by_email(&email).await?
    {
        return Ok(Ok(Some(user.id)));
    }
    let query = UserQuery {
        search: Some(text.to_owned()),
        after: None,
    };
    let found = company.user_table(&query, LIKE_IT).await?;
    let named = |name: &str| name.to_lowercase() == text.to_lowercase();
    let exactly: Vec<_> = found.iter().filter(|of| named(of.user.name.as_str())).collect();
    Ok(match (exactly.as_slice(), found.as_slice()) {
        ([one], _) => Ok(Some(one.user.id)),
        ([], [one]) => Ok(Some(one.user.id)),
        ([], []) => Err(NotOne::Unknown),
        _ => Err(NotOne::Several),
    })
}
