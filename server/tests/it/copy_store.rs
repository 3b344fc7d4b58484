//! Everything from one database to another, checked, and going on where it was cut short.

use crate::support::{
    Setup,
    program::run,
    servers::{PASSWORD, Servers, Typed},
};
use model::{DisplayName, Language, settings::Layer};
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::Arc,
    time::Duration,
};
use store::{
    Actor, CompanyDirectory, Limits, NewCompany, NewUser, OsRandom, Owner, PasswordChange, Rate, Role,
    SaveSettings, SaveWebhook, Store, SystemClock, Trusted, Vault,
};
use store_sqlite::SqliteStore;
use testkit::{
    Postgres,
    certificates::Certificates,
    postgres,
    wait::{PATIENCE, wait_until},
};

/// The address as it stands on a command line, the file with the password, and the database's name.
struct Target {
    address: String,
    password_file: PathBuf,
    name: String,
}

impl Target {
    fn new(server: &Postgres, folder: &Path) -> Self {
        let url = server.create_database();
        let password_file = folder.join("password");
        std::fs::write(&password_file, format!("{}\n", postgres::PASSWORD)).unwrap();
        Self {
            address: url.replace(&format!(":{}@", postgres::PASSWORD), "@"),
            password_file,
            name: url.rsplit('/').next().unwrap().to_owned(),
        }
    }
}

/// Fills a database with companies: two users each, settings, a sender user, and one of everything else.
async fn fill(setup: &Setup, companies: usize) {
    let random = Arc::new(OsRandom);
    let vault = Vault::open(&setup.keys(), random.clone()).unwrap();
    let store = SqliteStore::open(&setup.database(), vault, Arc::new(SystemClock), random)
        .await
        .unwrap();
    let by = Actor::Operator;
    for number in 0..companies {
        let name = DisplayName::parse(&format!("Ettevõte {number} OÜ")).unwrap();
        let company = store.create_company(&NewCompany::lone(name), &by).await.unwrap();
        let of = store.company(company.id);
        for (which, role) in [(1, Role::Admin), (2, Role::User)] {
            let user = NewUser {
                external_id: None,
                name: DisplayName::parse(&format!("Õie {which}")).unwrap(),
                email: format!("u{which}@c{number}.ee").parse().unwrap(),
                role,
                language: Language::Et,
            };
            let user = of.create_user(&user, &by).await.unwrap();
            let layer = Layer {
                host: Some("mail.saatja.test".parse().unwrap()),
                display_name: Some(user.name.clone()),
                ..Layer::default()
            };
            let save = SaveSettings {
                layer,
                password: PasswordChange::Keep,
                expected_version: None,
            };
            of.save_settings(Owner::User(user.id), save, &by).await.unwrap();
            if role == Role::Admin {
                of.set_sender_user(Some(user.id), None, &by).await.unwrap();
                of.create_sign_in_link(user.id, Duration::from_hours(1))
                    .await
                    .unwrap();
            }
        }
        let hook = SaveWebhook {
            url: "https://hook.saatja.test/".to_owned(),
            events: Vec::new(),
            enabled: true,
        };
        let secret = format!("whsec_{}", "A".repeat(44)).into();
        let hook = of.create_webhook(&hook, &secret, &by).await.unwrap();
        of.send_webhook_test(hook.id).await.unwrap();
        let plain = Trusted::PlainPassword {
            host: "mail.saatja.test".parse().unwrap(),
            port: model::Port::new(25).unwrap(),
        };
        of.add_exception(&plain, &by).await.unwrap();
    }
    let rate = Rate {
        burst: 3,
        per: Duration::from_hours(1),
    };
    store.take("sign-in", "192.0.2.1", rate).await.unwrap();
    store.close().await;
}

