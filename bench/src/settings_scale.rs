//! Settings in a company of 10,000 users, on both stores: the processor time of one user's effective settings, and of a
//! page of the admin's table of users, each beside the plainest query there is: one row by its key.

use crate::{
    load,
    program::{self, Running},
};
use anyhow::{Context, ensure};
use model::{
    DisplayName, Language, Security, UserId,
    settings::{Destination, Layer, SendingMode},
};
use secrecy::SecretString;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{
    Actor, NewCompany, NewUser, OsRandom, Owner, PasswordChange, Role, SaveSettings, Store, SystemClock,
    UserQuery, Vault,
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use testkit::{Postgres, postgres};
use tokio::task::JoinSet;

/// How many users the company has.
const USERS: usize = 10_000;
/// How many of them are made at once.
const AT_ONCE: usize = 8;
/// How many a page shows.
const PAGE: u32 = 50;
/// How long each is measured.
const LASTING: Duration = Duration::from_secs(3);
/// The company's admin.
const ADMIN: &str = "u0@naidis.ee";

/// Measures and prints the table.
///
/// # Errors
/// The store or the program fails.
pub async fn run(program: &Path) -> anyhow::Result<()> {
    println!("One company with {USERS} users, a third of them with a server and password of their own.");
    println!("Processor time in ms for each; PostgreSQL's own beside the program's.\n");
    println!("| store | what | program | PostgreSQL | both, of one row by its key |");
    println!("|---|---|---|---|---|");
    let folder = tempfile::tempdir()?;
    sqlite(program, folder.path()).await?;
    let folder = tempfile::tempdir()?;
    postgres(program, folder.path()).await
}

async fn sqlite(program: &Path, folder: &Path) -> anyhow::Result<()> {
    let database = folder.join("saatja.db");
    let (vault, random) = vault(folder)?;
    let store = SqliteStore::open(&database, vault, Arc::new(SystemClock), random).await?;
    let of = format!("sqlite = \"{}\"", database.display());
    measure("SQLite", Arc::new(store), None, &of, program, folder).await
}

async fn postgres(program: &Path, folder: &Path) -> anyhow::Result<()> {
    let server = Postgres::start().await;
    let url = server.create_database();
    let (vault, random) = vault(folder)?;
    let store = PostgresStore::open(&url, vault, Arc::new(SystemClock), random).await?;
    let without = url.replace(&format!(":{}@", postgres::PASSWORD), "@");
    let of = format!(
        "postgres = \"{without}\"\npostgres_password = \"{}\"",
        postgres::PASSWORD
    );
    measure("PostgreSQL", Arc::new(store), Some(&server), &of, program, folder).await
}

fn vault(folder: &Path) -> anyhow::Result<(Vault, Arc<OsRandom>)> {
    let random = Arc::new(OsRandom);
    Ok((Vault::open(&folder.join("keys"), random.clone())?, random))
}

async fn measure(
    name: &str,
    store: Arc<dyn Store>,
    server: Option<&Postgres>,
    config: &str,
    program: &Path,
    folder: &Path,
) -> anyhow::Result<()> {
    let users = fill(&store).await?;
    if let Some(server) = server {
        // As it would be done by itself before long.
        server.sql("saatja0", "ANALYZE");
    }
    let find = users.clone();
    let company = find.company();
    let mut table = Table {
        name,
        server,
        bare: None,
    };
    table
        .row("one row by its key", std::process::id(), async || {
            ensure!(company.find_user(find.next()).await?.is_some(), "no such user");
            Ok(1)
        })
        .await?;
    table
        .row("effective settings of a user", std::process::id(), async || {
            let of = company
                .user_settings(find.next())
                .await?
                .context("no such user")?;
            ensure!(of.effective().host.is_some(), "no server");
            Ok(1)
        })
        .await?;
    table
        .row(
            "50 of the table, without the page",
            std::process::id(),
            async || {
                let query = UserQuery {
                    search: None,
                    after: Some((format!("u{}", find.number() % 9), find.next())),
                };
                let some = company.user_table(&query, PAGE + 1).await?;
                let shown = some.iter().filter(|of| of.effective().host.is_some()).count();
                ensure!(shown > 40 && company.count_users().await? == 10_000, "{shown}");
                Ok(1)
            },
        )
        .await?;
    store.close().await;
    let (saatja, cookie) = program::serve(program, folder, config, ADMIN).await?;
    pages(&mut table, &saatja, &cookie).await
}

async fn pages(table: &mut Table<'_>, saatja: &Running, cookie: &str) -> anyhow::Result<()> {
    for (what, path) in [
        ("a page that needs nothing", "/healthz"),
        ("page of users", "/et/company/users"),
        (
            "page of users, searched for `u77`",
            "/et/company/users?search=u77",
        ),
        ("page of the user's own settings", "/et/settings"),
    ] {
        let answers = async || Ok(load::run(saatja.address, path, cookie, LASTING).await?.answers);
        table.once(what, saatja.id(), answers).await?;
    }
    Ok(())
}

/// The table that is printed.
struct Table<'a> {
    name: &'a str,
    server: Option<&'a Postgres>,
    /// What one row by its key takes, in ms.
    bare: Option<f64>,
}

