use super::bench::{BY, Bench, actions, log, nobody, own_server};
use crate::{Action, Clock as _, CompanyStore, DueMailbox, Looked, MailboxError, MailboxPlace, Store, User};
use futures_util::future::join_all;
use model::{Host, Port, Security, settings::Destination};
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;

const LEASE: Duration = Duration::from_mins(6);

fn imap() -> Destination {
    Destination {
        host: Host::parse("imap.naidis.ee").unwrap(),
        port: Port::IMAPS,
        ..own_server().destination
    }
}

async fn allow(company: &dyn CompanyStore, user: &User, at: &Destination, password: &str) {
    let password = SecretString::from(password);
    company.allow_mailbox(user.id, at, &password, &BY).await.unwrap();
}

async fn due(store: &dyn Store) -> Vec<DueMailbox> {
    store.due_mailboxes(10, 10, LEASE).await.unwrap()
}

async fn one(store: &dyn Store) -> DueMailbox {
    let mut due = due(store).await;
    assert_eq!(due.len(), 1);
    due.remove(0)
}

fn place(uid_validity: u32, last_uid: u32) -> MailboxPlace {
    MailboxPlace {
        uid_validity,
        last_uid,
    }
}

/// In so many seconds.
fn well(bench: &Bench, seconds: u64) -> Looked {
    Looked::Well {
        next: bench.clock.now() + Duration::from_secs(seconds),
    }
}

fn failed(bench: &Bench, key: &str, seconds: Option<u64>) -> Looked {
    Looked::Failed {
        key: key.to_owned(),
        said: Some("No.".to_owned()),
        next: seconds.map(|seconds| bench.clock.now() + Duration::from_secs(seconds)),
    }
}

/// A mailbox that is looked into, one that can not be, and one that nobody has looked into yet.
pub(super) async fn fill(bench: &Bench, company: &dyn CompanyStore, users: &[User]) {
    for user in &users[..2] {
        allow(company, user, &imap(), "hunter2").await;
    }
    for looking in due(&*bench.store).await {
        let reached = bench.store.mailbox_reached(&looking, place(u32::MAX, 9), 1);
        assert!(reached.await.unwrap());
        if looking.user == users[0].id {
            let looked = failed(bench, "timeout", None);
            assert!(bench.store.settle_mailbox(&looking, &looked).await.unwrap());
        }
    }
    allow(company, &users[2], &imap(), "hunter2").await;
}

pub(super) async fn are_allowed_and_stopped(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(company.mailbox(user.id).await.unwrap(), None);
    assert!(due(&*bench.store).await.is_empty());
    assert!(!company.stop_mailbox(user.id, &BY).await.unwrap());
    let password = SecretString::from("hunter2");
    for unfit in [
        Destination {
            security: Security::None,
            ..imap()
        },
        Destination {
            user_name: None,
            ..imap()
        },
    ] {
        let refused = company.allow_mailbox(user.id, &unfit, &password, &BY).await;
        assert!(matches!(refused, Err(MailboxError::Unfit)), "{refused:?}");
    }
    let refused = company.allow_mailbox(nobody(), &imap(), &password, &BY).await;
    assert!(matches!(refused, Err(MailboxError::NoSuchUser)), "{refused:?}");

    allow(&*company, &user, &imap(), "hunter2").await;
    let known = company.mailbox(user.id).await.unwrap().unwrap();
    assert_eq!((known.destination, known.found), (imap(), 0));
    assert_eq!(
        (known.allowed_at, known.next_look_at, known.looked_at, known.fault),
        (bench.clock.now(), Some(bench.clock.now()), None, None)
    );
    let looking = one(&*bench.store).await;
    assert_eq!(
        (looking.company, looking.user, &looking.destination, looking.place),
        (company.id(), user.id, &imap(), None)
    );
    assert_eq!(looking.password.expose_secret(), "hunter2");

    assert!(company.stop_mailbox(user.id, &BY).await.unwrap());
    assert_eq!(company.mailbox(user.id).await.unwrap(), None);
    let store = &bench.store;
    assert!(!store.mailbox_reached(&looking, place(1, 1), 1).await.unwrap());
    assert!(!store.settle_mailbox(&looking, &well(bench, 300)).await.unwrap());
    assert_eq!(
        actions(&*company).await[2..],
        [Action::MailboxAllowed, Action::MailboxStopped]
    );
    let written = format!("{:?}", log(&*company).await);
    assert!(written.contains("imap.naidis.ee") && !written.contains("hunter2"));
}

