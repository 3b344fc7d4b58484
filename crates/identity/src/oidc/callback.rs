//! What the browser comes back with, and what comes of it.

use jiff::Timestamp;
use serde::Deserialize;

use super::{Issuer, OidcError, discovery::Provider, error::error_word};
use crate::Person;

/// The longest code that is passed on, in bytes.
const LONGEST_CODE: usize = 4096;

/// The query with which the provider sends the browser back (RFC 6749, section 4.1.2; RFC 9207). Whatever else is in
/// it (`session_state`, `scope`) is not looked at. It may be forged in every part.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Callback {
    /// The one that was sent.
    pub state: String,
    /// What the ID token is got for.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// Who answers.
    pub iss: Option<String>,
}

impl Callback {
    /// The code, if this is the answer of this provider and a good one. The state has been checked.
    pub(super) fn code(&self, issuer: &Issuer, provider: &Provider) -> Result<&str, OidcError> {
        match &self.iss {
            Some(iss) if iss != issuer.as_str() => return Err(OidcError::ResponseIssuer),
            None if provider.names_itself => return Err(OidcError::ResponseIssuer),
            _ => {}
        }
        match self.error.as_deref() {
            Some("access_denied") => return Err(OidcError::Denied),
            Some(other) => return Err(OidcError::Refused(error_word(other))),
            None => {}
        }
        // Visible characters and spaces (RFC 6749, appendix A.11).
        let good = |code: &&str| {
            (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        };
        self.code.as_deref().filter(good).ok_or(OidcError::NoCode)
    }
}

/// Somebody whom the provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Who he is.
    pub person: Person,
    /// When he last proved it to the provider, as the provider signed it (`auth_time`); none where it does not tell.
    /// What needs a fresh sign-in has to look at this by its own clock, and not at whether one was asked for: the
    /// question lies in the person's own browser.
    pub authenticated_at: Option<Timestamp>,
}
