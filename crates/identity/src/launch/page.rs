//! The pages that a portal may open.

use std::str::FromStr;

/// A page that a launch may begin with. A closed list and never an address, so that no token sends anybody elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LaunchPage {
    /// The user's own settings.
    Settings,
    /// The company's defaults.
    Company,
    /// Who is the sender user.
    SenderUser,
    /// The company's users.
    Users,
    /// Keys for the API.
    ApiKeys,
    /// Webhooks.
    Webhooks,
    /// The audit log.
    Audit,
}

/// There is no such page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no page that a portal may open")]
pub struct UnknownPage;

impl LaunchPage {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Settings,
        Self::Company,
        Self::SenderUser,
        Self::Users,
        Self::ApiKeys,
        Self::Webhooks,
        Self::Audit,
    ];

    /// The word in a token.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Company => "company",
            Self::SenderUser => "sender-user",
            Self::Users => "users",
            Self::ApiKeys => "api-keys",
            Self::Webhooks => "webhooks",
            Self::Audit => "audit",
        }
    }
}

impl FromStr for LaunchPage {
    type Err = UnknownPage;

    fn from_str(text: &str) -> Result<Self, UnknownPage> {
        Self::ALL
            .into_iter()
            .find(|page| page.key() == text)
            .ok_or(UnknownPage)
    }
}
