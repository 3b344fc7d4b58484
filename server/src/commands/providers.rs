//! `saatja providers`: the catalogue.

use providers::Catalogue;
use std::{io::Write, process::ExitCode};

/// Prints the catalogue, for people or as JSON.
pub fn run(json: bool) -> anyhow::Result<ExitCode> {
    let catalogue = Catalogue::embedded()?;
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &catalogue.view())?;
        writeln!(out)?;
    } else {
        for provider in catalogue.all() {
            let servers: Vec<String> = provider
                .servers
                .iter()
                .map(|server| format!("{}:{} {}", server.host, server.port, server.security))
                .collect();
            writeln!(
                out,
                "{:<24} {:<36} {}",
                provider.slug,
                provider.name,
                servers.join(", ")
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
