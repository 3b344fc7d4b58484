//! Several programs on one store, and mailboxes that do not work.

use crate::support::{Bench, Desk, destination, private, report};
use mailbox::{Poller, Polling, Taken};
use model::{DisplayName, Language, Mailbox, port::Security};
use secrecy::SecretString;
use std::{sync::Arc, time::Duration};
use store::{
    Actor, Clock, CompanyStore, NewCompany, NewUser, OsRandom, Role, Store, SystemClock, TestClock, User,
    Vault,
};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testkit::mail_server::PASSWORD;

/// A store with one user, and the clock that it goes by.
struct Kept {
    store: Arc<dyn Store>,
    clock: Arc<TestClock>,
    company: Box<dyn CompanyStore>,
    user: User,
    _folder: TempDir,
}

impl Kept {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let random = Arc::new(OsRandom);
        let vault = Vault::open(&folder.path().join("keys"), random.clone()).unwrap();
        // its days are those of the server's mails
        let clock = Arc::new(TestClock::at(SystemClock.now()));
        let path = folder.path().join("saatja.db");
        let store = SqliteStore::open(&path, vault, clock.clone(), random)
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let name = DisplayName::parse("Näidis OÜ").unwrap();
        let company = store
            .create_company(&NewCompany::lone(name.clone()), &Actor::Operator)
            .await
            .unwrap();
        let company = store.company(company.id);
        let user = NewUser {
            external_id: None,
            name,
            email: Mailbox::parse("mari@naidis.ee").unwrap(),
            role: Role::User,
            language: Language::Et,
        };
        let user = company.create_user(&user, &Actor::Operator).await.unwrap();
        Self {
            store,
            clock,
            company,
            user,
            _folder: folder,
        }
    }

    async fn allow(&self, password: &str) {
        let (at, password) = (destination(Security::Tls), SecretString::from(password));
        self.company
            .allow_mailbox(self.user.id, &at, &password, &Actor::Operator)
            .await
            .unwrap();
    }

    fn poller(&self, bench: &Bench, desk: &Arc<Desk>) -> Poller {
        Poller {
            store: self.store.clone(),
            client: bench.client.clone(),
            deliver: desk.clone(),
            clock: self.clock.clone(),
            polling: Polling::default(),
        }
    }

    async fn state(&self) -> store::UserMailbox {
        self.company.mailbox(self.user.id).await.unwrap().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_look_once_and_go_on_where_the_other_was() {
    let (bench, kept, desk) = (Bench::start().await, Kept::new().await, Arc::new(Desk::default()));
    bench.server.receive("", &report(1)).await;
    bench.server.receive("jyri@example.org", &private(1)).await;
    kept.allow(PASSWORD).await;
    let (one, other) = (kept.poller(&bench, &desk), kept.poller(&bench, &desk));
    let (by_one, by_other) = tokio::join!(one.once(), other.once());
    assert_eq!(by_one.unwrap() + by_other.unwrap(), 1);
    let taken = desk.0.lock().unwrap().clone();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].0 == kept.user.id && taken[0].1.contains("report-1@"));
    let state = kept.state().await;
    let now = kept.clock.now();
    assert_eq!((state.found, state.looked_at, state.fault), (1, Some(now), None));
    assert_eq!(state.next_look_at, Some(now + Duration::from_mins(5)));

    bench.server.receive("", &report(2)).await;
    assert_eq!(one.once().await.unwrap(), 0, "it is not due yet");
    kept.clock.advance(jiff::SignedDuration::from_mins(5));
    assert_eq!(other.once().await.unwrap(), 1);
    let taken = desk.0.lock().unwrap().clone();
    assert_eq!(taken.len(), 2);
    assert!(taken[1].1.contains("report-2@"));
    assert_eq!(kept.state().await.found, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_password_holds_the_mailbox_until_it_is_allowed_again() {
    let (bench, kept, desk) = (Bench::start().await, Kept::new().await, Arc::new(Desk::default()));
    bench.server.receive("", &report(1)).await;
    let poller = kept.poller(&bench, &desk);
    kept.allow("wrong").await;
    assert_eq!(poller.once().await.unwrap(), 1);
    let state = kept.state().await;
    assert_eq!(state.fault.unwrap().key, "imap-sign-in-refused");
    assert_eq!((state.next_look_at, state.looked_at), (None, None));
    kept.clock.advance(jiff::SignedDuration::from_hours(1000));
    assert_eq!(poller.once().await.unwrap(), 0, "no second try");
    let tries = bench.server.logs().matches("Password mismatch").count();
    assert_eq!(tries, 1, "{}", bench.server.logs());

    let kept_day = kept.clock.now();
    kept.clock.set(SystemClock.now());
    kept.allow(PASSWORD).await;
    assert_eq!(poller.once().await.unwrap(), 1, "{kept_day}");
    assert_eq!(desk.0.lock().unwrap().len(), 1);
    assert_eq!(kept.state().await.fault, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_for_now_is_tried_later() {
    let (mut bench, kept, desk) = (Bench::start().await, Kept::new().await, Arc::new(Desk::default()));
    bench.client = crate::support::client(
        &bench.certificates,
        "127.0.0.1:9".parse().unwrap(),
        crate::support::short(),
    );
    let poller = kept.poller(&bench, &desk);
    kept.allow(PASSWORD).await;
    for minutes in [5, 10, 20] {
        assert_eq!(poller.once().await.unwrap(), 1);
        let state = kept.state().await;
        assert_eq!(state.fault.unwrap().key, "connect-refused");
        let wait = Duration::from_mins(minutes);
        assert_eq!(state.next_look_at, Some(kept.clock.now() + wait));
        kept.clock.advance(jiff::SignedDuration::try_from(wait).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_taken_now_is_fetched_again() {
    struct Busy(Arc<Desk>, std::sync::atomic::AtomicBool);
    #[async_trait::async_trait]
    impl mailbox::Deliver for Busy {
        async fn mail(&self, company: model::CompanyId, user: model::UserId, raw: Vec<u8>) -> Taken {
            if self.1.swap(false, std::sync::atomic::Ordering::SeqCst) {
                return Taken::TryLater;
            }
            self.0.mail(company, user, raw).await
        }
    }
    let (bench, kept, desk) = (Bench::start().await, Kept::new().await, Arc::new(Desk::default()));
    bench.server.receive("", &report(1)).await;
    kept.allow(PASSWORD).await;
    let mut poller = kept.poller(&bench, &desk);
    poller.deliver = Arc::new(Busy(desk.clone(), true.into()));
    assert_eq!(poller.once().await.unwrap(), 1);
    assert!(desk.0.lock().unwrap().is_empty());
    let state = kept.state().await;
    assert_eq!((state.found, state.fault), (0, None));
    kept.clock.advance(jiff::SignedDuration::from_mins(1));
    assert_eq!(poller.once().await.unwrap(), 1);
    assert_eq!(desk.0.lock().unwrap().len(), 1);
}
