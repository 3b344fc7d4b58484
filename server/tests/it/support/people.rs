//! The companies and users of a test, made in its database before the program opens it, and looked at afterwards.

use super::program::Setup;
use jiff::SignedDuration;
use model::{DisplayName, Language, UserId};
use std::{sync::Arc, time::Duration};
use store::{
    Actor, Clock, CompanyDirectory, NewCompany, NewSession, NewUser, OsRandom, Role, Store, SystemClock,
    TestClock, TestRun, User, Vault,
};
use store_sqlite::SqliteStore;

/// The users' addresses.
pub const MARI: &str = "mari@naidis.ee";
pub const KIVI: &str = "kivi@naidis.ee";
pub const TIINA: &str = "tiina@teine.ee";

/// Two companies: Mari and the admin Kivi in one, Tiina in the other.
pub struct People {
    store: SqliteStore,
    past: SqliteStore,
    pub mari: User,
    pub kivi: User,
    pub tiina: User,
}

/// The test's database, as the program has it, seen at another time if wanted.
async fn open(setup: &Setup, clock: Arc<dyn Clock>) -> SqliteStore {
    let random = Arc::new(OsRandom);
    let vault = Vault::open(&setup.keys(), random.clone()).expect("a key file");
    SqliteStore::open(&setup.database(), vault, clock, random)
        .await
        .expect("a database")
}

impl People {
    pub async fn create(setup: &Setup) -> Self {
        let store = open(setup, Arc::new(SystemClock)).await;
        let yesterday = SystemClock.now() - SignedDuration::from_hours(48);
        let past = open(setup, Arc::new(TestClock::at(yesterday))).await;
        let mut users = Vec::new();
        for (company, people) in [
            (
                "Näidis OÜ",
                vec![
                    ("Mari Maasikas", MARI, Role::User),
                    ("Kivi Rahn", KIVI, Role::Admin),
                ],
            ),
            ("Teine OÜ", vec![("Tiina Teine", TIINA, Role::User)]),
        ] {
            let company = store
                .create_company(
                    &NewCompany::lone(DisplayName::parse(company).unwrap()),
                    &Actor::Operator,
                )
                .await
                .unwrap();
            let company = store.company(company.id);
            for (name, email, role) in people {
                let name = DisplayName::parse(name).unwrap();
                let user = NewUser {
                    external_id: None,
                    name,
                    email: email.parse().unwrap(),
                    role,
                    language: Language::Et,
                };
                users.push(company.create_user(&user, &Actor::Operator).await.unwrap());
            }
        }
        let [mari, kivi, tiina] = users.try_into().expect("three users");
        Self {
            store,
            past,
            mari,
            kivi,
            tiina,
        }
    }

    /// A user's latest test, as it is stored.
    pub async fn latest_test(&self, user: &User) -> Option<TestRun> {
        self.store
            .company(user.company)
            .latest_test(user.id)
            .await
            .unwrap()
    }

    /// The store itself.
    pub fn store(&self) -> &SqliteStore {
        &self.store
    }

    /// The path of a sign-in link that has expired.
    pub async fn expired_link(&self, user: &User) -> String {
        let company = self.past.company(user.company);
        let token = company
            .create_sign_in_link(user.id, Duration::from_mins(1))
            .await
            .unwrap();
        format!("/et/sign-in/{}", token.reveal())
    }

    /// The cookie of a session that has expired.
    pub async fn expired_session(&self, user: UserId) -> String {
        let company = self.past.company(self.mari.company);
        let token = company
            .create_session(user, &NewSession::lasting(Duration::from_mins(1)))
            .await
            .unwrap();
        format!("saatja={}", token.reveal())
    }

    /// The cookie of a session that began two days ago and still holds.
    pub async fn old_session(&self, user: &User, ttl: SignedDuration) -> String {
        let session = NewSession::lasting(ttl.unsigned_abs());
        let company = self.past.company(user.company);
        let token = company.create_session(user.id, &session).await.unwrap();
        format!("saatja={}", token.reveal())
    }
}