pub(super) async fn keep_their_place_with_another_password_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let store = &bench.store;
    allow(&*company, &user, &imap(), "hunter2").await;
    let looking = one(&**store).await;
    assert!(store.mailbox_reached(&looking, place(7, 10), 0).await.unwrap());
    assert_eq!(company.mailbox(user.id).await.unwrap().unwrap().found_at, None);
    assert!(store.mailbox_reached(&looking, place(7, 12), 2).await.unwrap());
    assert!(store.settle_mailbox(&looking, &well(bench, 300)).await.unwrap());
    assert!(!store.settle_mailbox(&looking, &well(bench, 300)).await.unwrap());
    let (at, known) = (
        bench.clock.now(),
        company.mailbox(user.id).await.unwrap().unwrap(),
    );
    assert_eq!(
        (known.found, known.found_at, known.looked_at),
        (2, Some(at), Some(at))
    );

    bench.pass(10);
    allow(&*company, &user, &imap(), "hunter3").await;
    let again = one(&**store).await;
    assert_eq!((again.place, again.looked_at), (Some(place(7, 12)), Some(at)));
    assert_eq!(again.password.expose_secret(), "hunter3");
    // the numbers above a 31st bit are numbers too
    assert!(
        store
            .mailbox_reached(&again, place(u32::MAX, u32::MAX), 0)
            .await
            .unwrap()
    );
    // while it is looked into, it becomes another
    let other = Destination {
        user_name: Some("arved@naidis.ee".to_owned()),
        ..imap()
    };
    allow(&*company, &user, &other, "hunter4").await;
    assert!(!store.mailbox_reached(&again, place(7, 13), 1).await.unwrap());
    let known = company.mailbox(user.id).await.unwrap().unwrap();
    assert_eq!(
        (known.destination, known.found, known.looked_at),
        (other, 0, None)
    );
    let another = one(&**store).await;
    assert_eq!((another.place, another.looked_at), (None, None));
    assert_eq!(another.password.expose_secret(), "hunter4");
}

pub(super) async fn open_for_their_destination_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let settings = super::bench::save(&own_server(), "smtp-password");
    super::bench::save_own(&*company, &user, settings).await;
    allow(&*company, &user, &imap(), "imap-password").await;
    let sending = super::bench::secret(&*company, &user, &own_server().destination).await;
    assert_eq!(sending.as_deref(), Some("smtp-password"));
    let none = super::bench::secret(&*company, &user, &imap()).await;
    assert_eq!(none, None, "that for sending is not the mailbox's");
    let looking = one(&*bench.store).await;
    assert_eq!(looking.password.expose_secret(), "imap-password");
    // what opens them is the company's key, whichever key wraps that
    bench.store.rewrap_company_keys(100).await.unwrap();
    bench.pass(3600);
    assert_eq!(one(&*bench.store).await.password.expose_secret(), "imap-password");
}

pub(super) async fn are_given_to_one_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let (one_store, other_store) = (&bench.store, bench.second().await);
    allow(&*company, &user, &imap(), "hunter2").await;
    let given: Vec<_> = join_all((0..8).map(|at| {
        let store = if at % 2 == 0 { one_store } else { &other_store };
        due(&**store)
    }))
    .await
    .into_iter()
    .flatten()
    .collect();
    assert_eq!(given.len(), 1);
    bench.pass(359);
    assert!(due(&*other_store).await.is_empty());
    bench.pass(1);
    let late = one(&*other_store).await;
    // who slept past his lease writes nothing
    assert!(
        !one_store
            .mailbox_reached(&given[0], place(1, 9), 9)
            .await
            .unwrap()
    );
    assert!(
        !one_store
            .settle_mailbox(&given[0], &well(bench, 1))
            .await
            .unwrap()
    );
    assert!(other_store.mailbox_reached(&late, place(1, 2), 1).await.unwrap());
    assert!(
        other_store
            .settle_mailbox(&late, &well(bench, 300))
            .await
            .unwrap()
    );
    assert!(due(&**one_store).await.is_empty());
    bench.pass(300);
    assert_eq!(one(&**one_store).await.place, Some(place(1, 2)));
}

