//! `saatja check-config`: what the program would run with.

use crate::{config::Config, logging, network};
use std::process::ExitCode;

/// Prints every key with its value. What only shows when it is used (files of authorities, log levels) is tried too.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    network::policy(config)?;
    network::trust(config)?;
    logging::filter(&config.log)?;
    println!("{}", toml_of(config)?);
    Ok(ExitCode::SUCCESS)
}

fn toml_of(config: &Config) -> anyhow::Result<String> {
    Ok(toml::to_string_pretty(config)?)
}
