//! What webhooks are told of messages, batches and accounts: read only where there is somebody to be told.

use uuid::Uuid;

/// A message that came to an end, for [`crate::changes::message_told`].
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug, Clone)]
pub struct ToldMessageRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_external_id: Option<String>,
    pub user_id: Uuid,
    /// None where he has none, or is gone.
    pub user_external_id: Option<String>,
    pub letter_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub recipient: String,
    /// Of the letter.
    pub reference: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub cause: Option<String>,
}

/// A batch that came to its end, for [`crate::changes::batch_finished`].
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug, Clone)]
pub struct ToldBatchRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_external_id: Option<String>,
    pub user_id: Uuid,
    pub user_external_id: Option<String>,
    pub reference: Option<String>,
}

/// An account that is held or let go, for [`crate::changes::account_held`] and [`crate::changes::account_released`].
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug, Clone)]
pub struct ToldAccountRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_external_id: Option<String>,
    pub route: String,
}
