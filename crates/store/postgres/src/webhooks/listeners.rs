//! Who is told of what happens to many messages at once.

use crate::{
    columns::{failed, from_json, micros},
    database::Database,
};
use jiff::Timestamp;
use sqlx::PgConnection;
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
        connection: &mut PgConnection,
        companies: impl Iterator<Item = Uuid>,
    ) -> Result<Self, StoreError> {
        let companies: BTreeSet<Uuid> = companies.collect();
        if companies.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let rows = sqlx::query!(
            r#"SELECT company_id, id, events::text AS "events!" FROM webhooks
            WHERE company_id = ANY ($1) AND disabled_at IS NULL ORDER BY id"#,
            &Vec::from_iter(companies)
        )
        .fetch_all(connection)
        .await
        .map_err(failed)?;
        let listeners = rows.into_iter().map(|row| {
            Ok(Listener {
                company: row.company_id,
                webhook: row.id,
                events: from_json("events", &row.events)?,
            })
        });
        listeners.collect::<Result<_, _>>().map(Self)
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
        connection: &mut PgConnection,
        messages: &[(Uuid, Message)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (mut ids, mut webhooks, mut kinds, mut bodies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (company, message) in messages {
            for listener in self.0.iter().filter(|listener| listener.company == *company) {
                if listener.events.is_empty() || listener.events.contains(&message.kind) {
                    ids.push(database.new_id()?);
                    webhooks.push(listener.webhook);
                    kinds.push(message.kind.key().to_owned());
                    bodies.push(message.body.clone());
                }
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        // From the webhook, so that one that was removed at this moment gets none.
        sqlx::query!(
            "INSERT INTO webhook_messages (id, webhook_id, company_id, kind, body, created_at, attempts,
                next_attempt_at)
            SELECT s.id, w.id, w.company_id, s.kind, s.body, $5, 0, $5
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS s (id, webhook, kind, body)
                JOIN webhooks w ON w.id = s.webhook
            ORDER BY w.id FOR KEY SHARE OF w",
            &ids,
            &webhooks,
            &kinds,
            &bodies,
            micros(now)
        )
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
    }
}
