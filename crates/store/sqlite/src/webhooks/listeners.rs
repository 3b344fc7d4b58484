//! Who is told of what happens to many messages at once.

use crate::{
    columns::{failed, from_json, micros, to_json},
    database::Database,
    queue::{hex, hex_list},
};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use std::collections::BTreeSet;
use store::{EventKind, StoreError, changes::Message};
use uuid::Uuid;

/// The webhooks of some companies that get something.
pub(crate) struct Listeners(Vec<Listener>);

struct Listener {
    company: Uuid,
    webhook: Uuid,
    /// An empty list: all.
    events: Vec<EventKind>,
}

impl Listeners {
    /// Those of these companies.
    pub(crate) async fn of(
        connection: &mut SqliteConnection,
        companies: &BTreeSet<Uuid>,
    ) -> Result<Self, StoreError> {
        if companies.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let companies = hex_list(companies)?;
        sqlx::query!(
            r#"SELECT w.company_id AS "company: Uuid", w.id AS "webhook: Uuid", w.events
            FROM json_each(?) s CROSS JOIN webhooks w ON w.company_id = unhex(s.value)
            WHERE w.disabled_at IS NULL"#,
            companies
        )
        .fetch_all(connection)
        .await
        .map_err(failed)?
        .into_iter()
        .map(|row| {
            Ok(Listener {
                company: row.company,
                webhook: row.webhook,
                events: from_json("events", &row.events)?,
            })
        })
        .collect::<Result<_, _>>()
        .map(Self)
    }

    /// Whether there is nobody.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a company has one.
    pub(crate) fn has(&self, company: Uuid) -> bool {
        self.0.iter().any(|listener| listener.company == company)
    }

    /// Writes messages of these companies, for each webhook that wants to be told.
    pub(crate) async fn tell(
        &self,
        database: &Database,
        connection: &mut SqliteConnection,
        messages: &[(Uuid, Message)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        for (company, message) in messages {
            for listener in self.0.iter().filter(|listener| listener.company == *company) {
                if listener.events.is_empty() || listener.events.contains(&message.kind) {
                    let id = hex(&database.new_id()?);
                    let (webhook, company) = (hex(&listener.webhook), hex(company));
                    rows.push((id, webhook, company, message.kind, &message.body));
                }
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
        let (rows, now) = (to_json("messages", &rows)?, micros(now));
        sqlx::query!(
            "INSERT INTO webhook_messages (id, webhook_id, company_id, kind, body, created_at, attempts,
                next_attempt_at)
            SELECT unhex(value ->> 0), unhex(value ->> 1), unhex(value ->> 2), value ->> 3, value ->> 4, ?2, 0, ?2
            FROM json_each(?1)",
            rows,
            now
        )
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
    }
}
