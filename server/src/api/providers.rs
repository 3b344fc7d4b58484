//! Mail providers: what the catalogue knows of them.

use super::{
    caller::path,
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{Json, extract::FromRequestParts, extract::State as Shared, http::request::Parts};
use model::{
    Host, Port, Security,
    provider::{PasswordKind, PasswordSignIn, SenderRule, UserNameForm},
};
use providers::{Provider, SentCopy, SignIn};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A server of a provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderServer {
    /// Its name.
    #[schema(value_type = schema::HostName)]
    host: Host,
    /// The port.
    #[schema(value_type = schema::PortNumber)]
    port: Port,
    /// The encryption that belongs to the port there.
    #[schema(value_type = schema::SecurityWord)]
    security: Security,
}

/// How much a provider sends for one account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderLimits {
    /// Letters an hour.
    letters_per_hour: Option<u32>,
    /// Letters a minute.
    letters_per_minute: Option<u32>,
    /// Seconds from one letter to the next.
    seconds_between_letters: Option<u32>,
    /// Recipients in 24 hours.
    recipients_per_day: Option<u32>,
    /// Letters in 24 hours.
    messages_per_day: Option<u32>,
    /// Recipients of one letter.
    recipients_per_message: Option<u32>,
    /// The largest letter, in megabytes.
    megabytes: Option<u32>,
}

/// A provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provider)]
pub struct ProviderView {
    /// Its stable word.
    slug: String,
    /// The name people know.
    name: String,
    /// The domains whose addresses are its own.
    #[schema(value_type = Vec<schema::HostName>)]
    domains: Vec<Host>,
    /// Its servers, best first.
    servers: Vec<ProviderServer>,
    /// What it takes as user name: `address`, `local-part`, `issued` (made by the provider) or `literal`.
    #[schema(value_type = String, pattern = "^(address|local-part|issued|literal)$")]
    user_name: &'static str,
    /// The word, where the user name is the same for everybody.
    user_name_literal: Option<String>,
    /// The kind of password that it takes: `mailbox`, `app-password`, `mailbox-or-app`, `api-key`, `no-password`.
    #[schema(value_type = String, pattern = "^(mailbox|app-password|mailbox-or-app|api-key|no-password)$")]
    password: PasswordKind,
    /// The ways of sign-in that it has.
    #[schema(value_type = Vec<String>)]
    sign_in: Vec<SignIn>,
    /// Whether signing in with a password still works: `works`, `ended`, `off-by-default` (from `password_sign_in_date` on
    /// only where an administrator allows it).
    #[schema(value_type = String, pattern = "^(works|ended|off-by-default)$")]
    password_sign_in: &'static str,
    /// Since when it is so.
    password_sign_in_date: Option<String>,
    /// Which senders it lets through: `equals-user-name`, `account-or-alias`, `rewritten-to-account`, `any-of-domain`,
    /// `verified`, `unknown`.
    #[schema(value_type = String)]
    sender: SenderRule,
    /// Whether a sent letter appears in the mailbox: `yes`, `no`, `unknown`.
    #[schema(value_type = String, pattern = "^(yes|no|unknown)$")]
    sent_copy: SentCopy,
    /// How much it sends, as far as it is known.
    limits: ProviderLimits,
    /// Its own help page.
    help: Option<String>,
    /// The day on which the sources were last looked at.
    checked: String,
}

/// All providers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Providers {
    /// In the order of lists.
    items: Vec<ProviderView>,
}

impl From<&Provider> for ProviderView {
    fn from(provider: &Provider) -> Self {
        let (user_name, user_name_literal) = match &provider.user_name {
            UserNameForm::Address => ("address", None),
            UserNameForm::LocalPart => ("local-part", None),
            UserNameForm::Issued => ("issued", None),
            UserNameForm::Literal(word) => ("literal", Some(word.clone())),
        };
        let (password_sign_in, password_sign_in_date) = match &provider.password_sign_in {
            PasswordSignIn::Works => ("works", None),
            PasswordSignIn::Ended(day) => ("ended", Some(day.clone())),
            PasswordSignIn::OffByDefaultFrom(day) => ("off-by-default", Some(day.clone())),
        };
        let limits = &provider.limits;
        Self {
            slug: provider.slug.clone(),
            name: provider.name.clone(),
            domains: provider.domains.clone(),
            servers: provider
                .servers
                .iter()
                .map(|server| ProviderServer {
                    host: server.host.clone(),
                    port: server.port,
                    security: server.security,
                })
                .collect(),
            user_name,
            user_name_literal,
            password: provider.password,
            sign_in: provider.sign_in.clone(),
            password_sign_in,
            password_sign_in_date,
            sender: provider.sender,
            sent_copy: provider.sent_copy,
            limits: ProviderLimits {
                letters_per_hour: limits.letters_per_hour,
                letters_per_minute: limits.letters_per_minute,
                seconds_between_letters: limits.seconds_between_letters,
                recipients_per_day: limits.recipients_per_day,
                messages_per_day: limits.messages_per_day,
                recipients_per_message: limits.recipients_per_message,
                megabytes: limits.megabytes,
            },
            help: provider.help.clone(),
            checked: provider.checked.to_string(),
        }
    }
}

/// List mail providers
///
/// What the catalogue knows of them: servers, sign-in, limits.
#[utoipa::path(
    get, path = "/providers", operation_id = "listProviders", tag = "providers",
    responses((status = 200, description = "All providers.", body = Providers))
)]
pub async fn list_providers(Shared(state): Shared<State>) -> Json<Providers> {
    let items = state.catalogue.all().iter().map(ProviderView::from).collect();
    Json(Providers { items })
}

/// Which provider.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ProviderPath {
    /// Its stable word.
    #[param(pattern = "^[a-z0-9-]+$", example = "gmail")]
    slug: String,
}

impl<S: Send + Sync> FromRequestParts<S> for ProviderPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path(parts, state).await
    }
}

/// Read a mail provider
///
/// By its stable word, as a test names it.
#[utoipa::path(
    get, path = "/providers/{slug}", operation_id = "readProvider", tag = "providers", params(ProviderPath),
    responses((status = 200, description = "The provider.", body = ProviderView))
)]
pub async fn read_provider(
    Shared(state): Shared<State>,
    asked: ProviderPath,
) -> Result<Json<ProviderView>, Problem> {
    let found = state.catalogue.by_slug(&asked.slug).ok_or(Kind::NotFound)?;
    Ok(Json(found.into()))
}