fn sqlite(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

async fn copy(setup: &Setup, from: &str, to: &str, target: &Target) -> Output {
    let (config, password) = (setup.config(), &target.password_file);
    let words = [
        "--config",
        config.to_str().unwrap(),
        "copy-store",
        "--from",
        from,
        "--to",
        to,
    ];
    run(
        &[&words[..], &["--password-file", password.to_str().unwrap()]].concat(),
        &[],
    )
    .await
}

/// The copy succeeds; gives the lines of the comparison: table, rows there and here, digest, verdict.
async fn copies(setup: &Setup, from: &str, to: &str, target: &Target) -> Vec<String> {
    let output = copy(setup, from, to, target).await;
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("both say the same"), "{text}");
    let lines = text.lines().skip_while(|line| *line != "comparing").skip(1);
    lines
        .take_while(|line| line.starts_with(' '))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

async fn refused(setup: &Setup, from: &str, to: &str, target: &Target, code: i32, why: &str) {
    let output = copy(setup, from, to, target).await;
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert!(error.contains(why), "{error}");
    assert!(!error.contains(postgres::PASSWORD), "{error}");
}

fn on_postgres(setup: Setup, target: &Target) -> Setup {
    setup
        .set("store", &format!("postgres = \"{}\"", target.address))
        .set(
            "store",
            &format!("postgres_password_file = \"{}\"", target.password_file.display()),
        )
}

#[tokio::test]
async fn there_and_back_nothing_is_lost() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let server = Postgres::start().await;
    let setup = Setup::new().await.trust(&certificates);
    let setup = setup.dial("mail.saatja.test:465", servers.tls());
    fill(&setup, 30).await;
    let mut program = setup.start_with(None).await;
    let browser = program.sign_in("u1@c0.ee").await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    browser.test().await;
    let here = sqlite(&program.setup.database());
    let target = Target::new(&server, program.setup.folder());
    refused(
        &program.setup,
        &here,
        &target.address,
        &target,
        5,
        "is in use by another program",
    )
    .await;
    program.ask_to_stop();
    program.end().await;
    let setup = program.setup;

    let there = copies(&setup, &here, &target.address, &target).await;
    let rows = |table: &str| {
        let line = there.iter().find(|line| line.starts_with(&format!("{table} ")));
        line.unwrap().split(' ').nth(1).unwrap().parse::<u64>().unwrap()
    };
    assert_eq!((rows("companies"), rows("users"), rows("settings")), (30, 60, 60));
    assert_eq!(
        (rows("webhooks"), rows("exceptions"), rows("test_runs")),
        (30, 30, 1)
    );
    assert!(
        rows("audit") > 200 && rows("limits") > 0 && rows("sessions") == 1,
        "{there:?}"
    );
    assert!(there.iter().all(|line| line.ends_with("the same")), "{there:?}");
    let counted = server.sql(
        &target.name,
        "SELECT count(*) FROM users WHERE email LIKE 'u_@c%.ee'",
    );
    assert_eq!(counted.trim(), "60");

    // Back, into a new file: the same rows, byte by byte.
    let back = setup.folder().join("back.db");
    assert_eq!(
        copies(&setup, &target.address, &sqlite(&back), &target).await,
        there
    );

    // What was copied serves: the session, the password, the sender users.
    let program = on_postgres(setup, &target).start_with(None).await;
    let browser = browser.at(program.address());
    let page = browser.get("/et/settings").await.expect(200).html();
    assert!(page.contains("mari@saatja.test"), "{page}");
    browser.test().await;
    assert_eq!(servers.catcher.letters().len(), 2);
    assert!(
        !program.setup.log().contains(PASSWORD) && !program.setup.log().contains(postgres::PASSWORD),
        "no password is logged"
    );
    program.sign_in("u2@c7.ee").await;
    refused(
        &program.setup,
        &sqlite(&back),
        &target.address,
        &target,
        5,
        "is in use by another program",
    )
    .await;
}

#[tokio::test]
async fn what_could_lose_something_is_refused() {
    let server = Postgres::start().await;
    let setup = Setup::new().await;
    fill(&setup, 2).await;
    let target = Target::new(&server, setup.folder());
    let (here, there) = (sqlite(&setup.database()), target.address.clone());
    let missing = sqlite(&setup.folder().join("missing.db"));
    refused(&setup, &missing, &there, &target, 3, "there is no database").await;
    assert!(!setup.folder().join("missing.db").exists());
    refused(&setup, &here, &here, &target, 3, "are the same").await;

    // Keys that open nothing of it.
    let other = Setup::new().await;
    fill(&other, 1).await;
    refused(&other, &here, &there, &target, 6, "the key file does not fit").await;
    std::fs::remove_file(other.keys()).unwrap();
    refused(&other, &here, &there, &target, 6, "does not exist").await;

    // Another company is there already: from no copy.
    copies(&setup, &here, &there, &target).await;
    refused(
        &setup,
        &here,
        &there,
        &target,
        4,
        "--to is not empty: companies has 2 rows",
    )
    .await;
}

