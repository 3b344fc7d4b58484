//! A database as the first version of this program left it.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use jiff::Timestamp;
use model::{
    CompanyId, Host, Security, TestId, UserId,
    settings::{Destination, Layer, SendingMode, UserName},
};
use secrecy::{ExposeSecret as _, SecretString};
use sqlx::{SqlitePool, migrate::Migrator, sqlite::SqliteConnectOptions};
use store::{
    Migrated, OsRandom, Owner, SessionToken, SignIn as _, Store as _, TestVerdict, Trusted, Upkeep as _,
    UserQuery, Verification, secrets::SecretContext,
};
use store_sqlite::SqliteStore;
use support::{Folder, last_migration};
use uuid::Uuid;

static MIGRATIONS: Migrator = sqlx::migrate!();

const AT: i64 = 1_778_000_000_000_000;

fn id(last: u8) -> Uuid {
    Uuid::from_u128(0x019a_5b1e_7c00_7000_8000_0000_0000_0000 + u128::from(last))
}

fn destination() -> Destination {
    Destination {
        host: Host::parse("smtp.naidis.ee").unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: Some("õie".to_owned()),
    }
}

/// The tables of the first migration.
async fn first_version(folder: &Folder) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(folder.database())
        .create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let first: Vec<_> = MIGRATIONS
        .iter()
        .filter(|migration| migration.version == 1)
        .cloned()
        .collect();
    Migrator::with_migrations(first).run(&pool).await.unwrap();
    pool
}

/// Two companies; in the first one Õie with a server, a password and a verdict, Jüri with a server without sign-in and
/// without encryption, and Mari in reply-to mode. Returns Õie's session.
async fn fill(folder: &Folder, pool: &SqlitePool) -> SessionToken {
    let sealed = companies(folder, pool).await;
    users(pool).await;
    settings(pool, &sealed).await;
    tests(pool).await;
    let session = SessionToken::generate(&OsRandom).unwrap();
    sqlx::query("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)")
        .bind(session.hash().as_bytes().as_slice())
        .bind(id(1))
        .bind(id(11))
        .bind(AT)
        .bind(AT)
        .bind(i64::MAX / 1000)
        .execute(pool)
        .await
        .unwrap();
    session
}

/// Two companies, and the sealed password of the first one's Õie.
async fn companies(folder: &Folder, pool: &SqlitePool) -> Vec<u8> {
    let vault = folder.vault();
    let mut sealed = Vec::new();
    for company in [1, 2] {
        let part = CompanyId::from_uuid(id(company));
        let (key, wrapped) = vault.new_company_key(part).unwrap();
        sqlx::query("INSERT INTO companies VALUES (?, 'Näidis OÜ', ?, ?)")
            .bind(id(company))
            .bind(wrapped)
            .bind(AT)
            .execute(pool)
            .await
            .unwrap();
        if company == 1 {
            let context = SecretContext::Password {
                company: part,
                owner: Owner::User(UserId::from_uuid(id(11))),
                destination: &destination(),
            };
            let secret = SecretString::from("hunter2");
            sealed = vault.seal(&key, &context, &secret).unwrap();
        }
    }
    sealed
}

async fn users(pool: &SqlitePool) {
    for (user, company, name, role) in [
        (11, 1, "ÕIE Õunapuu", "admin"),
        (12, 1, "Jüri", "user"),
        (13, 1, "Mari", "user"),
        (21, 2, "Kati", "user"),
    ] {
        sqlx::query("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, 'et', ?)")
            .bind(id(user))
            .bind(id(company))
            .bind(name)
            .bind(format!("U{user}@naidis.ee"))
            .bind(format!("u{user}@naidis.ee"))
            .bind(role)
            .bind(AT)
            .execute(pool)
            .await
            .unwrap();
    }
}

async fn settings(pool: &SqlitePool, sealed: &[u8]) {
    let open = "'relee.naidis.ee', 25, 'none', NULL, 'jyri@naidis.ee', NULL, 1, NULL";
    for (user, company, at, rest) in [
        (
            11,
            1,
            AT,
            "'own-server', 7, 3, 'smtp.naidis.ee', 465, 'tls', 'õie', 'oie@naidis.ee', 'Õie \"Ö\"', 0, ?",
        ),
        (12, 1, AT + 5, &*format!("'own-server', 1, 0, {open}")),
        (
            13,
            1,
            AT,
            "'reply-to', 2, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL",
        ),
        (21, 2, AT + 1, &*format!("'portal', 1, 0, {open}")),
    ] {
        let columns =
            "user_id, company_id, updated_at, mode, version, secret_version, host, port, security, user_name,
            sender, display_name, plain_confirmed, password";
        let sql = format!("INSERT INTO settings ({columns}) VALUES (?, ?, ?, {rest})");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id(user))
            .bind(id(company))
            .bind(at);
        let query = if rest.ends_with('?') {
            query.bind(sealed.to_vec())
        } else {
            query
        };
        query.execute(pool).await.unwrap();
    }
}

