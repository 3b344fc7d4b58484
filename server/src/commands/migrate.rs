//! `saatja migrate`: the configured database, brought up to date. `saatja serve` does the same at its start.

use crate::{
    config::Config,
    store::{Place, open},
};
use std::process::ExitCode;

/// Says from which migration to which.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let place = Place::configured(config)?;
    let opened = open(config).await?;
    opened.store.close().await;
    let to = opened.migrated.to;
    match opened.migrated.from {
        Some(from) if from == to => println!("{place}: up to date (migration {to})"),
        Some(from) => println!("{place}: from migration {from} to {to}"),
        None => println!("{place}: new, migration {to}"),
    }
    Ok(ExitCode::SUCCESS)
}
