//! A store with what most tests need in it.

use super::{Factory, Place};
use crate::{
    Action, Actor, AuditEntry, AuditQuery, CompanyStore, NewCompany, NewUser, Owner, PasswordChange, Role,
    SaveSettings, Settings, Store, TestLimits, TestRun, TestSnapshot, TestVerdict, User, UserSettings,
    clock::TestClock,
};
use jiff::SignedDuration;
use model::{
    CompanyId, DisplayName, ExternalId, Host, Language, Mailbox, PortalId, Security, UserId,
    session::Stage,
    settings::{Destination, Layer, OwnServer, SendingMode, UserName},
};
use secrecy::{ExposeSecret as _, SecretString};
use std::{sync::Arc, time::Duration};

/// Who does things in these tests.
pub(super) const BY: Actor = Actor::Operator;

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
        let company = NewCompany::lone(display_name(name));
        self.store.create_company(&company, &BY).await.unwrap().id
    }

    /// Creates a user.
    ///
    /// # Panics
    /// Where the store does not.
    pub async fn user(&self, company: CompanyId, email: &str) -> User {
        let company = self.store.company(company);
        company.create_user(&new_user(email), &BY).await.unwrap()
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

    /// The same, with a second user, who is the sender user.
    pub(super) async fn company_with_sender_user(&self) -> (Box<dyn CompanyStore>, User, User) {
        let (company, user) = self.company_with_user().await;
        let sender = self.user(company.id(), "arved@naidis.ee").await;
        company.set_sender_user(Some(sender.id), None, &BY).await.unwrap();
        (company, user, sender)
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

pub(super) fn external(text: &str) -> ExternalId {
    text.parse().unwrap()
}

pub(super) fn portal(text: &str) -> PortalId {
    text.parse().unwrap()
}

pub(super) fn nobody() -> UserId {
    UserId::from_uuid(uuid::Uuid::nil())
}

/// A user under this address.
///
/// # Panics
/// Where it is none.
#[must_use]
pub fn new_user(email: &str) -> NewUser {
    NewUser {
        external_id: None,
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

/// The layer that sets all of an own server.
pub(super) fn layer(own_server: &OwnServer) -> Layer {
    let to = own_server.destination.clone();
    Layer {
        mode: Some(SendingMode::OwnServer),
        host: Some(to.host),
        port: Some(to.port),
        security: Some(to.security),
        user_name: Some(to.user_name.map_or(UserName::NoSignIn, UserName::Named)),
        sender: Some(own_server.sender.clone()),
        display_name: own_server.display_name.clone(),
        ..Layer::default()
    }
}

/// Saves this own server and password, whatever is stored.
#[must_use]
pub fn save(own_server: &OwnServer, password: &str) -> SaveSettings {
    SaveSettings {
        layer: layer(own_server),
        password: set(password, &own_server.destination),
        expected_version: None,
    }
}

/// Saves this own server and keeps the password.
pub(super) fn save_keeping(own_server: &OwnServer) -> SaveSettings {
    save_layer(layer(own_server))
}

/// Saves this layer and keeps the password.
pub(super) fn save_layer(layer: Layer) -> SaveSettings {
    SaveSettings {
        layer,
        password: PasswordChange::Keep,
        expected_version: None,
    }
}

pub(super) fn set(password: &str, entered_for: &Destination) -> PasswordChange {
    PasswordChange::Set {
        password: SecretString::from(password),
        entered_for: entered_for.clone(),
    }
}

/// Saves a user's own settings.
pub(super) async fn save_own(company: &dyn CompanyStore, user: &User, change: SaveSettings) -> Settings {
    company
        .save_settings(Owner::User(user.id), change, &BY)
        .await
        .unwrap()
}

/// All about a user's settings.
pub(super) async fn all_of(company: &dyn CompanyStore, user: &User) -> UserSettings {
    company.user_settings(user.id).await.unwrap().unwrap()
}

/// What a user has stored.
pub(super) async fn own(company: &dyn CompanyStore, user: &User) -> Settings {
    all_of(company, user).await.own
}

/// A user's own password for a destination.
pub(super) async fn secret(
    company: &dyn CompanyStore,
    owner: impl Into<Owner>,
    destination: &Destination,
) -> Option<String> {
    let secret = company.secret_for(owner.into(), destination).await.unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

impl From<&User> for Owner {
    fn from(user: &User) -> Self {
        Self::User(user.id)
    }
}

pub(super) fn snapshot(server: &OwnServer, secret_version: u64) -> TestSnapshot {
    TestSnapshot {
        mode: SendingMode::OwnServer,
        server: server.clone(),
        reply_to: None,
        secret_version,
        secret_owner: None,
        recipient: mailbox("mari@naidis.ee"),
        provider: Some("gmail".to_owned()),
        language: Language::Et,
    }
}

/// Limits that no test here reaches.
pub(super) const PLENTY: TestLimits = TestLimits {
    per_user: 1000,
    per_company: 1000,
    per_server: 1000,
};

pub(super) const LEASE: Duration = Duration::from_secs(30);

pub(super) async fn start_test(
    company: &dyn CompanyStore,
    user: &User,
    server: &OwnServer,
    secret_version: u64,
) -> TestRun {
    let snapshot = snapshot(server, secret_version);
    company
        .create_test(user.id, &snapshot, PLENTY, LEASE, &BY)
        .await
        .unwrap()
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

/// The whole log, newest first.
pub(super) async fn log(company: &dyn CompanyStore) -> Vec<AuditEntry> {
    company.audit(&AuditQuery::default(), 1000).await.unwrap()
}

/// What was done, oldest first.
pub(super) async fn actions(company: &dyn CompanyStore) -> Vec<Action> {
    let entries = log(company).await;
    entries.iter().rev().map(|entry| entry.entry.action).collect()
}
