//! Taken messages that are moved on, many in one statement.

use super::ends::Moved;
use crate::columns::{failed, micros, number};
use jiff::Timestamp;
use model::message::{Attempt, MessageState};
use sqlx::PgConnection;
use store::{Lease, StoreError, rows::history_line};
use uuid::Uuid;

/// Messages that are to be moved on, column by column.
#[derive(Default)]
pub(super) struct Settling {
    ids: Vec<Uuid>,
    accounts: Vec<Uuid>,
    tokens: Vec<i64>,
    states: Vec<String>,
    leased: Vec<bool>,
    sending: Vec<bool>,
    tried: Vec<bool>,
    not_before: Vec<Option<i64>>,
    began: Vec<Option<i64>>,
    causes: Vec<Option<String>>,
    lines: Vec<String>,
}

impl Settling {
    /// A message that was tried, in one of these states before: where it is then, and (where it waits) until when.
    pub(super) fn tried(
        &mut self,
        (lease, message): (&Lease, &Uuid),
        (leased, sending): (bool, bool),
        (state, not_before): (MessageState, Option<Timestamp>),
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        self.add(lease, message, state);
        self.leased.push(leased);
        self.sending.push(sending);
        self.tried.push(true);
        self.not_before.push(not_before.map(micros));
        self.began.push(Some(attempt.began_at));
        self.causes.push(attempt.cause.clone());
        self.lines.push(history_line(attempt)?);
        Ok(())
    }

    /// A message that was taken and not tried, and until when it waits where that is new.
    pub(super) fn back(&mut self, lease: &Lease, message: &Uuid, not_before: Option<Timestamp>) {
        self.add(lease, message, MessageState::Queued);
        self.leased.push(true);
        self.sending.push(false);
        self.tried.push(false);
        self.not_before.push(not_before.map(micros));
        self.began.push(None);
        self.causes.push(None);
        self.lines.push(String::new());
    }

    fn add(&mut self, lease: &Lease, message: &Uuid, state: MessageState) {
        self.ids.push(*message);
        self.accounts.push(*lease.account.as_uuid());
        self.tokens.push(number(lease.token));
        self.states.push(state.key().to_owned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Moves them on, where the account and the message are still under the same lease; says which were. Accounts and
    /// batches are locked.
    pub(super) async fn write(
        &self,
        connection: &mut PgConnection,
        now: Timestamp,
    ) -> Result<Vec<Moved>, StoreError> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        // The state is written so that the planner goes by the ids: in the index of taken messages it would walk through
        // all that were taken lately.
        sqlx::query_as!(
            Moved,
            "UPDATE messages m SET token = NULL,
                state = CASE WHEN s.state = 'queued' AND b.canceled THEN 'canceled'
                    WHEN s.state = 'queued' AND b.paused THEN 'paused' ELSE s.state END,
                attempts = m.attempts + CASE WHEN s.tried AND m.state = 'leased' THEN 1 ELSE 0 END,
                first_attempt_at = coalesce(m.first_attempt_at, s.began),
                not_before = coalesce(s.not_before, m.not_before),
                cause = CASE WHEN s.tried THEN s.cause ELSE m.cause END,
                history = m.history || s.line,
                changed_at = CASE WHEN s.tried THEN $12 ELSE m.changed_at END,
                version = m.version + CASE WHEN s.tried THEN 1 ELSE 0 END
            FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::boolean[], $6::boolean[],
                    $7::boolean[], $8::bigint[], $9::bigint[], $10::text[], $11::text[])
                AS s (id, account, token, state, leased, sending, tried, not_before, began, cause, line)
                JOIN accounts a ON a.id = s.account AND a.token = s.token AND a.lease_until IS NOT NULL
                JOIN messages o ON o.id = s.id
                LEFT JOIN batches b ON b.id = o.batch_id AND NOT o.alone
            WHERE m.id = s.id AND m.account_id = s.account AND m.token = s.token
                AND ((m.state || '' = 'leased' AND s.leased) OR (m.state || '' = 'sending' AND s.sending))
            RETURNING m.id, m.company_id, m.user_id, m.account_id, m.batch_id, m.state",
            &self.ids,
            &self.accounts,
            &self.tokens,
            &self.states,
            &self.leased,
            &self.sending,
            &self.tried,
            &self.not_before as &[Option<i64>],
            &self.began as &[Option<i64>],
            &self.causes as &[Option<String>],
            &self.lines,
            micros(now)
        )
        .fetch_all(connection)
        .await
        .map_err(failed)
    }
}
