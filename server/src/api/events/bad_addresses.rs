//! `POST /companies/{company_id}/bad-addresses`, `DELETE …/{address}`.

use crate::{
    api::{
        body::Body,
        caller::{CompanyPath, Tenant, path},
        problem::{FieldError, Kind, Problem},
        schema,
    },
    state::State,
};
use axum::{
    Json,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use jiff::Timestamp;
use model::Mailbox;
use serde::{Deserialize, Serialize};
use store::BadAddress;
use utoipa::{IntoParams, ToSchema};

/// The most addresses of one question.
const MOST: usize = 500;

/// Addresses that letters are to go to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddressesAsked, example = json!({"addresses": ["mari@naidis.ee"]}))]
pub struct Asked {
    /// At most 500.
    #[schema(value_type = Vec<schema::Email>, min_items = 1, max_items = 500)]
    addresses: Vec<Mailbox>,
}

/// An address that letters did not reach.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BadAddress)]
pub struct BadAddressView {
    /// The address.
    #[schema(value_type = schema::Email)]
    address: Mailbox,
    /// How often.
    times: u64,
    /// The last cause.
    cause: String,
    /// When it was first.
    #[schema(value_type = schema::Time)]
    first_at: Timestamp,
    /// When it was last.
    #[schema(value_type = schema::Time)]
    last_at: Timestamp,
}

impl From<BadAddress> for BadAddressView {
    fn from(bad: BadAddress) -> Self {
        Self {
            address: bad.address,
            times: bad.times,
            cause: bad.cause,
            first_at: bad.first_at,
            last_at: bad.last_at,
        }
    }
}

/// Addresses that letters did not reach.
#[derive(Debug, Serialize, ToSchema)]
pub struct BadAddresses {
    /// In no order.
    items: Vec<BadAddressView>,
}

/// Ask which addresses are bad
///
/// Before letters go out: which of these addresses letters did not reach for good. Nothing is ever held back because of it.
#[utoipa::path(
    post, path = "/companies/{company_id}/bad-addresses", operation_id = "findBadAddresses", tag = "events",
    params(CompanyPath), request_body = Asked,
    responses((status = 200, description = "Those that are bad.", body = BadAddresses))
)]
pub async fn find_bad_addresses(
    tenant: Tenant,
    Body(asked): Body<Asked>,
) -> Result<Json<BadAddresses>, Problem> {
    if !(1..=MOST).contains(&asked.addresses.len()) {
        let detail = format!("from 1 to {MOST} addresses");
        return Err(Problem::invalid(FieldError::field("addresses", detail)));
    }
    let bad = tenant.store.bad_addresses(&asked.addresses).await?;
    Ok(Json(BadAddresses {
        items: bad.into_iter().map(BadAddressView::from).collect(),
    }))
}

/// Which address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AddressPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The address.
    #[param(value_type = schema::Email)]
    address: String,
}

/// The address in the path.
pub struct Which(Mailbox);

impl FromRequestParts<State> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let AddressPath { address, .. } = path(parts, state).await?;
        let address = Mailbox::parse(&address).map_err(|_| Kind::NotFound)?;
        Ok(Self(address))
    }
}

/// Say that an address is good again
///
/// Nobody is warned of it any more, until a letter comes back from it anew.
#[utoipa::path(
    delete, path = "/companies/{company_id}/bad-addresses/{address}", operation_id = "forgetBadAddress", tag = "events",
    params(AddressPath), responses((status = 204, description = "It counts as good."))
)]
pub async fn forget_bad_address(tenant: Tenant, Which(address): Which) -> Result<StatusCode, Problem> {
    let actor = tenant.caller.actor();
    if tenant.store.forget_bad_address(&address, &actor).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Kind::NotFound.into())
    }
}
