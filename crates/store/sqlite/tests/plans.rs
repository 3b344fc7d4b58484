//! How SQLite finds what the queries ask for: by indexes, however many messages there are.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use std::fs;
use store::Store as _;
use support::{Folder, raw};

/// All queries of the store, as they were checked.
fn queries() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let files = fs::read_dir(folder).unwrap().map(|file| {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let about: serde_json::Value = serde_json::from_str(&text).unwrap();
        about["query"].as_str().unwrap().to_owned()
    });
    files.collect()
}

/// What SQLite does for a query, a line a step.
async fn plan(connection: &mut SqliteConnection, query: &str) -> Vec<String> {
    sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")))
        .fetch_all(connection)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("detail"))
        .collect()
}

/// Reads all of a table of which there are many rows; an index that holds the open ones alone is none.
fn is_long(step: &str) -> bool {
    let Some(table) = step.strip_prefix("SCAN ") else {
        return false;
    };
    let (name, how) = table.split_once(' ').unwrap_or((table, ""));
    let many = [
        "messages",
        "m",
        "letters",
        "l",
        "letter_bodies",
        "b",
        "letter_blobs",
        "accounts",
        "a",
        "turns",
        "t",
        "events",
        "e",
        "inbound_mails",
        "i",
        "bad_addresses",
    ];
    many.contains(&name) && !how.contains("messages_open") && !how.contains("messages_to_look_at")
}

#[tokio::test]
async fn no_query_reads_through_all_messages() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let mut connection = raw(&folder.database()).await;
    let mut seen = 0;
    for query in queries()
        .iter()
        .filter(|query| !query.contains("webhook_messages"))
    {
        // The oldest of each account is asked for seldom, for the metrics. What is due comes as `a` out of its index;
        // what is deleted after its time is looked for in the order of its age. What an earlier clock put off is looked
        // for once, when a program begins.
        let known = query.contains("FROM accounts a) AS")
            || query.contains("CO-ROUTINE")
            || query.contains("paced_until = CASE WHEN paced_until <= ?3")
            || query.contains("UNION ALL SELECT m.id FROM accounts a")
            || query.contains("row_number() OVER (PARTITION BY company_id")
            || query.contains("FROM letter_bodies b")
            || query.contains("FROM letters l WHERE l.id < ?1");
        let plan = plan(&mut connection, query).await;
        seen += 1;
        assert!(
            known || !plan.iter().any(|step| is_long(step)),
            "{query}\n{plan:#?}"
        );
    }
    assert!(seen > 40, "{seen}");
}

#[tokio::test]
async fn what_each_message_costs_does_not_grow_with_the_queue() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let mut connection = raw(&folder.database()).await;
    for (part, index) in [
        (
            "ORDER BY m.not_before, m.id LIMIT ?",
            "SEARCH m USING INDEX messages_due (account_id=? AND not_before<?)",
        ),
        (
            "SET state = 'leased', token",
            "sqlite_autoindex_messages_1 (id=?)",
        ),
        (
            "SET state = 'sending', attempts",
            "sqlite_autoindex_messages_1 (id=?)",
        ),
        (
            "first_attempt_at = CASE WHEN s.tried",
            "sqlite_autoindex_messages_1 (id=?)",
        ),
        (
            "WHERE account_id IN (SELECT unhex(value) FROM json_each(?1)) AND state IN ('leased', 'sending')",
            "SEARCH messages USING INDEX messages_taken (account_id=?)",
        ),
        (
            "UPDATE batches SET finished_at = ?2",
            "SEARCH m USING COVERING INDEX messages_of_batch (batch_id=? AND state=?)",
        ),
        (
            "UPDATE accounts SET due_at",
            "SEARCH m USING COVERING INDEX messages_due (account_id=?)",
        ),
        (
            "row_number() OVER (PARTITION BY company_id",
            "SEARCH accounts USING INDEX accounts_due (due_at<?)",
        ),
    ] {
        let queries: Vec<_> = queries()
            .into_iter()
            .filter(|query| query.contains(part))
            .collect();
        assert!(!queries.is_empty(), "{part}");
        for query in queries {
            let plan = plan(&mut connection, &query).await;
            assert!(plan.iter().any(|step| step.contains(index)), "{query}\n{plan:#?}");
            let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
            assert!(!sorts || part.starts_with("row_number"), "{query}\n{plan:#?}");
        }
    }
}

/// It is asked for twice a second by whoever looks at it.
#[tokio::test]
async fn what_a_batchs_page_costs_does_not_grow_with_the_batch() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let mut connection = raw(&folder.database()).await;
    let of_page = |query: &&String| query.contains("WITH RECURSIVE one (id)");
    let queries = queries();
    let query = queries.iter().find(of_page).unwrap();
    let plan = plan(&mut connection, query).await;
    for step in [
        "SEARCH messages USING INDEX messages_of_batch (batch_id=?)",
        "SEARCH n USING INDEX messages_of_batch (batch_id=? AND (state,account_id)>(?,?))",
    ] {
        assert!(plan.iter().any(|done| done == step), "{step}\n{plan:#?}");
    }
    assert!(!plan.iter().any(|step| is_long(step)), "{plan:#?}");
    let first_and_last = queries.iter().find(|query| query.contains("max(changed_at)"));
    assert_eq!(first_and_last, None, "they stand in the batch's row");
}
