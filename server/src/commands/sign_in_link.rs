//! `saatja sign-in-link USER`: a link that signs a user in, once.

use crate::{config::Config, store::open};
use anyhow::{anyhow, bail};
use model::Mailbox;
use std::{process::ExitCode, time::Duration};
use store::{Store, User};

/// Prints the link alone on standard output.
pub async fn run(config: &Config, email: &Mailbox, company: Option<&str>) -> anyhow::Result<ExitCode> {
    let store = open(config).await?.store;
    let user = find(&*store, email, company).await?;
    let ttl = Duration::from_secs(u64::from(config.sessions.link_minutes) * 60);
    let token = store
        .company(user.company)
        .create_sign_in_link(user.id, ttl)
        .await?;
    store.close().await;
    println!(
        "{}/{}/sign-in/{}",
        config.server.base_url,
        user.language,
        token.reveal()
    );
    Ok(ExitCode::SUCCESS)
}

async fn find(store: &dyn Store, email: &Mailbox, company: Option<&str>) -> anyhow::Result<User> {
    let mut found = Vec::new();
    for user in store.users_with_email(email).await? {
        let owner = store
            .find_company(user.company)
            .await?
            .ok_or_else(|| anyhow!("a user without a company"))?;
        if company.is_none_or(|name| name == owner.name.as_str()) {
            found.push((owner.name, user));
        }
    }
    match found.len() {
        0 => bail!("there is no user {email}"),
        1 => Ok(found.swap_remove(0).1),
        _ => {
            let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            bail!(
                "several companies have a user {email}; say which with --company: {}",
                names.join(", ")
            )
        }
    }
}
