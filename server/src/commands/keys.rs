//! `saatja keys`: changing the key that wraps the companies' keys, while the program serves. A rotation is `add`,
//! `activate`, `rewrap`, `remove`; no password is touched by it.

use crate::{cli::KeysCommand, config::Config, store::Opened, upkeep::KEYS_SEEN_AFTER};
use ::store::{
    Clock, KeyId, OsRandom, Store, SystemClock,
    secrets::{
        KeyRingError,
        keys::{self, ListedKey},
    },
    transfer::{Kind, Table, Value},
};
use anyhow::{Context, bail};
use jiff::Timestamp;
use std::{
    collections::HashMap,
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    time::Duration,
};

/// How many companies are read or rewrapped at a time.
const AT_ONCE: u32 = 500;

/// What of a company tells which key wraps its own.
const WRAPPED: Table = Table {
    name: "companies",
    later: false,
    columns: &[("id", Kind::Id), ("wrapped_key", Kind::Bytes)],
    key: 1,
};

/// Does one step.
pub async fn run(config: &Config, command: KeysCommand) -> anyhow::Result<ExitCode> {
    let file = config.store.keys.as_path();
    // Before anything else: it refuses keys that do not fit the database, and makes the first one.
    let Opened { store, .. } = crate::store::open(config).await?;
    let done = match command {
        KeysCommand::List => list(file, &*store).await,
        KeysCommand::Add => add(file),
        KeysCommand::Activate { id } => activate(file, id),
        KeysCommand::Rewrap => rewrap(file, &*store).await,
        KeysCommand::Remove { id } => remove(file, &*store, id).await,
    };
    store.close().await;
    done?;
    Ok(ExitCode::SUCCESS)
}

async fn list(file: &Path, store: &dyn Store) -> anyhow::Result<()> {
    let needed = needed(store).await?;
    let mut out = io::stdout().lock();
    for ListedKey { id, active } in keys::list(file)? {
        let companies = needed.get(id.as_bytes()).copied().unwrap_or_default();
        let mark = if active { "active" } else { "" };
        writeln!(out, "{id}  {mark:<6}  {companies} companies")?;
    }
    Ok(())
}

fn add(file: &Path) -> anyhow::Result<()> {
    let id = keys::add(file, &OsRandom)?;
    println!("{id}");
    eprintln!(
        "added; nothing is sealed with it yet. When every server has this key file (those that use this one read it \
         within seconds): saatja keys activate {id}"
    );
    Ok(())
}

fn activate(file: &Path, id: KeyId) -> anyhow::Result<()> {
    keys::activate(file, id, &OsRandom)?;
    eprintln!("{id} seals what is new. What is old: saatja keys rewrap");
    Ok(())
}

/// As often as it takes. Cut short, it goes on where it was: what is rewrapped stays so.
async fn rewrap(file: &Path, store: &dyn Store) -> anyhow::Result<()> {
    let active = active(file)?;
    seen_by_all(file).await?;
    let all: u64 = needed(store)
        .await?
        .iter()
        .filter(|(id, _)| *id != active.as_bytes())
        .map(|(_, companies)| companies)
        .sum();
    let mut done = 0;
    loop {
        let some = store.rewrap_company_keys(AT_ONCE).await.context("rewrapping")?;
        if some == 0 {
            break;
        }
        done += some;
        println!("{done} of {} companies", all.max(done));
    }
    println!("rewrapped: {done} companies, by key {active}");
    Ok(())
}

async fn remove(file: &Path, store: &dyn Store, id: KeyId) -> anyhow::Result<()> {
    match keys::list(file)?.into_iter().find(|key| key.id == id) {
        Some(key) if key.active => {
            bail!("key {id} is the active one: activate another one first, then rewrap");
        }
        Some(_) => {}
        None => {
            let path = file.to_owned();
            return Err(KeyRingError::NoSuchKey { path, id }.into());
        }
    }
    seen_by_all(file).await?;
    if let Some(companies) = needed(store).await?.get(id.as_bytes()) {
        bail!("key {id} is still needed by {companies} companies: saatja keys rewrap comes first");
    }
    keys::remove(file, id, &OsRandom)?;
    eprintln!(
        "{id} is removed. Copies of the database from before it was rewrapped need it: keep it with them"
    );
    Ok(())
}

fn active(file: &Path) -> anyhow::Result<KeyId> {
    let active = keys::list(file)?.into_iter().find(|key| key.active);
    Ok(active.context("no key is active")?.id)
}

/// How many companies need each key, by its id's bytes, which stand behind the first byte of what it wrapped.
async fn needed(store: &dyn Store) -> anyhow::Result<HashMap<[u8; 8], u64>> {
    let mut needed = HashMap::new();
    let mut after: Option<Vec<Value>> = None;
    loop {
        let rows = store.export(&WRAPPED, after.as_deref(), AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(needed);
        };
        after = Some(last[..WRAPPED.key].to_vec());
        for row in &rows {
            let id = match row.get(1) {
                Some(Value::Bytes(wrapped)) => wrapped.get(1..).and_then(|rest| rest.first_chunk()),
                _ => None,
            };
            *needed.entry(*id.context("a company without a key")?).or_default() += 1;
        }
    }
}

/// Waits until servers that use this file have read what was changed of it last: until then a new company may still
/// get a key that is wrapped by the one that was active before.
async fn seen_by_all(file: &Path) -> anyhow::Result<()> {
    let changed = fs::metadata(file)
        .and_then(|about| about.modified())
        .with_context(|| file.display().to_string())?;
    let age = SystemClock.now().duration_since(Timestamp::try_from(changed)?);
    let age = Duration::try_from(age).unwrap_or_default();
    if let Some(rest) = KEYS_SEEN_AFTER.checked_sub(age) {
        eprintln!(
            "waiting {} seconds, until servers have read the keys",
            rest.as_secs() + 1
        );
        tokio::time::sleep(rest).await;
    }
    Ok(())
}
