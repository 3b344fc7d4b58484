//! A company whose users have servers of their own, and a key for the API.

use anyhow::Context;
use delivery::Ready;
use model::{
    CompanyId, DisplayName, Language, PortalId, Security, UserId,
    settings::{Destination, Layer, SendingMode},
};
use std::sync::Arc;
use store::{Actor, KeyScope, NewCompany, NewUser, Owner, PasswordChange, Role, SaveSettings, Store};

/// A user who can send.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The user.
    pub user: UserId,
    /// Through what his letters go out.
    pub ready: Ready,
}

/// A company that can send.
pub struct People {
    /// The company.
    pub company: CompanyId,
    /// Its users, one a server.
    pub senders: Vec<Sender>,
    /// A key for the API that opens the portal.
    pub key: String,
}

/// Fills a company with as many users as there are servers: number `n` sends through [`super::host`]`(n)`, without
/// sign-in.
///
/// # Errors
/// The store fails.
pub async fn fill(store: &Arc<dyn Store>, servers: usize, security: Security) -> anyhow::Result<People> {
    let (company, senders) = company(store, "Näidis OÜ", 0..servers, security).await?;
    let scope = KeyScope {
        portal: PortalId::lone(),
        company: None,
    };
    let (_, token) = store
        .create_api_key(&scope, "bench", None, &Actor::Operator)
        .await?;
    Ok(People {
        company,
        senders,
        key: token.reveal(),
    })
}

/// A company with a user who has a server of his own, and nothing to send.
///
/// # Errors
/// The store fails.
pub async fn idle_company(store: &Arc<dyn Store>, number: usize) -> anyhow::Result<()> {
    let name = format!("Ettevõte {number} OÜ");
    company(store, &name, number..number + 1, Security::Tls).await?;
    Ok(())
}

async fn company(
    store: &Arc<dyn Store>,
    name: &str,
    servers: std::ops::Range<usize>,
    security: Security,
) -> anyhow::Result<(CompanyId, Vec<Sender>)> {
    let new = NewCompany::lone(DisplayName::parse(name)?);
    let company = store.create_company(&new, &Actor::Operator).await?;
    let of = store.company(company.id);
    let mut senders = Vec::new();
    for number in servers {
        let email = format!("u{number}@naidis.ee");
        let new = NewUser {
            external_id: None,
            name: DisplayName::parse(&format!("Õie Ööbik {number}"))?,
            email: email.parse()?,
            role: Role::Admin,
            language: Language::Et,
        };
        let user = of.create_user(&new, &Actor::Operator).await?;
        let destination = destination(number, security)?;
        let save = SaveSettings {
            layer: Layer {
                mode: Some(SendingMode::OwnServer),
                host: Some(destination.host),
                port: Some(destination.port),
                security: Some(security),
                user_name: Some("".parse()?),
                ..Layer::default()
            },
            password: PasswordChange::Keep,
            expected_version: None,
        };
        of.save_settings(Owner::User(user.id), save, &Actor::Operator)
            .await?;
        let settings = of.user_settings(user.id).await?.context("the user")?;
        let ready = delivery::ready(&settings, None)?;
        senders.push(Sender { user: user.id, ready });
    }
    Ok((company.id, senders))
}

/// The server with this number.
fn destination(number: usize, security: Security) -> anyhow::Result<Destination> {
    Ok(Destination {
        host: super::host(number).parse()?,
        port: super::saatja::port(security).to_string().parse()?,
        security,
        user_name: None,
    })
}
