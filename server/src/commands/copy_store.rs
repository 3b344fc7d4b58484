//! `saatja copy-store --from sqlite:PATH --to postgres://…`, and back: everything, as it is stored, from one database
//! to another that is empty. Nothing else may use either meanwhile. Cut short, it goes on where it was.

mod refused;
mod tables;

use crate::{
    cli::CopyStoreArgs,
    config::Config,
    store::{Place, is_half_copied},
};
use ::store::{OsRandom, Store, SystemClock, Vault, transfer::TABLES};
use anyhow::Context;
use refused::Refused;
use std::{fs, process::ExitCode, sync::Arc, time::Duration};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tables::Copy;
use tokio::time::{Instant, sleep};

/// How long a database that is in use is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two tries to open it.
const PAUSE: Duration = Duration::from_millis(100);

/// Copies, and compares. What is refused has an exit code of its own ([`Refused::code`]).
pub async fn run(config: &Config, args: CopyStoreArgs) -> anyhow::Result<ExitCode> {
    match copy(config, &args).await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => match error.downcast_ref::<Refused>() {
            Some(refused) => {
                eprintln!("Error: {error:#}");
                Ok(ExitCode::from(refused.code()))
            }
            None => Err(error.context("the copy is not finished; run the same again to go on with it")),
        },
    }
}

async fn copy(config: &Config, args: &CopyStoreArgs) -> anyhow::Result<()> {
    if args.from == args.to {
        return Err(Refused::Same.into());
    }
    if let Place::Sqlite(path) = &args.from
        && !path.exists()
    {
        return Err(Refused::NoSource(path.clone()).into());
    }
    let [from, to] = [&args.from, &args.to].map(|place| signed_in(config, args, place));
    let (from, to) = (from?, to?);
    // One ring for both: what one has sealed, the other has to open.
    let keys = Vault::load(&config.store.keys, Arc::new(OsRandom)).map_err(Refused::NoKeys)?;
    let from = open(&from, &keys).await?;
    let to = match open(&to, &keys).await {
        Ok(to) => to,
        Err(error) => {
            from.close().await;
            return Err(error);
        }
    };
    let copied = async {
        if is_half_copied(&*from).await? {
            return Err(Refused::HalfCopied.into());
        }
        println!("from {}\nto   {}", args.from, args.to);
        let copy = Copy {
            from: &*from,
            to: &*to,
            batch: args.batch,
        };
        let goes_on = copy.check_target().await?;
        println!(
            "{}",
            if goes_on {
                "going on with a copy that was cut short"
            } else {
                "copying"
            }
        );
        for table in TABLES {
            copy.table(table).await?;
        }
        println!("comparing");
        let rows = copy.compare().await?;
        to.finish_import().await?;
        println!("copied: {rows} rows, both say the same");
        Ok(())
    }
    .await;
    from.close().await;
    to.close().await;
    copied
}

/// With the password: from the file that is named here, or the configuration's where it names this database too.
fn signed_in(config: &Config, args: &CopyStoreArgs, place: &Place) -> anyhow::Result<Place> {
    if let Some(path) = &args.password_file {
        let text = fs::read_to_string(path);
        let text = text.with_context(|| format!("--password-file {}", path.display()))?;
        return Ok(place.clone().with_password(text.lines().next()));
    }
    let configured = Place::configured(config)?;
    if configured.clone().with_password(None) == *place {
        return Ok(configured);
    }
    Ok(place.clone())
}

/// Opens one of the two, alone. A server that has just ended is given a moment: its connections end after it.
async fn open(place: &Place, keys: &Vault) -> anyhow::Result<Arc<dyn Store>> {
    let begin = Instant::now();
    loop {
        let opened = open_now(place, keys).await;
        let in_use = |error: &anyhow::Error| matches!(error.downcast_ref(), Some(Refused::InUse(_)));
        if begin.elapsed() > PATIENCE || !opened.as_ref().is_err_and(in_use) {
            return opened;
        }
        sleep(PAUSE).await;
    }
}

async fn open_now(place: &Place, keys: &Vault) -> anyhow::Result<Arc<dyn Store>> {
    let (clock, random, keys) = (Arc::new(SystemClock), Arc::new(OsRandom), keys.clone());
    match place {
        Place::Sqlite(path) => match SqliteStore::open_alone(path, keys, clock, random).await {
            Ok(store) => Ok(Arc::new(store)),
            Err(error) => Err(refused::of_sqlite(error)),
        },
        Place::Postgres(url) => match PostgresStore::open_alone(url, keys, clock, random).await {
            Ok(store) => Ok(Arc::new(store)),
            Err(error) => Err(refused::of_postgres(error)),
        },
    }
}