async fn tests(pool: &SqlitePool) {
    let server = r#"{"destination":{"host":"smtp.naidis.ee","port":465,"security":"tls","user_name":"õie"},
        "sender":"oie@naidis.ee","display_name":null,"plain_confirmed":false}"#;
    let passed = r#"{"verdict":"passed","answer":"250 OK"}"#;
    let snapshot = format!(
        r#"{{"server":{server},"secret_version":3,"recipient":"u11@naidis.ee","provider":null,"language":"et"}}"#
    );
    for (test, verdict) in [(31, Some(passed)), (32, None)] {
        sqlx::query(
            "INSERT INTO test_runs (id, company_id, user_id, host, created_at, finished_at, snapshot, verdict)
            VALUES (?, ?, ?, 'smtp.naidis.ee', ?, ?, ?, ?)",
        )
        .bind(id(test))
        .bind(id(1))
        .bind(id(11))
        .bind(AT + i64::from(test))
        .bind(verdict.map(|_| AT + 100))
        .bind(&snapshot)
        .bind(verdict)
        .execute(pool)
        .await
        .unwrap();
    }
    sqlx::query("INSERT INTO verifications VALUES (?, ?, ?, ?, ?, 3, ?)")
        .bind(id(11))
        .bind(id(1))
        .bind(id(31))
        .bind(AT + 100)
        .bind(server)
        .bind(passed)
        .execute(pool)
        .await
        .unwrap();
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap()
}

#[tokio::test]
async fn what_the_first_version_stored_is_all_there() {
    let folder = Folder::new();
    let pool = first_version(&folder).await;
    let session = fill(&folder, &pool).await;
    pool.close().await;

    let store = folder.open().await;
    assert_eq!(
        store.migrated(),
        Migrated {
            from: Some(1),
            to: last_migration()
        }
    );
    let company = store.company(CompanyId::from_uuid(id(1)));
    let [oie, jyri, mari] = [11, 12, 13].map(|user| UserId::from_uuid(id(user)));

    let about = company.company().await.unwrap().unwrap();
    assert_eq!(
        (about.portal.as_str(), about.version, about.sender_user),
        ("portal", 1, None)
    );
    assert_eq!(about.event_name.as_str(), format!("company-{}", id(1).simple()));
    assert_eq!(about.created_at, at(AT));

    let all = company.user_settings(oie).await.unwrap().unwrap();
    let expected = Layer {
        mode: Some(SendingMode::OwnServer),
        host: Some(destination().host),
        port: Some(destination().port),
        security: Some(Security::Tls),
        user_name: Some(UserName::Named("õie".to_owned())),
        sender: Some("oie@naidis.ee".parse().unwrap()),
        display_name: Some(support::name("Õie \"Ö\"")),
        ..Layer::default()
    };
    assert_eq!(all.own.layer, expected);
    assert_eq!((all.own.version, all.own.secret_version), (7, 3));
    assert_eq!(all.own.password_for, Some(destination()));
    assert_eq!(all.own.updated_at, Some(at(AT)));
    let secret = company
        .secret_for(Owner::User(oie), &destination())
        .await
        .unwrap();
    assert_eq!(secret.unwrap().expose_secret(), "hunter2");
    assert_eq!(
        all.verification(&all.effective()),
        Verification::Verified {
            at: at(AT + 100),
            test: Some(TestId::from_uuid(id(31)))
        }
    );

    let open = company.user_settings(jyri).await.unwrap().unwrap().own;
    assert_eq!(open.layer.user_name, Some(UserName::NoSignIn));
    assert_eq!(
        (open.layer.security, open.password_for),
        (Some(Security::None), None)
    );
    let reply_to = company.user_settings(mari).await.unwrap().unwrap().own;
    let expected = Layer {
        mode: Some(SendingMode::ReplyTo),
        ..Layer::default()
    };
    assert_eq!((reply_to.layer, reply_to.secret_version), (expected, 1));

    exceptions_are_there(&store).await;

    let query = UserQuery {
        search: Some("õie õ".to_owned()),
        after: None,
    };
    let found = company.user_table(&query, 10).await.unwrap();
    assert_eq!(found.iter().map(|row| row.user.id).collect::<Vec<_>>(), [oie]);
    let signed_in = store.find_session(&session).await.unwrap().unwrap();
    assert_eq!((signed_in.user.id, signed_in.embedded_in), (oie, None));
    let run = company.latest_test(oie).await.unwrap().unwrap();
    assert_eq!((run.verdict, run.snapshot.mode), (None, SendingMode::OwnServer));
    assert_eq!(
        store.abort_lost_tests().await.unwrap(),
        1,
        "whoever ran it has ended: he had the file alone"
    );
    let run = company.latest_test(oie).await.unwrap().unwrap();
    assert_eq!(run.verdict, Some(TestVerdict::Aborted));

    store.close().await;
    let mut raw = support::raw(&folder.database()).await;
    let broken = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut raw)
        .await
        .unwrap();
    assert!(broken.is_empty());
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'old%'")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

/// What was confirmed for a server's sake is an exception now, once a company.
async fn exceptions_are_there(store: &SqliteStore) {
    for (part, by, when) in [(1, "Jüri", AT + 5), (2, "Kati", AT + 1)] {
        let part = store.company(CompanyId::from_uuid(id(part)));
        let [exception] = &part.exceptions().await.unwrap()[..] else {
            panic!("what was confirmed is an exception now")
        };
        let plain = Trusted::PlainPassword {
            host: Host::parse("relee.naidis.ee").unwrap(),
            port: "25".parse().unwrap(),
        };
        assert_eq!(
            (
                &exception.trusted,
                exception.confirmed_by.as_str(),
                exception.confirmed_at
            ),
            (&plain, by, at(when))
        );
        assert_eq!(exception.id.as_uuid().get_version_num(), 7);
        let again = part.add_exception(&plain, &store::Actor::Operator).await;
        assert!(matches!(again, Err(store::ExceptionError::Already)), "{again:?}");
    }
}