pub(super) async fn of_one_host_are_few_at_once(bench: &Bench) {
    let store = &bench.store;
    for name in ["Üks", "Kaks"] {
        let id = bench.company(name).await;
        for number in 0..3 {
            let user = bench.user(id, &format!("mari{number}@naidis.ee")).await;
            allow(&*store.company(id), &user, &imap(), "hunter2").await;
        }
        let user = bench.user(id, "elsewhere@naidis.ee").await;
        let elsewhere = Destination {
            host: Host::parse("imap.mujal.ee").unwrap(),
            ..imap()
        };
        allow(&*store.company(id), &user, &elsewhere, "hunter2").await;
    }
    let mut first = store.due_mailboxes(10, 2, LEASE).await.unwrap();
    assert_eq!(first.len(), 4, "two of each host");
    assert!(store.due_mailboxes(10, 2, LEASE).await.unwrap().is_empty());
    let of_many = first.iter().position(|one| one.destination.host == imap().host);
    let done = first.swap_remove(of_many.unwrap());
    assert!(store.settle_mailbox(&done, &well(bench, 300)).await.unwrap());
    let next = store.due_mailboxes(10, 2, LEASE).await.unwrap();
    assert_eq!(next.len(), 1);
    assert_ne!(next[0].user, done.user);
    bench.pass(7200);
    assert_eq!(store.due_mailboxes(3, 10, LEASE).await.unwrap().len(), 3);
}

pub(super) async fn that_fail_wait(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let store = &bench.store;
    allow(&*company, &user, &imap(), "hunter2").await;
    let began = bench.clock.now();
    for (failures, key) in [(0, "timeout"), (1, "timeout")] {
        let looking = one(&**store).await;
        assert_eq!(looking.failures, failures);
        let looked = failed(bench, key, Some(60));
        assert!(store.settle_mailbox(&looking, &looked).await.unwrap());
        assert!(due(&**store).await.is_empty());
        bench.pass(60);
    }
    let fault = company.mailbox(user.id).await.unwrap().unwrap().fault.unwrap();
    assert_eq!(
        (fault.key.as_str(), fault.said.as_deref(), fault.since),
        ("timeout", Some("No."), began)
    );
    let looking = one(&**store).await;
    let held = failed(bench, "imap-sign-in-refused", None);
    assert!(store.settle_mailbox(&looking, &held).await.unwrap());
    bench.pass(1_000_000);
    assert!(due(&**store).await.is_empty(), "not before something changes");
    let known = company.mailbox(user.id).await.unwrap().unwrap();
    assert_eq!(known.next_look_at, None);
    assert_eq!(known.fault.unwrap().key, "imap-sign-in-refused");
    allow(&*company, &user, &imap(), "hunter3").await;
    assert_eq!(company.mailbox(user.id).await.unwrap().unwrap().fault, None);
    let looking = one(&**store).await;
    assert_eq!(looking.failures, 0);
    assert!(store.settle_mailbox(&looking, &well(bench, 300)).await.unwrap());
}

pub(super) async fn go_with_their_user(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    allow(&*company, &user, &imap(), "hunter2").await;
    company.delete_user(user.id, &BY).await.unwrap();
    assert!(due(&*bench.store).await.is_empty());
    let user = bench.user(company.id(), "jyri@naidis.ee").await;
    allow(&*company, &user, &imap(), "hunter2").await;
    bench.store.delete_company(company.id()).await.unwrap();
    assert!(due(&*bench.store).await.is_empty());
}

pub(super) async fn are_their_companys_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.store.company(bench.company("Muu OÜ").await);
    allow(&*company, &user, &imap(), "hunter2").await;
    assert_eq!(other.mailbox(user.id).await.unwrap(), None);
    assert!(!other.stop_mailbox(user.id, &BY).await.unwrap());
    let password = SecretString::from("mine");
    let refused = other.allow_mailbox(user.id, &imap(), &password, &BY).await;
    assert!(matches!(refused, Err(MailboxError::NoSuchUser)), "{refused:?}");
    assert_eq!(one(&*bench.store).await.password.expose_secret(), "hunter2");
}
