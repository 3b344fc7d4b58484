//! The program.

mod api;
mod cli;
mod commands;
mod config;
mod delivery;
mod demo;
mod edited;
mod inbound;
mod letters;
mod limits;
mod logging;
mod mailboxes;
mod metrics;
mod network;
mod portals;
mod relay;
mod routes;
mod sign_in;
mod site;
mod state;
mod store;
mod testing;
mod times;
mod upkeep;
mod web;
mod webhooks;

use clap::Parser;
use cli::{Cli, Command};
use std::{io, process::ExitCode};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("Error: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        // Who read our output has read enough: `saatja providers | head`.
        Err(error)
            if error
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    texts::load()?;
    let file = cli.config.as_deref();
    match cli.command {
        Command::Serve => commands::serve::run(config::read(file)?).await,
        Command::CheckConfig => commands::check_config::run(&config::read(file)?),
        Command::SignInLink { user, company } => {
            commands::sign_in_link::run(&config::read(file)?, &user, company.as_deref()).await
        }
        Command::AddUser(args) => commands::add_user::run(&config::read(file)?, args).await,
        Command::Providers { json } => commands::providers::run(json),
        Command::ApiKey(command) => commands::api_key::run(&config::read(file)?, command).await,
        Command::Keys(command) => commands::keys::run(&config::read(file)?, command).await,
        Command::Queue(command) => commands::queue::run(&config::read(file)?, command).await,
        Command::Migrate => commands::migrate::run(&config::read(file)?).await,
        Command::CopyStore(args) => commands::copy_store::run(&config::read(file)?, args).await,
        Command::Bounce { files } => commands::bounce::run(&files),
        Command::Diagnose(args) => commands::diagnose::run(&config::read(file)?, args).await,
    }
}
