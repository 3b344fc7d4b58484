//! Letters in a database whose program ended in the middle, and in one from before there were any.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use model::{
    CompanyId, MessageId, UserId,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{AttemptResult, MessageState, RecipientRole},
    settings::SendingMode,
};
use sqlx::{SqlitePool, migrate::Migrator, sqlite::SqliteConnectOptions};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};
use store::{
    Actor, Advance, CompanyDirectory as _, CompanyStore, MessageQuery, Migrated, NewCompany, NewLetter,
    OsRandom, PaceLimits, Queue as _, Route, Step, Store as _, SystemClock,
};
use store_sqlite::SqliteStore;
use support::{Folder, last_migration, name, raw, user};
use uuid::Uuid;

static MIGRATIONS: Migrator = sqlx::migrate!();

fn letter(user: UserId) -> NewLetter {
    let to = model::Mailbox::parse("ostja@klient.ee").unwrap();
    let from = model::Mailbox::parse("mari@naidis.ee").unwrap();
    NewLetter {
        user,
        route: Route::Relay,
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::Portal,
                from_name: name("Näidis OÜ"),
                from: from.clone(),
                reply_to: None,
                envelope_sender: from,
                to: vec![Addressee {
                    name: None,
                    address: to.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse("Arve").unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(to, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

async fn company(store: &SqliteStore) -> (Box<dyn CompanyStore>, UserId) {
    let company = store
        .create_company(&NewCompany::lone(name("Näidis OÜ")), &Actor::Operator)
        .await
        .unwrap();
    let company = store.company(company.id);
    let user = user(&*company, "mari@naidis.ee").await;
    (company, user.id)
}

async fn real_time(folder: &Folder) -> SqliteStore {
    SqliteStore::open(
        &folder.database(),
        folder.vault(),
        Arc::new(SystemClock),
        Arc::new(OsRandom),
    )
    .await
    .unwrap()
}

/// Leases the one account that is due, and takes its messages.
async fn take(store: &SqliteStore, lease: Duration, most: u32) -> (store::Lease, Vec<MessageId>) {
    let account = store.lease_accounts(1, lease, false).await.unwrap().remove(0);
    let taken = store
        .take_messages(account.lease, &PaceLimits::default(), most)
        .await
        .unwrap();
    (
        account.lease,
        taken.messages.iter().map(|message| message.id).collect(),
    )
}

/// Not a test of its own: the program that the next test kills.
#[tokio::test]
async fn sends_until_it_is_killed() {
    let Ok(path) = std::env::var("SAATJA_QUEUE_TO_BE_KILLED") else {
        return;
    };
    let store = real_time(&Folder::at(Path::new(&path))).await;
    let (company, user) = company(&store).await;
    loop {
        let letters = vec![letter(user); 3];
        let accepted = company
            .accept(&letters, None, None, &Actor::Operator)
            .await
            .unwrap();
        for letter in &accepted.letters {
            println!("accepted {}", letter.messages[0].0);
        }
        let (lease, taken) = take(&store, Duration::from_millis(1), 3).await;
        let steps: Vec<_> = taken
            .iter()
            .take(2)
            .map(|message| Advance {
                lease,
                message: *message,
                step: Step::Sending,
            })
            .collect();
        // What it says no to is not sent: the lease is short on purpose.
        for (step, begun) in steps.iter().zip(store.advance(&steps).await.unwrap()) {
            if begun {
                println!("sending {}", step.message);
            }
        }
    }
}

#[tokio::test]
async fn what_was_accepted_survives_a_kill_and_what_was_being_sent_is_in_doubt() {
    let folder = Folder::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sends_until_it_is_killed", "--nocapture"])
        .env("SAATJA_QUEUE_TO_BE_KILLED", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said: Vec<String> = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    for line in lines.by_ref() {
        said.push(line);
        if said.iter().filter(|line| line.contains("accepted ")).count() > 60 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(lines);
    let of = |word: &str| -> Vec<MessageId> {
        let ids = said
            .iter()
            .filter_map(|line| line.split_once(word)?.1.parse().ok());
        ids.collect()
    };
    let (accepted, sending) = (of("accepted "), of("sending "));
    assert!(accepted.len() > 60, "{}", accepted.len());

    let store = real_time(&folder).await;
    let known = store.list_companies(None, None, 1).await.unwrap().remove(0);
    let company = store.company(known.id);
    // Whatever is due after its lease ran out is recovered with the next lease.
    let leased = store
        .lease_accounts(1, Duration::from_mins(1), false)
        .await
        .unwrap();
    assert_eq!(leased.len(), 1);
    for message in &accepted {
        let found = company.find_message(*message).await.unwrap().unwrap();
        let state = found.message.state;
        if sending.contains(message) {
            assert_eq!((state, found.message.attempts), (MessageState::InDoubt, 1));
            assert_eq!(found.history.last().unwrap().result, AttemptResult::InDoubt);
        } else {
            // Between the commit and the word about it the program may have been killed.
            assert!(
                matches!(state, MessageState::Queued | MessageState::InDoubt),
                "{state:?}"
            );
        }
    }
    let counts = company.count_messages(&MessageQuery::default()).await.unwrap();
    assert_eq!(counts.all(), counts.waiting + counts.in_doubt);
    assert!(counts.all() >= accepted.len() as u64);
}

#[tokio::test]
async fn a_transaction_that_was_cut_short_leaves_nothing() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (company, user) = company(&store).await;
    let letters = vec![letter(user); 2];
    company
        .accept(&letters, None, None, &Actor::Operator)
        .await
        .unwrap();
    let (lease, taken) = take(&store, Duration::from_mins(1), 2).await;
    let step = Advance {
        lease,
        message: taken[0],
        step: Step::Sending,
    };
    {
        // Polled until it has begun to write, and dropped then.
        let half = store.advance(std::slice::from_ref(&step));
        let mut half = std::pin::pin!(half);
        let polled = tokio::time::timeout(Duration::ZERO, half.as_mut()).await;
        drop(polled);
    }
    assert_eq!(store.advance(std::slice::from_ref(&step)).await.unwrap().len(), 1);
    let found = company.find_message(taken[0]).await.unwrap().unwrap();
    assert_eq!(
        (found.message.state, found.message.attempts),
        (MessageState::Sending, 1)
    );
    let other = company.find_message(taken[1]).await.unwrap().unwrap();
    assert_eq!(other.message.state, MessageState::Leased);
}

/// A database as the second version of this program left it, with a company and a user.
async fn second_version(folder: &Folder) -> (CompanyId, UserId) {
    let options = SqliteConnectOptions::new()
        .filename(folder.database())
        .create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let old: Vec<_> = MIGRATIONS
        .iter()
        .filter(|migration| migration.version <= 2)
        .cloned()
        .collect();
    Migrator::with_migrations(old).run(&pool).await.unwrap();
    let (company, user) = (Uuid::from_u128(1 << 100), Uuid::from_u128(2 << 100));
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
    sqlx::query(
        "INSERT INTO users VALUES (?, ?, NULL, 'Mari', 'mari', 'mari@naidis.ee', 'mari@naidis.ee', 'user', 'et',
            NULL, 0)",
    )
    .bind(user)
    .bind(company)
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    (CompanyId::from_uuid(company), UserId::from_uuid(user))
}

#[tokio::test]
async fn a_database_without_letters_takes_some_after_it_was_opened() {
    let folder = Folder::new();
    let (company, user) = second_version(&folder).await;
    let store = folder.open().await;
    assert_eq!(
        store.migrated(),
        Migrated {
            from: Some(2),
            to: last_migration()
        }
    );
    let part = store.company(company);
    part.accept(&[letter(user)], None, None, &Actor::Operator)
        .await
        .unwrap();
    let (lease, taken) = take(&store, Duration::from_mins(1), 10).await;
    assert_eq!((lease.company, taken.len()), (company, 1));
    assert!(store.delete_company(company).await.unwrap());
    store.close().await;
    let mut raw = raw(&folder.database()).await;
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM letters) + (SELECT count(*) FROM accounts)
            + (SELECT count(*) FROM letter_bodies) + (SELECT count(*) FROM turns)",
    )
    .fetch_one(&mut raw)
    .await
    .unwrap();
    assert_eq!(left, 0, "all of it goes with the company");
}
