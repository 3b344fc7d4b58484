//! What somebody finds who gets hold of the database, or reads the log.

mod support;

use std::time::Duration;
use store::{Actor, NewSession, Owner, Store as _, UserError};
use support::{Server, company, new_user, save, user};

const PASSWORD: &str = "korge-Kuusk-Kasvab-77";

#[tokio::test]
async fn neither_password_nor_tokens_are_in_the_database() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let company = company(&store).await.id;
    let company = store.company(company);
    let user = user(&*company, "mari@naidis.ee").await;
    company
        .save_settings(Owner::User(user.id), save(PASSWORD), &Actor::Operator)
        .await
        .unwrap();
    let minute = Duration::from_mins(1);
    let session = company
        .create_session(user.id, &NewSession::lasting(minute))
        .await
        .unwrap()
        .reveal();
    let link = company
        .create_sign_in_link(user.id, minute)
        .await
        .unwrap()
        .reveal();

    // Every row of every table, as text and (bytes are shown in hexadecimal) as bytes.
    let tables = server.0.sql(
        database.name(),
        "SELECT string_agg(format('SELECT row_to_json(t)::text FROM %I t', tablename), ' UNION ALL ')
        FROM pg_tables WHERE schemaname = 'public'",
    );
    let everything = server.0.sql(database.name(), tables.trim());
    assert!(
        everything.contains("smtp.naidis.ee"),
        "the search finds what is there"
    );
    let hexadecimal = server
        .0
        .sql("postgres", &format!("SELECT encode('{PASSWORD}', 'hex')"));
    for needle in [PASSWORD, hexadecimal.trim(), &session, &link] {
        assert!(!everything.contains(needle), "{needle}");
    }
}

#[tokio::test]
async fn errors_do_not_show_the_row() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let company = company(&store).await.id;
    // PostgreSQL's answer to this shows the whole row.
    server.0.sql(
        database.name(),
        "ALTER TABLE users ADD CHECK (name <> 'Mari Maasikas')",
    );
    let mari = new_user("mari@naidis.ee");
    let error = store
        .company(company)
        .create_user(&mari, &Actor::Operator)
        .await
        .unwrap_err();
    let UserError::Store(error) = error else {
        panic!("{error:?}")
    };
    let words = format!("{error:?}");
    assert!(words.contains("23514"), "{words}");
    assert!(!words.contains("mari@naidis.ee"), "{words}");
}
