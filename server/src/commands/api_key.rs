//! `saatja api-key add|list|revoke`: the first key of an installation, and a way back where all are lost.

use crate::{
    cli::{AddApiKeyArgs, ApiKeyCommand, ApiKeyScope},
    config::Config,
    store::open,
};
use anyhow::{Context, bail};
use jiff::SignedDuration;
use std::{io::Write, process::ExitCode};
use store::{Actor, Clock, KeyScope, Store, SystemClock};

/// The most characters of a key's name.
const LONGEST_NAME: usize = 80;

/// Does it.
pub async fn run(config: &Config, command: ApiKeyCommand) -> anyhow::Result<ExitCode> {
    let opened = open(config).await?.store;
    let done = act(config, &*opened, command).await;
    opened.close().await;
    done
}

async fn act(config: &Config, store: &dyn Store, command: ApiKeyCommand) -> anyhow::Result<ExitCode> {
    match command {
        ApiKeyCommand::Add(args) => add(config, store, args).await?,
        ApiKeyCommand::List(args) => list(store, &scope(config, store, args).await?).await?,
        ApiKeyCommand::Revoke { scope: args, id } => {
            let scope = scope(config, store, args).await?;
            store.revoke_api_key(&scope, id, &Actor::Operator).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(config: &Config, store: &dyn Store, args: AddApiKeyArgs) -> anyhow::Result<()> {
    let name = args.name.trim();
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(model::address::is_invisible) {
        bail!("the key's name: 1 to {LONGEST_NAME} characters, nothing invisible");
    }
    let scope = scope(config, store, args.scope).await?;
    let ends = args
        .days
        .map(|days| SystemClock.now() + SignedDuration::from_hours(24 * i64::from(days)));
    let (key, token) = store.create_api_key(&scope, name, ends, &Actor::Operator).await?;
    eprintln!("key {} of {}; keep it secret:", key.id, told(&scope));
    writeln!(std::io::stdout(), "{}", token.reveal())?;
    Ok(())
}

async fn list(store: &dyn Store, scope: &KeyScope) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for key in store.list_api_keys(scope).await? {
        let ends = match (key.revoked_at, key.expires_at) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(at)) => format!("ends {at}"),
            (None, None) => "does not end".to_owned(),
        };
        writeln!(out, "{}  …{}  {}  {ends}", key.id, key.hint, key.name)?;
    }
    Ok(())
}

/// The scope, if there is such a portal and company.
async fn scope(config: &Config, store: &dyn Store, args: ApiKeyScope) -> anyhow::Result<KeyScope> {
    let known = config.portals.iter().any(|portal| portal.id == args.portal);
    let lone = config.portals.is_empty() && args.portal.as_str() == model::PortalId::LONE;
    if !known && !lone {
        bail!("there is no portal {} in the configuration", args.portal);
    }
    if let Some(id) = args.company {
        let company = store.find_company(id).await?;
        company
            .filter(|company| company.portal == args.portal)
            .with_context(|| format!("there is no company {id} in the portal {}", args.portal))?;
    }
    Ok(KeyScope {
        portal: args.portal,
        company: args.company,
    })
}

fn told(scope: &KeyScope) -> String {
    match scope.company {
        Some(company) => format!("the company {company}"),
        None => format!("the portal {}", scope.portal),
    }
}
