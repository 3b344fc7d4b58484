//! What letters that were sent before events were known become when their database is opened.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use model::{
    CompanyId, MessageId,
    event::{Clue, Kind, Source},
    message::MessageState,
};
use sqlx::{
    SqlitePool,
    migrate::{MigrationSource as _, Migrator},
    sqlite::SqliteConnectOptions,
};
use std::path::Path;
use store::{Inbox as _, MessageQuery, Named, NewEvent, NewInbound, Store as _, TakenIn, rows::route_json};
use support::Folder;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number << 100)
}

/// A database as it was before, with a company that has had another name, and a letter to three.
async fn before_events(folder: &Folder) {
    let options = SqliteConnectOptions::new()
        .filename(folder.database())
        .create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let migrations = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"));
    let mut old = migrations.resolve().await.unwrap();
    old.retain(|migration| migration.version <= 4);
    Migrator::with_migrations(old).run(&pool).await.unwrap();
    let company = id(1);
    let (_, wrapped) = folder
        .vault()
        .new_company_key(CompanyId::from_uuid(company))
        .unwrap();
    sqlx::query(
        "INSERT INTO companies VALUES (?, 'portal', NULL, 'Näidis OÜ', 'naidis', 0, NULL, '{}', 1, ?, 0)",
    )
    .bind(company)
    .bind(wrapped)
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("INSERT INTO event_names VALUES ('naidis', ?1, 0), ('enne', ?1, 0), ('ammu', NULL, 0)")
        .bind(company)
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO accounts (id, company_id, route, token, served_at, trouble_times, pace, created_at)
        VALUES (?, ?, ?, 0, 0, 0, '{}', 0)",
    )
    .bind(id(3))
    .bind(company)
    .bind(route_json(&store::Route::Relay).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO letters (id, company_id, user_id, user_name, number, subject, subject_key, body_size, created_at)
        VALUES (?, ?, ?, 'Mari', 1, 'Arve', 'arve', 2, 0)",
    )
    .bind(id(4))
    .bind(company)
    .bind(id(2))
    .execute(&pool)
    .await
    .unwrap();
    for (number, state) in [(5, "sent"), (6, "failed"), (7, "queued")] {
        sqlx::query(
            "INSERT INTO messages (id, company_id, user_id, letter_id, account_id, role, recipient, recipient_key,
                state, attempts, not_before, history, alone, created_at, changed_at, version)
            VALUES (?, ?, ?, ?, ?, 'to', ?, ?, ?, 1, 0, '', 0, 0, 0, 3)",
        )
        .bind(id(number))
        .bind(company)
        .bind(id(2))
        .bind(id(4))
        .bind(id(3))
        .bind(format!("{state}@mujal.ee"))
        .bind(format!("{state}@mujal.ee"))
        .bind(state)
        .execute(&pool)
        .await
        .unwrap();
    }
    pool.close().await;
}

#[tokio::test]
async fn letters_that_were_sent_before_may_come_back() {
    let folder = Folder::new();
    before_events(&folder).await;
    let store = folder.open().await;
    let company = store.company(CompanyId::from_uuid(id(1)));
    let query = MessageQuery {
        oldest_first: true,
        ..MessageQuery::default()
    };
    let messages = company.messages(&query, 10).await.unwrap();
    let states: Vec<_> = messages.iter().map(|message| message.state).collect();
    assert_eq!(
        states,
        [MessageState::Sent, MessageState::Failed, MessageState::Queued]
    );
    let mailbox = async |name: &str| store.event_mailbox(&name.parse().unwrap()).await.unwrap();
    assert_eq!(mailbox("naidis").await.unwrap().until, None);
    assert!(
        mailbox("enne").await.unwrap().until.is_some(),
        "it had that before"
    );
    assert_eq!(mailbox("ammu").await, None, "nobody's any more");
    let bounce = NewEvent {
        kind: Kind::Bounce,
        cause: None,
        hard: false,
        status: None,
        reply_code: None,
        evidence: String::new(),
        reporter: None,
        recipient: None,
        names: Some((Clue::ReturnPath, Named::Message(MessageId::from_uuid(id(5))))),
        distrust: None,
    };
    let mail = NewInbound {
        company: company.id(),
        source: Source::Smtp,
        envelope_sender: None,
        envelope_recipient: None,
        sender: None,
        subject: String::new(),
        message_id: None,
        size: 0,
        digest: [0; 32],
        raw: None,
        user: None,
        pass_on: false,
        events: vec![bounce],
    };
    let taken = store.take_in(&[mail]).await.unwrap();
    assert!(matches!(taken[0], TakenIn::Kept { .. }), "{taken:?}");
    let found = company.find_message(messages[0].id).await.unwrap().unwrap();
    assert_eq!((found.message.state, found.version), (MessageState::Bounced, 4));
}
