//! What a secret is for.

use crate::encoding::Fields;
use model::{CompanyId, UserId, settings::Destination};

/// Which secret of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretField {
    /// The password of the user's own server.
    OwnServerPassword,
}

impl SecretField {
    /// The stable name, part of what a secret is sealed to.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::OwnServerPassword => "own-server-password",
        }
    }
}

/// What a secret is sealed to. Any other company, user, field or destination does not open it.
#[derive(Debug, Clone, Copy)]
pub struct SecretContext<'a> {
    /// The company.
    pub company: CompanyId,
    /// The user who entered it.
    pub user: UserId,
    /// Which of his secrets.
    pub field: SecretField,
    /// The only place where it may be sent.
    pub destination: &'a Destination,
}

impl SecretContext<'_> {
    /// The associated data of the sealed secret.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        Fields::of("saatja secret 1")
            .bytes(self.company.as_uuid().as_bytes())
            .bytes(self.user.as_uuid().as_bytes())
            .text(self.field.key())
            .destination(self.destination)
            .into_bytes()
    }
}
