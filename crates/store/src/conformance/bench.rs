//! A store with what most tests need in it.

use super::{Factory, Place};
use crate::{
    CompanyStore, NewUser, PasswordChange, Role, SaveSettings, Store, TestSnapshot, TestVerdict, User,
    clock::TestClock,
};
use jiff::SignedDuration;
use model::{
    CompanyId, DisplayName, Host, Language, Mailbox, Security,
    session::Stage,
    settings::{Destination, OwnServer, SendingMode},
};
use secrecy::SecretString;
use std::sync::Arc;

/// A new database, open, with its clock.
pub struct Bench {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Its clock.
    pub clock: Arc<TestClock>,
    place: Box<dyn Place>,
}

impl Bench {
    /// Makes one.
    pub async fn new(factory: &dyn Factory) -> Self {
        let place = factory.place().await;
        let clock = Arc::new(TestClock::default());
        Self {
            store: place.open(Arc::clone(&clock)).await,
            clock,
            place,
        }
    }

    /// Opens the same database once more.
    pub async fn second(&self) -> Arc<dyn Store> {
        self.place.open(Arc::clone(&self.clock)).await
    }

    /// Creates a company.
    ///
    /// # Panics
    /// Where the store does not.
    pub async fn company(&self, name: &str) -> CompanyId {
        self.store.create_company(&display_name(name)).await.unwrap().id
    }

    /// Creates a user.
    ///
    /// # Panics
    /// Where the store does not.
    pub async fn user(&self, company: CompanyId, email: &str) -> User {
        self.store
            .company(company)
            .create_user(&new_user(email))
            .await
            .unwrap()
    }

    /// Creates a company with a user, and gives its part of the store.
    ///
    /// # Panics
    /// Where the store does not.
    pub async fn company_with_user(&self) -> (Box<dyn CompanyStore>, User) {
        let company = self.company("Näidis OÜ").await;
        let user = self.user(company, "mari@naidis.ee").await;
        (self.store.company(company), user)
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }
}

pub(super) fn display_name(name: &str) -> DisplayName {
    DisplayName::parse(name).unwrap()
}

pub(super) fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).unwrap()
}

pub(super) fn new_user(email: &str) -> NewUser {
    NewUser {
        name: display_name("Mari Maasikas"),
        email: mailbox(email),
        role: Role::User,
        language: Language::Et,
    }
}

/// An own server with all fields filled.
///
/// # Panics
/// Never.
#[must_use]
pub fn own_server() -> OwnServer {
    OwnServer {
        destination: Destination {
            host: Host::parse("smtp.naidis.ee").unwrap(),
            port: "465".parse().unwrap(),
            security: Security::Tls,
            user_name: Some("mari@naidis.ee".to_owned()),
        },
        sender: mailbox("mari@naidis.ee"),
        display_name: Some(display_name("Näidis OÜ")),
        plain_confirmed: false,
    }
}

/// Each way in which a destination can differ from [`own_server`]'s.
pub(super) fn other_servers() -> Vec<OwnServer> {
    let changes: [fn(&mut Destination); 5] = [
        |d| d.host = Host::parse("smtp.naidis.com").unwrap(),
        |d| d.port = "587".parse().unwrap(),
        |d| d.security = Security::StartTls,
        |d| d.user_name = Some("mari".to_owned()),
        |d| d.user_name = None,
    ];
    changes
        .into_iter()
        .map(|change| {
            let mut other = own_server();
            change(&mut other.destination);
            other
        })
        .collect()
}

/// Saves this own server and password, whatever is stored.
#[must_use]
pub fn save(own_server: &OwnServer, password: &str) -> SaveSettings {
    SaveSettings {
        mode: SendingMode::OwnServer,
        own_server: Some(own_server.clone()),
        password: PasswordChange::Set(SecretString::from(password)),
        expected_version: None,
    }
}

/// Saves this own server and keeps the password.
pub(super) fn save_keeping(own_server: &OwnServer) -> SaveSettings {
    SaveSettings {
        password: PasswordChange::Keep,
        ..save(own_server, "")
    }
}

pub(super) fn snapshot(server: &OwnServer, secret_version: u64) -> TestSnapshot {
    TestSnapshot {
        server: server.clone(),
        secret_version,
        recipient: mailbox("mari@naidis.ee"),
        provider: Some("gmail".to_owned()),
        language: Language::Et,
    }
}

pub(super) fn passed() -> TestVerdict {
    TestVerdict::Passed {
        answer: "250 2.0.0 OK".to_owned(),
    }
}

pub(super) fn refused() -> TestVerdict {
    TestVerdict::Failed {
        cause: "password-wrong".to_owned(),
        stage: Stage::Auth,
    }
}
