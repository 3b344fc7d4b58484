//! Webhooks of a company, and the messages that wait for them.
//!
//! A message is written in the same transaction as what it tells of, so that none is lost and none tells of what did not
//! happen. It is sent at least once; its id is the same at each attempt.

use crate::{audit::Actor, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, WebhookId, WebhookMessageId};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{str::FromStr, time::Duration};

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// What a message tells of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }

        impl EventKind {
            /// All kinds there are.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word, as in a message's `type`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }
        }
    };
}

event_kinds! {
    /// Settings were saved: a user's, or the company's defaults.
    SettingsSaved = "settings.saved",
    /// Another user, or none, became the sender user.
    SenderUserChanged = "sender-user.changed",
    /// A test found a user's settings to work.
    SettingsVerified = "settings.verified",
    /// A test found a user's settings not to work.
    SettingsFailing = "settings.failing",
    /// A server took a message.
    MessageSent = "message.sent",
    /// A message that had been sent came back.
    MessageBounced = "message.bounced",
    /// A message did not go out.
    MessageFailed = "message.failed",
    /// Nobody knows whether a message arrived.
    MessageInDoubt = "message.in-doubt",
    /// A mail came back that says something else of a message: delayed, delivered, unwanted, answered.
    EventReceived = "event.received",
    /// All messages of a batch came to an end.
    BatchFinished = "batch.finished",
    /// A server takes no letters until somebody changes something.
    AccountHeld = "account.held",
    /// A server that was held is tried again.
    AccountReleased = "account.released",
    /// Somebody asked for a message to try the webhook.
    WebhookTest = "webhook.test",
}

/// The text names no kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind of event")]
pub struct UnknownEventKind;

impl FromStr for EventKind {
    type Err = UnknownEventKind;

    fn from_str(text: &str) -> Result<Self, UnknownEventKind> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.key() == text)
            .ok_or(UnknownEventKind)
    }
}

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where messages are posted: an `https` address, checked before it came here.
    pub url: String,
    /// Of what it is told; an empty list: of everything.
    pub events: Vec<EventKind>,
    /// When it was added.
    pub created_at: Timestamp,
    /// Since when it gets nothing, and why.
    pub disabled: Option<(Timestamp, Disabled)>,
    /// The version that was saved, for two people at once.
    pub version: u64,
}

/// Why a webhook gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disabled {
    /// An admin switched it off.
    ByAdmin,
    /// It answered 410 Gone.
    Gone,
    /// All attempts for one message failed.
    Failing,
}

impl Disabled {
    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ByAdmin => "by-admin",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// The text is no reason why a webhook gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such reason")]
pub struct UnknownReason;

impl FromStr for Disabled {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        [Self::ByAdmin, Self::Gone, Self::Failing]
            .into_iter()
            .find(|reason| reason.key() == text)
            .ok_or(UnknownReason)
    }
}

/// A message and what became of it so far.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookMessage {
    /// Its id, the receiver's `webhook-id`.
    pub id: WebhookMessageId,
    /// What it tells of.
    pub kind: EventKind,
    /// The whole body: `{"type", "timestamp", "data"}`.
    pub body: Value,
    /// When it was written.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; none where it is settled.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was taken (a 2xx answer).
    pub delivered_at: Option<Timestamp>,
    /// The last answer's status, or the stable key of why there was none.
    pub last_result: Option<String>,
}

/// Why a webhook was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// There is no such webhook, or message of it, in the company.
    #[error("no such webhook")]
    NoSuchWebhook,
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// Somebody saved in between.
    #[error("saved by somebody else in between")]
    Conflict,
    /// Twenty are enough.
    #[error("too many webhooks")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most webhooks of one company.
pub const MOST_WEBHOOKS: u32 = 20;

/// What is saved of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveWebhook {
    /// Where messages are posted.
    pub url: String,
    /// Of what it is told.
    pub events: Vec<EventKind>,
    /// Whether it gets messages; switching it on again forgets why it got none.
    pub enabled: bool,
}

/// The webhooks of one company.
#[async_trait]
pub trait WebhookStore: Send + Sync {
    /// All of them, oldest first.
    async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError>;

    /// Adds one. Its secret (`whsec_…`) is sealed with the company's key.
    async fn create_webhook(
        &self,
        save: &SaveWebhook,
        secret: &SecretString,
        by: &Actor,
    ) -> Result<Webhook, WebhookError>;

    /// Changes one. A new address gets no old message: those that wait are given up.
    async fn update_webhook(
        &self,
        id: WebhookId,
        save: &SaveWebhook,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<Webhook, WebhookError>;

    /// Gives one a new secret; until `overlap` is over messages are signed with the old one too.
    async fn rotate_webhook_secret(
        &self,
        id: WebhookId,
        secret: &SecretString,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(), WebhookError>;

    /// Removes one with its messages.
    async fn delete_webhook(&self, id: WebhookId, by: &Actor) -> Result<(), WebhookError>;

    /// The latest messages to one, newest first, at most `limit`.
    async fn webhook_messages(&self, id: WebhookId, limit: u32) -> Result<Vec<WebhookMessage>, WebhookError>;

    /// Writes a message to one webhook alone, whatever it wants to be told of: to try it.
    async fn send_webhook_test(&self, id: WebhookId) -> Result<WebhookMessageId, WebhookError>;

    /// Lets a message be tried again now.
    async fn resend_webhook_message(
        &self,
        id: WebhookId,
        message: WebhookMessageId,
    ) -> Result<(), WebhookError>;
}

/// A message that is to be posted now.
#[derive(Debug)]
pub struct DueMessage {
    /// Its id.
    pub id: WebhookMessageId,
    /// The company.
    pub company: CompanyId,
    /// The webhook.
    pub webhook: WebhookId,
    /// Where to.
    pub url: String,
    /// What it is signed with: the newest secret first.
    pub secrets: Vec<SecretString>,
    /// The body, byte by byte the same at each attempt.
    pub body: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempted {
    /// It was taken.
    Delivered {
        /// In short: the status.
        result: String,
    },
    /// It is tried again later.
    Later {
        /// When.
        at: Timestamp,
        /// In short: the status, or the key of the failure.
        result: String,
    },
    /// It is not tried again, and the webhook gets nothing more until somebody looks at it.
    GivenUp {
        /// Why.
        why: Disabled,
        /// In short: the status, or the key of the failure.
        result: String,
    },
}

/// The messages of all companies, for the one task that posts them.
#[async_trait]
pub trait WebhookQueue: Send + Sync {
    /// Messages that are due, at most `limit`, and not more than two of one webhook at once. They are not given to
    /// anyone else until `lease` is over.
    async fn due_webhook_messages(&self, limit: u32, lease: Duration) -> Result<Vec<DueMessage>, StoreError>;

    /// Notes what came of an attempt. Says false where the message was given to somebody else meanwhile, or is gone.
    async fn settle_webhook_message(
        &self,
        id: WebhookMessageId,
        attempt: u32,
        attempted: &Attempted,
    ) -> Result<bool, StoreError>;
}
