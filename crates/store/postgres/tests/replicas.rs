//! Two replicas of the program on one database.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use jiff::SignedDuration;
use model::{
    Language, Mailbox, PortalId,
    settings::{OwnServer, SendingMode},
};
use secrecy::ExposeSecret as _;
use std::{
    collections::{HashMap, HashSet},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::{
    Actor, Attempted, AuditQuery, Clock as _, CompanyDirectory as _, Entrant, EventKind, Limits as _,
    LinkError, NewSession, OsRandom, Owner, Rate, Role, SaveError, SaveSettings, SaveWebhook, SignIn as _,
    Store as _, TestClock, TestError, TestLimits, TestSnapshot, TestVerdict, Upkeep as _, Vault,
    WebhookQueue as _,
};
use store_postgres::PostgresStore;
use support::{Database, Server, company, destination, name, raw, save, user};

const HOUR: Duration = Duration::from_hours(1);

/// Two replicas, one clock.
async fn replicas(database: &Database) -> [PostgresStore; 2] {
    let clock = Arc::new(TestClock::default());
    [
        database.open_at(clock.clone()).await.unwrap(),
        database.open_at(clock).await.unwrap(),
    ]
}

/// Asks so many times at once, in turn of one and of the other.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    both: &[PostgresStore; 2],
    times: usize,
    ask: impl Fn(PostgresStore) -> F,
) -> Vec<T> {
    let asked = (0..times).map(|number| tokio::spawn(ask(both[number % 2].clone())));
    let answers = futures_util::future::join_all(asked).await;
    answers.into_iter().map(Result::unwrap).collect()
}

