use super::list::{count_of, page_of};
use crate::open::MIGRATIONS;
use model::{
    BatchId, EventId, MessageId, UserId,
    event::{Cause, Kind},
};
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _, Sqlite, SqlitePool};
use store::EventQuery;
use uuid::Uuid;

/// How SQLite goes about a query, a step a line.
async fn steps(sql: QueryBuilder<Sqlite>) -> Vec<String> {
    let database = SqlitePool::connect("sqlite::memory:").await.unwrap();
    MIGRATIONS.run(&database).await.unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {}", sql.sql().as_str());
    let steps = sqlx::query(AssertSqlSafe(explain))
        .fetch_all(&database)
        .await
        .unwrap();
    steps.iter().map(|step| step.get("detail")).collect()
}

#[tokio::test]
async fn a_page_of_events_is_read_in_the_order_of_an_index() {
    let id = Uuid::nil();
    let all = EventQuery::default();
    let asked = [
        (all.clone(), "events_of_company (company_id=?)"),
        (
            EventQuery {
                after: Some(EventId::from_uuid(id)),
                ..all.clone()
            },
            "events_of_company (company_id=? AND id<?)",
        ),
        (
            EventQuery {
                kinds: vec![Kind::Bounce],
                ..all.clone()
            },
            "events_of_kind (company_id=? AND kind=?)",
        ),
        (
            EventQuery {
                kinds: vec![Kind::Bounce, Kind::Delayed],
                ..all.clone()
            },
            "events_of_company (company_id=?)",
        ),
        (
            EventQuery {
                cause: Some(Cause::MailboxFull),
                ..all.clone()
            },
            "events_of_cause (company_id=? AND cause=?)",
        ),
        (
            EventQuery {
                trusted: Some(false),
                ..all.clone()
            },
            "events_not_believed (company_id=?)",
        ),
        (
            EventQuery {
                trusted: Some(true),
                oldest_first: true,
                ..all.clone()
            },
            "events_of_company (company_id=?)",
        ),
        (
            EventQuery {
                user: Some(UserId::from_uuid(id)),
                ..all.clone()
            },
            "events_of_user (user_id=?)",
        ),
        (
            EventQuery {
                batch: Some(BatchId::from_uuid(id)),
                ..all.clone()
            },
            "events_of_batch (batch_id=?)",
        ),
        (
            EventQuery {
                search: Some("õun".to_owned()),
                ..all.clone()
            },
            "events_of_company (company_id=?)",
        ),
    ];
    for (query, index) in asked {
        let steps = steps(page_of(id, &query, 50)).await;
        assert!(steps[0].contains(index), "{query:?}\n{steps:#?}");
        for step in &steps {
            assert!(
                step.starts_with("SEARCH ") && step.contains("USING"),
                "{query:?}\n{steps:#?}"
            );
        }
    }
    // A message has few events.
    let of_message = EventQuery {
        message: Some(MessageId::from_uuid(id)),
        ..all
    };
    let steps = steps(page_of(id, &of_message, 50)).await;
    assert!(
        steps[0].contains("events_of_message (message_id=?)"),
        "{steps:#?}"
    );
}

#[tokio::test]
async fn events_are_counted_from_an_index_alone() {
    let steps = steps(count_of(Uuid::nil(), &EventQuery::default())).await;
    assert!(
        steps[0].contains("COVERING INDEX events_of_kind (company_id=?)"),
        "{steps:#?}"
    );
}
