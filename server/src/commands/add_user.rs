//! `saatja add-user USER --company NAME --name NAME [--portal ID]`: a user, for an operator without a portal that brings its own.

use crate::{cli::AddUserArgs, config::Config, store::open};
use ::store::{Actor, Company, NewCompany, NewUser, Role, Store};
use anyhow::bail;
use model::{DisplayName, PortalId};
use std::process::ExitCode;

/// How many companies are looked through at a time.
const PAGE: u32 = 500;

/// Adds the user; the company is made where none has this name.
pub async fn run(config: &Config, args: AddUserArgs) -> anyhow::Result<ExitCode> {
    let portal = portal(config, args.portal)?;
    let store = open(config).await?.store;
    let company = if let Some(company) = find(&*store, &portal, &args.company).await? {
        company
    } else {
        let company = NewCompany {
            portal,
            ..NewCompany::lone(args.company)
        };
        store.create_company(&company, &Actor::Operator).await?
    };
    let user = NewUser {
        external_id: None,
        name: args.name,
        email: args.user,
        role: if args.admin { Role::Admin } else { Role::User },
        language: args.language,
    };
    let added = store
        .company(company.id)
        .create_user(&user, &Actor::Operator)
        .await;
    store.close().await;
    let added = added?;
    println!(
        "{} is a user of {}. Sign in: saatja sign-in-link {}",
        added.name, company.name, added.email
    );
    Ok(ExitCode::SUCCESS)
}

/// The portal that is meant: the only one, where none is named. Nobody of a portal that is not configured can sign in.
fn portal(config: &Config, named: Option<PortalId>) -> anyhow::Result<PortalId> {
    let known: Vec<&PortalId> = config.portals.iter().map(|portal| &portal.id).collect();
    match (named, known.as_slice()) {
        (None, []) => Ok(PortalId::lone()),
        (None, [only]) => Ok(PortalId::clone(only)),
        (None, _) => bail!("there are several portals; say which with --portal"),
        (Some(named), []) if named == PortalId::lone() => Ok(named),
        (Some(named), known) if known.contains(&&named) => Ok(named),
        (Some(named), _) => bail!("there is no portal {named} in the configuration"),
    }
}

/// The portal's company of this name.
async fn find(store: &dyn Store, portal: &PortalId, name: &DisplayName) -> anyhow::Result<Option<Company>> {
    let mut after = None;
    loop {
        let page = store.list_companies(Some(portal), after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(None);
        };
        after = Some(last.id);
        if let Some(found) = page.into_iter().find(|company| company.name == *name) {
            return Ok(Some(found));
        }
    }
}
