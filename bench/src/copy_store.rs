//! A copy of 10,000 companies from SQLite to PostgreSQL, and back: counted, compared, timed.

use anyhow::{Context, ensure};
use model::{DisplayName, Language, settings::Layer};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Instant,
};
use store::{
    Actor, CompanyDirectory, NewCompany, NewUser, OsRandom, Owner, PasswordChange, Role, SaveSettings, Store,
    SystemClock, Vault,
};
use store_sqlite::SqliteStore;
use testkit::{Postgres, postgres};
use tokio::process::Command;

/// How many companies, with two users each.
const COMPANIES: usize = 10_000;

/// Fills a database, copies it there and back, and prints what the program says.
///
/// # Errors
/// The program fails, or what it copied differs.
pub async fn run(program: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let (database, keys) = (at("saatja.db"), at("saatja-keys"));
    let begin = Instant::now();
    fill(&database, &keys).await?;
    println!(
        "{COMPANIES} companies with two users each, written in {:.1?}",
        begin.elapsed()
    );
    println!("file: {} MiB\n", fs::metadata(&database)?.len() >> 20);

    fs::write(at("password"), postgres::PASSWORD)?;
    fs::write(
        at("saatja.toml"),
        format!("[store]\nkeys = '{}'\n", keys.display()),
    )?;
    let server = Postgres::start().await;
    let address = server
        .create_database()
        .replace(&format!(":{}@", postgres::PASSWORD), "@");
    let sqlite = |path: PathBuf| format!("sqlite:{}", path.display());
    for (from, to) in [
        (sqlite(database.clone()), address.clone()),
        (address, sqlite(at("back.db"))),
    ] {
        let begin = Instant::now();
        let output = Command::new(program)
            .arg("--config")
            .arg(at("saatja.toml"))
            .args(["copy-store", "--from", &from, "--to", &to, "--password-file"])
            .arg(at("password"))
            .stderr(Stdio::inherit())
            .output()
            .await
            .context("the program")?;
        let said = String::from_utf8(output.stdout)?;
        ensure!(output.status.success(), "the copy failed: {said}");
        let compared = said.lines().skip_while(|line| *line != "comparing");
        println!("{from} to {to}: {:.1?}", begin.elapsed());
        compared.for_each(|line| println!("{line}"));
        println!();
    }
    Ok(())
}

async fn fill(database: &Path, keys: &Path) -> anyhow::Result<()> {
    let random = Arc::new(OsRandom);
    let vault = Vault::open(keys, random.clone())?;
    let store = SqliteStore::open(database, vault, Arc::new(SystemClock), random).await?;
    let by = Actor::Operator;
    for number in 0..COMPANIES {
        let name = DisplayName::parse(&format!("Ettevõte {number} OÜ"))?;
        let company = store.create_company(&NewCompany::lone(name), &by).await?;
        let of = store.company(company.id);
        for (which, role) in [(1, Role::Admin), (2, Role::User)] {
            let user = NewUser {
                external_id: None,
                name: DisplayName::parse(&format!("Õie Ööbik {which}"))?,
                email: format!("u{which}@c{number}.ee").parse()?,
                role,
                language: Language::Et,
            };
            let user = of.create_user(&user, &by).await?;
            let layer = Layer {
                host: Some("mail.naidis.ee".parse()?),
                display_name: Some(user.name.clone()),
                ..Layer::default()
            };
            let save = SaveSettings {
                layer,
                password: PasswordChange::Keep,
                expected_version: None,
            };
            of.save_settings(Owner::User(user.id), save, &by).await?;
        }
    }
    store.close().await;
    Ok(())
}
