//! `saatja add-user USER --company NAME --name NAME`: a user, for an operator without a portal that brings its own.

use crate::{cli::AddUserArgs, config::Config, state};
use std::process::ExitCode;
use store::{NewUser, Role};

/// Adds the user; the company is made where none has this name.
pub async fn run(config: &Config, args: AddUserArgs) -> anyhow::Result<ExitCode> {
    let store = state::open_store(config).await?;
    let known = store
        .list_companies()
        .await?
        .into_iter()
        .find(|company| company.name == args.company);
    let company = match known {
        Some(company) => company,
        None => store.create_company(&args.company).await?,
    };
    let user = NewUser {
        name: args.name,
        email: args.user,
        role: if args.admin { Role::Admin } else { Role::User },
        language: args.language,
    };
    let added = store.company(company.id).create_user(&user).await;
    store.close().await;
    let added = added?;
    println!(
        "{} is a user of {}. Sign in: saatja sign-in-link {}",
        added.name, company.name, added.email
    );
    Ok(ExitCode::SUCCESS)
}
