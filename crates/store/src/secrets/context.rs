//! What a secret is for.

use crate::{encoding::Fields, settings::Owner};
use model::{CompanyId, UserId, WebhookId, settings::Destination};

/// What a secret is sealed to. Any other company, owner, use or destination does not open it.
#[derive(Debug, Clone, Copy)]
pub enum SecretContext<'a> {
    /// The password for a mail server.
    Password {
        /// The company.
        company: CompanyId,
        /// Whose it is.
        owner: Owner,
        /// The only place where it may be sent.
        destination: &'a Destination,
    },
    /// The password for a user's own mailbox.
    Mailbox {
        /// The company.
        company: CompanyId,
        /// Whose it is.
        user: UserId,
        /// The only place where it may be sent.
        destination: &'a Destination,
    },
    /// What messages to a webhook are signed with.
    Webhook {
        /// The company.
        company: CompanyId,
        /// The webhook.
        webhook: WebhookId,
    },
}

impl SecretContext<'_> {
    /// The company.
    pub(super) const fn company(&self) -> CompanyId {
        match self {
            Self::Password { company, .. }
            | Self::Mailbox { company, .. }
            | Self::Webhook { company, .. } => *company,
        }
    }

    /// The associated data of the sealed secret.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let fields = Fields::of("saatja secret 1").bytes(self.company().as_uuid().as_bytes());
        match self {
            Self::Password {
                owner: Owner::User(user),
                destination,
                ..
            } => fields
                .bytes(user.as_uuid().as_bytes())
                .text("own-server-password")
                .destination(destination),
            Self::Password {
                owner: Owner::Company,
                destination,
                ..
            } => fields
                .bytes(&[])
                .text("company-password")
                .destination(destination),
            Self::Mailbox {
                user, destination, ..
            } => fields
                .bytes(user.as_uuid().as_bytes())
                .text("mailbox-password")
                .destination(destination),
            Self::Webhook { webhook, .. } => {
                fields.bytes(webhook.as_uuid().as_bytes()).text("webhook-secret")
            }
        }
        .into_bytes()
    }
}
