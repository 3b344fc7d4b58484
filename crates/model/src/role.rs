//! What a user may do.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// His own settings.
    User,
    /// His own, and what is the whole company's.
    Admin,
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is one of user, admin")]
pub struct UnknownRole;

impl Role {
    /// Both roles.
    pub const ALL: [Self; 2] = [Self::User, Self::Admin];

    /// The word in storage.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.key() == text)
            .ok_or(UnknownRole)
    }
}