impl Table<'_> {
    /// Does something over and over, and prints a line.
    async fn row(
        &mut self,
        what: &str,
        program: u32,
        mut each: impl AsyncFnMut() -> anyhow::Result<usize>,
    ) -> anyhow::Result<()> {
        each().await?;
        let over_and_over = async || {
            let (begin, mut done) = (Instant::now(), 0);
            while begin.elapsed() < LASTING {
                done += each().await?;
            }
            Ok(done)
        };
        self.once(what, program, over_and_over).await
    }

    /// Does something that says how often it was done, and prints a line.
    async fn once(
        &mut self,
        what: &str,
        program: u32,
        mut all: impl AsyncFnMut() -> anyhow::Result<usize>,
    ) -> anyhow::Result<()> {
        let before = (program::processor_time(program)?, self.server_time()?);
        let done = all().await?;
        let after = (program::processor_time(program)?, self.server_time()?);
        #[expect(clippy::cast_precision_loss, reason = "a count of answers")]
        let each = |used: Duration| used.as_secs_f64() * 1000.0 / done as f64;
        let (own, servers) = (
            each(after.0.saturating_sub(before.0)),
            each(after.1.saturating_sub(before.1)),
        );
        let both = own + servers;
        let ratio = both / *self.bare.get_or_insert(both);
        let servers = self.server.map_or_else(String::new, |_| format!("{servers:.3}"));
        println!("| {} | {what} | {own:.3} | {servers} | {ratio:.1} |", self.name);
        Ok(())
    }

    /// What the connections of the database have used.
    fn server_time(&self) -> anyhow::Result<Duration> {
        let Some(server) = self.server else {
            return Ok(Duration::ZERO);
        };
        let ids = server.sql(
            "postgres",
            "SELECT pid FROM pg_stat_activity WHERE datname = 'saatja0'",
        );
        let times = ids
            .split_whitespace()
            .map(|id| program::processor_time(id.parse()?));
        times.sum::<anyhow::Result<Duration>>()
    }
}

/// The users of the company, one after another.
#[derive(Clone)]
struct Users {
    store: Arc<dyn Store>,
    company: model::CompanyId,
    ids: Arc<Vec<UserId>>,
    next: Arc<std::sync::atomic::AtomicUsize>,
}

impl Users {
    fn company(&self) -> Box<dyn store::CompanyStore> {
        self.store.company(self.company)
    }

    /// Which one is next. They are far from each other, so that no page of the file serves the next one by chance.
    fn number(&self) -> usize {
        self.next.fetch_add(7919, std::sync::atomic::Ordering::Relaxed) % USERS
    }

    fn next(&self) -> UserId {
        self.ids[self.number()]
    }
}

async fn fill(store: &Arc<dyn Store>) -> anyhow::Result<Users> {
    let name = DisplayName::parse("Näidis OÜ")?;
    let company = store
        .create_company(&NewCompany::lone(name), &Actor::Operator)
        .await?;
    let mut tasks = JoinSet::new();
    for first in 0..AT_ONCE {
        let of = store.company(company.id);
        tasks.spawn(async move {
            let mut ids = Vec::new();
            for number in (first..USERS).step_by(AT_ONCE) {
                ids.push(user(&*of, number).await?);
            }
            anyhow::Ok(ids)
        });
    }
    let mut ids = Vec::new();
    while let Some(made) = tasks.join_next().await {
        ids.extend(made??);
    }
    let of = store.company(company.id);
    let sender_user = of
        .find_user_by_email(&ADMIN.parse()?)
        .await?
        .context("the admin")?;
    of.set_sender_user(Some(sender_user.id), None, &Actor::Operator)
        .await?;
    Ok(Users {
        store: store.clone(),
        company: company.id,
        ids: Arc::new(ids),
        next: Arc::default(),
    })
}

/// A user; every third one, the admin among them, with a server of his own.
async fn user(company: &dyn store::CompanyStore, number: usize) -> anyhow::Result<UserId> {
    let email = format!("u{number}@naidis.ee");
    let new = NewUser {
        external_id: None,
        name: DisplayName::parse(&format!("u{number} Ööbik"))?,
        email: email.parse()?,
        role: if number == 0 { Role::Admin } else { Role::User },
        language: Language::Et,
    };
    let user = company.create_user(&new, &Actor::Operator).await?;
    if number.is_multiple_of(3) {
        let destination = Destination {
            host: "mail.naidis.ee".parse()?,
            port: "465".parse()?,
            security: Security::Tls,
            user_name: Some(email.clone()),
        };
        let change = SaveSettings {
            layer: Layer {
                mode: Some(SendingMode::OwnServer),
                host: Some(destination.host.clone()),
                port: Some(destination.port),
                security: Some(destination.security),
                user_name: Some(email.parse()?),
                ..Layer::default()
            },
            password: PasswordChange::Set {
                password: SecretString::from("kuusk-kasvab"),
                entered_for: destination,
            },
            expected_version: None,
        };
        company
            .save_settings(Owner::User(user.id), change, &Actor::Operator)
            .await?;
    }
    Ok(user.id)
}
