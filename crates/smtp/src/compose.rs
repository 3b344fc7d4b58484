//! Letters as bytes: the test letter, and those of people.

mod from_html;
mod header;
mod letter;
mod test_letter;
mod text;

pub use from_html::text_of;
pub use letter::letter;
pub use test_letter::{TestLetter, compose};

use crate::session::LetterError;
use jiff::Timestamp;
use model::letter::BlobHash;

/// Why a letter can not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The subject holds a line break or another invisible character.
    #[error("the subject holds an invisible character")]
    Subject,
    /// The identifier holds something else than letters, digits, dots and hyphens.
    #[error("the identifier is not an atom")]
    Id,
    /// The time is before 1970 or after 9999.
    #[error("the time is out of range")]
    Date,
    /// An address is not one for the MIME library.
    #[error("an address can not be written: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The bytes of a file are not there.
    #[error("the file {0} is not there")]
    File(BlobHash),
    /// The bytes are not a letter.
    #[error(transparent)]
    Letter(#[from] LetterError),
}

/// A date that can be written with a year of four digits (RFC 5322, section 3.3).
fn check_date(at: Timestamp) -> Result<(), ComposeError> {
    if (0..253_402_300_800).contains(&at.as_second()) {
        Ok(())
    } else {
        Err(ComposeError::Date)
    }
}

#[cfg(test)]
mod tests;
