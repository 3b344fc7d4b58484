//! Identifiers: `UUIDv7`, one type for each thing, so that a user's id can not stand where a company's belongs.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text was not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct InvalidId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that the caller made from its own clock and randomness.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself, for storage.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

id!(
    /// A company: the tenant that every stored row belongs to.
    CompanyId
);
id!(
    /// A user of the portal.
    UserId
);
id!(
    /// A letter: what is said, to one or more recipients.
    LetterId
);
id!(
    /// A message: one letter on its way to one recipient.
    MessageId
);
id!(
    /// A batch: many letters together (mass mailing).
    BatchId
);
id!(
    /// An account that letters go out through: a server with the name that signs in there, or the portal's relay.
    AccountId
);
id!(
    /// A letter that is not finished: to be edited before it is sent.
    DraftId
);
id!(
    /// One run of the staged test.
    TestId
);
id!(
    /// A key for the API.
    ApiKeyId
);
id!(
    /// A webhook of a company.
    WebhookId
);
id!(
    /// One message to a webhook, the same at each attempt.
    WebhookMessageId
);
id!(
    /// An exception from the rules about encryption that an admin confirmed.
    ExceptionId
);
id!(
    /// An entry of the audit log.
    AuditId
);
id!(
    /// What came back about one recipient.
    EventId
);
id!(
    /// A mail that came back.
    InboundId
);