/// Starts a copy row by row, and kills it when some users are there.
async fn kill_in_between(setup: &Setup, target: &Target, server: &Postgres) {
    let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_saatja"))
        .arg("--config")
        .arg(setup.config())
        .args([
            "copy-store",
            "--batch",
            "1",
            "--from",
            &sqlite(&setup.database()),
            "--to",
            &target.address,
        ])
        .arg("--password-file")
        .arg(&target.password_file)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let users = || {
        let there = server.sql(&target.name, "SELECT to_regclass('copy_progress') IS NOT NULL");
        if there.trim() == "t" {
            server
                .sql(&target.name, "SELECT count(*) FROM users")
                .trim()
                .parse()
                .unwrap()
        } else {
            0
        }
    };
    wait_until("some users are copied", PATIENCE, async || users() >= 5_u64).await;
    child.kill().await.unwrap();
    wait_until("the database has noticed", PATIENCE, async || {
        let locks = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'saatja'";
        server.sql(&target.name, locks).trim() == "0"
    })
    .await;
    assert!(users() < 160, "it was killed in between");
}

#[tokio::test]
async fn a_copy_that_was_killed_goes_on() {
    let server = Postgres::start().await;
    let setup = Setup::new().await;
    fill(&setup, 80).await;
    let target = Target::new(&server, setup.folder());
    kill_in_between(&setup, &target, &server).await;
    let (here, there) = (sqlite(&setup.database()), &target.address);

    // Nobody takes half a copy for a whole one: neither a server, nor another copy.
    let config = on_postgres(Setup::new().await, &target);
    std::fs::copy(setup.keys(), config.keys()).unwrap();
    let file = config.config();
    let output = run(&["--config", file.to_str().unwrap(), "migrate"], &[]).await;
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("a copy into this database was not finished"),
        "{error}"
    );
    let elsewhere = sqlite(&setup.folder().join("elsewhere.db"));
    refused(
        &setup,
        there,
        &elsewhere,
        &target,
        3,
        "is itself a copy that was not finished",
    )
    .await;

    // Nor does a copy of something else go on with it.
    let other = Setup::new().await;
    std::fs::copy(setup.keys(), other.keys()).unwrap();
    fill(&other, 1).await;
    let from = sqlite(&other.database());
    refused(&other, &from, there, &target, 4, "the beginning of another copy").await;

    let output = copy(&setup, &here, there, &target).await;
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("going on with a copy that was cut short"), "{text}");
    assert!(text.contains("both say the same"), "{text}");
    let counted = server.sql(&target.name, "SELECT count(*) FROM users");
    assert_eq!(counted.trim(), "160");
    let left = server.sql(&target.name, "SELECT count(*) FROM copy_progress");
    assert_eq!(left.trim(), "0");
}

#[tokio::test]
async fn migrate_says_what_it_did() {
    let server = Postgres::start().await;
    let setup = Setup::new().await;
    let target = Target::new(&server, setup.folder());
    let said = async |config: &Path| {
        let output = run(&["--config", config.to_str().unwrap(), "migrate"], &[]).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let config = setup.config();
    assert!(said(&config).await.contains("new, migration "));
    assert!(said(&config).await.contains("up to date (migration "));
    let setup = on_postgres(setup, &target);
    let config = setup.config();
    let first = said(&config).await;
    assert!(
        first.starts_with(&format!("{}: new, migration ", target.address)),
        "{first}"
    );
    assert!(said(&config).await.contains("up to date (migration "));
}

impl crate::support::Browser {
    /// The same browser, asking another program.
    fn at(&self, address: std::net::SocketAddr) -> Self {
        let mut there = Self::new(address);
        there.cookie.clone_from(&self.cookie);
        there
    }
}
