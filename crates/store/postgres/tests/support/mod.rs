//! Databases on a server of the test's own.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![expect(clippy::unwrap_used, reason = "part of the tests")]

use async_trait::async_trait;
use model::{
    DisplayName, Host, Language, Mailbox, Security,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::RecipientRole,
    settings::{Destination, Layer, SendingMode, UserName},
};
use secrecy::SecretString;
use std::{path::PathBuf, sync::Arc};
use store::{
    Actor, Clock, Company, CompanyDirectory as _, CompanyStore, NewCompany, NewLetter, NewUser, OsRandom,
    PasswordChange, Role, Route, SaveSettings, Store, TestClock, User, Vault,
    conformance::{Factory, Place},
};
use store_postgres::{OpenError, PostgresStore};
use tempfile::TempDir;
use testkit::Postgres;

/// A server that databases are made on.
pub struct Server(pub Postgres);

impl Server {
    /// A new one.
    pub async fn start() -> Self {
        Self(Postgres::start().await)
    }

    /// A new, empty database with a key file of its own.
    pub fn database(&self) -> Database {
        Database {
            url: self.0.create_database(),
            folder: TempDir::new().unwrap(),
        }
    }
}

/// A database and its key file.
pub struct Database {
    pub url: String,
    folder: TempDir,
}

impl Database {
    /// Its name on the server.
    pub fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.path().join("saatja.keys")
    }

    /// Opens it, as one replica.
    pub async fn open(&self) -> PostgresStore {
        self.try_open().await.unwrap()
    }

    pub async fn try_open(&self) -> Result<PostgresStore, OpenError> {
        self.open_at(Arc::new(TestClock::default())).await
    }

    pub async fn open_at(&self, clock: Arc<dyn Clock>) -> Result<PostgresStore, OpenError> {
        self.open_url(&self.url, clock).await
    }

    /// Opens another address with this database's keys.
    pub async fn open_url(&self, url: &str, clock: Arc<dyn Clock>) -> Result<PostgresStore, OpenError> {
        let vault = Vault::open(&self.keys(), Arc::new(OsRandom)).unwrap();
        PostgresStore::open(url, vault, clock, Arc::new(OsRandom)).await
    }
}

#[async_trait]
impl Factory for Server {
    async fn place(&self) -> Box<dyn Place> {
        Box::new(self.database())
    }
}

#[async_trait]
impl Place for Database {
    async fn open(&self, clock: Arc<TestClock>) -> Arc<dyn Store> {
        Arc::new(self.open_at(clock).await.unwrap())
    }
}

pub fn name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

/// Creates a company.
pub async fn company(store: &PostgresStore) -> Company {
    let new = NewCompany::lone(name("Näidis OÜ"));
    store.create_company(&new, &Actor::Operator).await.unwrap()
}

/// A user before he has an id.
pub fn new_user(email: &str) -> NewUser {
    NewUser {
        external_id: None,
        name: name("Mari Maasikas"),
        email: Mailbox::parse(email).unwrap(),
        role: Role::User,
        language: Language::Et,
    }
}

/// Creates a user.
pub async fn user(company: &dyn CompanyStore, email: &str) -> User {
    company
        .create_user(&new_user(email), &Actor::Operator)
        .await
        .unwrap()
}

/// Where the passwords of these tests go.
pub fn destination() -> Destination {
    Destination {
        host: Host::parse("smtp.naidis.ee").unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: Some("mari@naidis.ee".to_owned()),
    }
}

/// An own server with a password.
pub fn save(password: &str) -> SaveSettings {
    let to = destination();
    SaveSettings {
        layer: Layer {
            mode: Some(SendingMode::OwnServer),
            host: Some(to.host.clone()),
            port: Some(to.port),
            security: Some(to.security),
            user_name: to.user_name.clone().map(UserName::Named),
            ..Layer::default()
        },
        password: PasswordChange::Set {
            password: SecretString::from(password),
            entered_for: to,
        },
        expected_version: None,
    }
}

/// A connection of its own, past the store.
pub async fn raw(database: &Database) -> sqlx::PgConnection {
    use sqlx::Connection as _;
    sqlx::PgConnection::connect(&database.url).await.unwrap()
}

/// So many replicas, one clock.
pub async fn replicas(database: &Database, number: usize, clock: &Arc<TestClock>) -> Vec<PostgresStore> {
    let mut opened = Vec::new();
    for _ in 0..number {
        opened.push(database.open_at(clock.clone()).await.unwrap());
    }
    opened
}

/// A letter of a user's through a server of this name.
pub fn letter(user: &User, host: &str, number: usize) -> NewLetter {
    let recipient = Mailbox::parse(&format!("saaja{number}@mujal.ee")).unwrap();
    let sender = Mailbox::parse("mari@naidis.ee").unwrap();
    NewLetter {
        user: user.id,
        route: Route::OwnServer {
            destination: Destination {
                host: Host::parse(host).unwrap(),
                ..destination()
            },
            secret: None,
        },
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: name("Näidis OÜ"),
                from: sender.clone(),
                reply_to: None,
                envelope_sender: sender,
                to: vec![Addressee {
                    name: None,
                    address: recipient.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse("Arve").unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(recipient, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

/// The number of the last migration.
pub fn last_migration() -> i64 {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let numbers = std::fs::read_dir(folder).unwrap().map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.split('_').next().unwrap().parse().unwrap()
    });
    numbers.max().unwrap()
}
