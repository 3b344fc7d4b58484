//! `saatja check-config`: what the program would run with.

use crate::{config::Config, logging, state::Outside};
use anyhow::anyhow;
use std::process::ExitCode;

/// Prints every key with its value, and `(set)` for a secret. What only shows when it is used (files of authorities,
/// keys, passwords and logos, log levels) is tried too.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    Outside::of(config)?;
    config.store.postgres().map_err(|error| anyhow!(error))?;
    logging::filter(&config.log)?;
    println!("{}", toml_of(config)?);
    Ok(ExitCode::SUCCESS)
}

fn toml_of(config: &Config) -> anyhow::Result<String> {
    Ok(toml::to_string_pretty(config)?)
}