fn snapshot() -> TestSnapshot {
    TestSnapshot {
        mode: SendingMode::OwnServer,
        server: OwnServer {
            destination: destination(),
            sender: Mailbox::parse("mari@naidis.ee").unwrap(),
            display_name: None,
        },
        reply_to: None,
        secret_version: 1,
        secret_owner: None,
        recipient: Mailbox::parse("mari@naidis.ee").unwrap(),
        provider: None,
        language: Language::Et,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begun_on_one_holds_on_the_other_and_ends_on_both() {
    let server = Server::start().await;
    let database = server.database();
    let [one, other] = replicas(&database).await;
    let company = company(&one).await.id;
    let user = user(&*one.company(company), "mari@naidis.ee").await;
    let token = one
        .company(company)
        .create_session(user.id, &NewSession::lasting(HOUR))
        .await
        .unwrap();
    assert_eq!(other.find_session(&token).await.unwrap().unwrap().user, user);
    other.delete_session(&token).await.unwrap();
    assert_eq!(one.find_session(&token).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_is_used_once_over_all_replicas() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let company = company(&both[0]).await.id;
    let user = user(&*both[0].company(company), "mari@naidis.ee").await;
    for _ in 0..5 {
        let link = both[0]
            .company(company)
            .create_sign_in_link(user.id, HOUR)
            .await
            .unwrap();
        let tries = (0..20).map(|number| {
            let (replica, link) = (both[number % 2].clone(), link.clone());
            tokio::spawn(async move { replica.consume_sign_in_link(&link).await })
        });
        let mut let_in = 0;
        for used in futures_util::future::join_all(tries).await {
            match used.unwrap() {
                Ok(who) => {
                    assert_eq!(who, user);
                    let_in += 1;
                }
                Err(error) => assert!(matches!(error, LinkError::Used), "{error:?}"),
            }
        }
        assert_eq!(let_in, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_saved_by_two_at_once_are_saved_by_one() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let company = company(&both[0]).await.id;
    let user = user(&*both[0].company(company), "mari@naidis.ee").await;
    for version in 0..5 {
        let tries = (0..10).map(|number| {
            let company = both[number % 2].company(company);
            tokio::spawn(async move {
                let change = SaveSettings {
                    expected_version: Some(version),
                    ..save("hunter2")
                };
                company
                    .save_settings(Owner::User(user.id), change, &Actor::Operator)
                    .await
            })
        });
        let mut saved = 0;
        for outcome in futures_util::future::join_all(tries).await {
            match outcome.unwrap() {
                Ok(settings) => {
                    assert_eq!(settings.version, version + 1);
                    saved += 1;
                }
                Err(error) => assert!(
                    matches!(error, SaveError::Conflict { stored } if stored == version + 1),
                    "{error:?}"
                ),
            }
        }
        assert_eq!(saved, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_token_is_used_once_over_all_replicas() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let end = TestClock::default().now() + SignedDuration::from_mins(1);
    for id in ["a", "b", "c", "d", "e"] {
        let spent = at_once(&both, 20, move |replica| async move {
            replica.spend_launch(&PortalId::lone(), id, end).await.unwrap()
        })
        .await;
        assert_eq!(spent.into_iter().filter(|first| *first).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_launched_many_times_at_once_is_made_once() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    for number in 0..5 {
        let entrant = Entrant {
            portal: PortalId::lone(),
            company: format!("company-{}", number / 2).parse().unwrap(),
            company_name: name("Näidis OÜ"),
            user: format!("user-{number}").parse().unwrap(),
            name: name("Mari Maasikas"),
            email: Mailbox::parse(&format!("mari{number}@naidis.ee")).unwrap(),
            role: Role::User,
            language: None,
        };
        let users = at_once(&both, 10, move |replica| {
            let entrant = entrant.clone();
            async move { replica.enter(&entrant).await.unwrap() }
        })
        .await;
        assert!(users.iter().all(|user| *user == users[0]), "{users:?}");
    }
    let companies = both[0].list_companies(None, None, 10).await.unwrap();
    let mut names: Vec<&str> = companies
        .iter()
        .map(|company| company.event_name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["naidis-ou", "naidis-ou-2", "naidis-ou-3"]);
    let (portal, first) = (PortalId::lone(), "company-0".parse().unwrap());
    let first = both[0]
        .find_company_by_external_id(&portal, &first)
        .await
        .unwrap()
        .unwrap();
    let log = both[1]
        .company(first.id)
        .audit(&AuditQuery::default(), 100)
        .await
        .unwrap();
    // The clock stands still: in one millisecond the order of two replicas is chance.
    let mut made: Vec<&str> = log.iter().map(|entry| entry.entry.action.key()).collect();
    made.sort_unstable();
    assert_eq!(made, ["company.created", "user.created", "user.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_counted_together() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let rate = Rate {
        burst: 7,
        per: Duration::from_mins(1),
    };
    let taken = at_once(&both, 20, move |replica| async move {
        replica.take("sign-in", "mari", rate).await.unwrap().is_none()
    })
    .await;
    assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 7);
    assert!(both[0].take("sign-in", "jyri", rate).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_tests_at_once_no_more_start_than_may() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let mut users = Vec::new();
    for _ in 0..2 {
        let company = company(&both[0]).await.id;
        for email in ["mari@naidis.ee", "jyri@naidis.ee"] {
            users.push(user(&*both[0].company(company), email).await);
        }
    }
    for (limits, expected) in [
        (
            TestLimits {
                per_user: 1,
                per_company: 100,
                per_server: 100,
            },
            4,
        ),
        (
            TestLimits {
                per_user: 100,
                per_company: 4,
                per_server: 100,
            },
            4,
        ),
        (
            TestLimits {
                per_user: 100,
                per_company: 100,
                per_server: 11,
            },
            3,
        ),
    ] {
        let users = users.clone();
        let number = Arc::new(AtomicUsize::new(0));
        let started = at_once(&both, 20, move |replica| {
            let user = users[number.fetch_add(1, Ordering::Relaxed) % 4].clone();
            async move {
                let company = replica.company(user.company);
                match company
                    .create_test(user.id, &snapshot(), limits, HOUR, &Actor::Operator)
                    .await
                {
                    Ok(_) => true,
                    Err(TestError::TooMany(_)) => false,
                    Err(error) => panic!("{error:?}"),
                }
            }
        })
        .await;
        assert_eq!(
            started.into_iter().filter(|started| *started).count(),
            expected,
            "{limits:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_of_a_dead_replica_is_aborted_by_the_other() {
    let server = Server::start().await;
    let database = server.database();
    let clock = Arc::new(TestClock::default());
    let (dead, living) = (
        database.open_at(clock.clone()).await.unwrap(),
        database.open_at(clock.clone()).await.unwrap(),
    );
    let company = company(&dead).await.id;
    let user = user(&*dead.company(company), "mari@naidis.ee").await;
    let limits = TestLimits {
        per_user: 9,
        per_company: 9,
        per_server: 9,
    };
    let (lease, part) = (Duration::from_secs(30), living.company(company));
    let lost = dead
        .company(company)
        .create_test(user.id, &snapshot(), limits, lease, &Actor::Operator)
        .await
        .unwrap();
    let goes_on = part
        .create_test(user.id, &snapshot(), limits, lease, &Actor::Operator)
        .await
        .unwrap();
    dead.close().await;
    clock.advance(SignedDuration::from_secs(29));
    part.append_to_test(goes_on.id, &[], &[]).await.unwrap();
    assert_eq!(living.abort_lost_tests().await.unwrap(), 0);
    clock.advance(SignedDuration::from_secs(1));
    assert_eq!(living.abort_lost_tests().await.unwrap(), 1);
    let lost = part.find_test(user.id, lost.id).await.unwrap().unwrap();
    assert_eq!(lost.verdict, Some(TestVerdict::Aborted));
    part.renew_test(goes_on.id, lease).await.unwrap();
    assert!(matches!(
        part.renew_test(lost.id, lease).await,
        Err(TestError::Over)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_to_webhooks_are_given_out_once_and_two_at_a_time() {
    let server = Server::start().await;
    let database = server.database();
    let both = replicas(&database).await;
    let company = company(&both[0]).await.id;
    let part = both[0].company(company);
    let user = user(&*part, "mari@naidis.ee").await;
    let webhook = SaveWebhook {
        url: "https://naidis.ee/hook".to_owned(),
        events: vec![EventKind::SettingsSaved],
        enabled: true,
    };
    for _ in 0..3 {
        part.create_webhook(&webhook, &"whsec_kuusk".into(), &Actor::Operator)
            .await
            .unwrap();
    }
    for number in 0..5 {
        part.save_settings(
            Owner::User(user.id),
            save(&format!("hunter{number}")),
            &Actor::Operator,
        )
        .await
        .unwrap();
    }
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let due = at_once(&both, 4, |replica| async move {
            replica.due_webhook_messages(10, HOUR).await.unwrap()
        })
        .await;
        let due: Vec<_> = due.into_iter().flatten().collect();
        let mut of_one: HashMap<_, u32> = HashMap::new();
        for message in &due {
            assert!(seen.insert(message.id), "given out twice");
            assert_eq!((message.attempt, message.secrets.len()), (1, 1));
            *of_one.entry(message.webhook).or_default() += 1;
        }
        assert!(of_one.values().all(|number| *number <= 2), "{of_one:?}");
        for (number, message) in due.iter().enumerate() {
            let taken = Attempted::Delivered {
                result: "204".to_owned(),
            };
            let replica = &both[number % 2];
            assert!(
                replica
                    .settle_webhook_message(message.id, 1, &taken)
                    .await
                    .unwrap()
            );
            assert!(
                !replica
                    .settle_webhook_message(message.id, 1, &taken)
                    .await
                    .unwrap(),
                "settled already"
            );
        }
    }
    assert_eq!(seen.len(), 15);
}

#[tokio::test]
async fn a_lock_that_nobody_gives_back_is_an_error_and_no_hang() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let company = company(&store).await.id;
    let company = store.company(company);
    let user = user(&*company, "mari@naidis.ee").await;
    let mut stuck = raw(&database).await;
    sqlx::query("BEGIN").execute(&mut stuck).await.unwrap();
    sqlx::query("SELECT FROM users FOR UPDATE")
        .execute(&mut stuck)
        .await
        .unwrap();
    let saved = company
        .save_settings(Owner::User(user.id), save("hunter2"), &Actor::Operator)
        .await;
    let SaveError::Store(error) = saved.unwrap_err() else {
        panic!("the store failed")
    };
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("lock timeout"), "{cause}");
    drop(stuck);
    company
        .save_settings(Owner::User(user.id), save("hunter2"), &Actor::Operator)
        .await
        .unwrap();
}

/// Not a test of its own: the replica that the next test kills.
#[tokio::test]
async fn saves_until_it_is_killed() {
    let Ok(given) = std::env::var("SAATJA_REPLICA_TO_BE_KILLED") else {
        return;
    };
    let (url, keys) = given.split_once('\n').unwrap();
    let vault = Vault::load(Path::new(keys), Arc::new(OsRandom)).unwrap();
    let clock = Arc::new(TestClock::default());
    let store = PostgresStore::open(url, vault, clock, Arc::new(OsRandom))
        .await
        .unwrap();
    let company = store.company(store.list_companies(None, None, 1).await.unwrap()[0].id);
    let user = company.list_users(None, 1).await.unwrap().remove(0);
    loop {
        let saved = company
            .save_settings(Owner::User(user.id), save("hunter2"), &Actor::Operator)
            .await
            .unwrap();
        println!("saved {}", saved.version);
    }
}

#[tokio::test]
async fn the_other_goes_on_where_one_is_killed() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let company = company(&store).await.id;
    let company = store.company(company);
    let user = user(&*company, "mari@naidis.ee").await;
    for enough in [1_u64, 17] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "saves_until_it_is_killed", "--nocapture"])
            .env(
                "SAATJA_REPLICA_TO_BE_KILLED",
                format!("{}\n{}", database.url, database.keys().display()),
            )
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let mut saved = lines.filter_map(|line| line.rsplit_once("saved ")?.1.parse::<u64>().ok());
        assert!(
            saved.by_ref().nth(usize::try_from(enough).unwrap()).is_some(),
            "it saved"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        let answered = saved.last().unwrap_or_default();

        let mine = company
            .save_settings(Owner::User(user.id), save("hunter3"), &Actor::Operator)
            .await
            .unwrap();
        assert!(mine.version > answered, "{} <= {answered}", mine.version);
        assert_eq!(mine.version, mine.secret_version);
        let secret = company
            .secret_for(Owner::User(user.id), &destination())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(secret.expose_secret(), "hunter3");
    }
}
