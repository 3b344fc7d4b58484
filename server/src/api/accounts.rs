//! Accounts: the servers that a company's letters go out through, and whether they work.

use super::{
    caller::{CompanyPath, Tenant, id, path},
    messages::FaultOfAccount,
    problem::{Kind, Problem},
    schema,
    settings::effective::ServerView,
};
use crate::state::State;
use axum::{
    Json,
    extract::{FromRequestParts, State as Shared},
    http::{StatusCode, request::Parts},
};
use jiff::Timestamp;
use model::AccountId;
use serde::{Deserialize, Serialize};
use store::{AccountStatus, Route};
use utoipa::{IntoParams, ToSchema};

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: AccountId,
    /// The server, with the name that signs in there; null where it is the operator's.
    #[schema(required = true)]
    server: Option<ServerView>,
    /// Messages that wait for it.
    waiting: u64,
    /// When it may send next, where it has to wait.
    #[schema(value_type = Option<schema::Time>)]
    not_before: Option<Timestamp>,
    /// Since when, and why, it is held: it sends nothing until somebody changes something.
    #[schema(required = true)]
    held: Option<FaultOfAccount>,
    /// Since when, and why, it does not work just now; it is tried again by itself.
    #[schema(required = true)]
    trouble: Option<FaultOfAccount>,
    /// When a message last went out through it.
    #[schema(value_type = Option<schema::Time>)]
    last_sent_at: Option<Timestamp>,
}

impl From<AccountStatus> for AccountView {
    fn from(status: AccountStatus) -> Self {
        let route = &status.route;
        let fault =
            |fault: Option<(Timestamp, _)>| fault.map(|(since, why)| FaultOfAccount::of(since, why, route));
        Self {
            id: status.id,
            waiting: status.waiting,
            not_before: status.not_before,
            held: fault(status.held),
            trouble: fault(status.trouble),
            last_sent_at: status.last_sent_at,
            server: match status.route {
                Route::Relay => None,
                Route::OwnServer { destination, .. } => Some(destination.into()),
            },
        }
    }
}

/// Accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accounts {
    /// Those that have messages waiting, are held or do not work.
    items: Vec<AccountView>,
}

/// List accounts
///
/// The accounts that have messages waiting, are held or do not work just now.
#[utoipa::path(
    get, path = "/companies/{company_id}/accounts", operation_id = "listAccounts", tag = "messages",
    params(CompanyPath),
    responses((status = 200, description = "The accounts.", body = Accounts))
)]
pub async fn list_accounts(tenant: Tenant) -> Result<Json<Accounts>, Problem> {
    let accounts = tenant.store.accounts().await?;
    let items = accounts.into_iter().map(AccountView::from).collect();
    Ok(Json(Accounts { items }))
}

/// Which account.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AccountPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The account's id.
    #[param(value_type = schema::Id)]
    account_id: String,
}

/// An account's id in the address.
pub struct Which(AccountId);

impl FromRequestParts<State> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let AccountPath { account_id, .. } = path(parts, state).await?;
        id(&account_id).map(Self)
    }
}

/// Try an account again
///
/// One that is held sends again, as if what was wrong had been mended; where it was not, it is held again.
#[utoipa::path(
    post, path = "/companies/{company_id}/accounts/{account_id}/retry", operation_id = "retryAccount", tag = "messages",
    params(AccountPath),
    responses(
        (status = 204, description = "It is tried at once, or was not held."),
        (status = 409, description = "`wrong-state`: the operator holds it."),
    )
)]
pub async fn retry_account(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Which(account): Which,
) -> Result<StatusCode, Problem> {
    let known = tenant.store.accounts().await?;
    let status = known.into_iter().find(|one| one.id == account);
    let held = status.ok_or(Kind::NotFound)?.held;
    // What the operator holds he alone lets go.
    if held.is_some_and(|(_, why)| why.is_by_operator()) {
        return Err(Kind::WrongState.into());
    }
    let actor = tenant.caller.actor();
    tenant.store.retry_account(account, &actor).await?;
    state.delivery.wake();
    Ok(StatusCode::NO_CONTENT)
}
