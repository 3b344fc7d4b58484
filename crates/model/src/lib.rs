//! Types and rules that browser and server share.
//!
//! Nothing here reads, writes, waits or knows the time, so that the settings form checks the same rules while a
//! person types (in WebAssembly) and when it arrives (on the server).

pub mod address;
pub mod event;
pub mod host;
pub mod ids;
pub mod language;
pub mod letter;
pub mod message;
pub mod port;
pub mod portal;
pub mod provider;
pub mod role;
pub mod session;
pub mod settings;
pub mod words;

pub use address::{DisplayName, Mailbox};
pub use host::Host;
pub use ids::{
    AccountId, ApiKeyId, AuditId, BatchId, CompanyId, DraftId, EventId, ExceptionId, InboundId, LetterId,
    MessageId, TestId, UserId, WebhookId, WebhookMessageId,
};
pub use language::Language;
pub use port::{OpenPorts, Port, Security};
pub use portal::{EventName, ExternalId, PortalId};
pub use role::Role;
