//! The log: on standard error, for people or for programs. What is secret has no `Debug`, so that no level shows it.

use crate::config::{Log, LogFormat};
use anyhow::Context;
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// What is logged.
pub fn filter(log: &Log) -> anyhow::Result<EnvFilter> {
    EnvFilter::try_new(&log.level).with_context(|| format!("log.level: {:?} is no level", log.level))
}

/// Starts logging.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let registry = tracing_subscriber::registry().with(filter(log)?);
    match log.format {
        LogFormat::Text => registry
            .with(
                fmt::layer()
                    .with_ansi(std::io::stderr().is_terminal())
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        LogFormat::Json => registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .try_init(),
    }
    .context("logging was started already")
}
