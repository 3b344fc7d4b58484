use super::{page, wide};
use crate::open::MIGRATIONS;
use sqlx::{AssertSqlSafe, Execute as _, Row as _, SqlStr, SqlitePool};
use store::rows::UserSettingsRow;
use uuid::Uuid;

/// How SQLite goes about a query, a step a line.
async fn steps(sql: SqlStr) -> Vec<String> {
    let database = SqlitePool::connect("sqlite::memory:").await.unwrap();
    MIGRATIONS.run(&database).await.unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {}", sql.as_str());
    let steps = sqlx::query(AssertSqlSafe(explain))
        .fetch_all(&database)
        .await
        .unwrap();
    steps.iter().map(|step| step.get("detail")).collect()
}

/// Only rows that are asked for are read, in the order in which they are wanted.
fn assert_direct(steps: &[String], first: &str) {
    assert!(steps[0].contains(first), "{steps:#?}");
    for step in steps {
        assert!(step.starts_with("SEARCH "), "{step} of {steps:#?}");
        assert!(step.contains("USING"), "{step} of {steps:#?}");
    }
}

#[tokio::test]
async fn a_page_of_users_is_read_in_the_order_of_its_index() {
    let (company, id) = (Uuid::nil(), Vec::<u8>::new());
    let (name, search, limit) = ("", None::<String>, 50);
    let steps = steps(page!(company, name, id, search, limit).sql()).await;
    assert_direct(&steps, "users_by_name (company_id=? AND (name_key,id)>(?,?))");
}

#[tokio::test]
async fn one_users_settings_are_read_by_their_keys() {
    let id = Uuid::nil();
    let steps = steps(wide!("WHERE u.company_id = ? AND u.id = ?", id, id).sql()).await;
    assert_direct(&steps, "SEARCH u USING INDEX");
}
