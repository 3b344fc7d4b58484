//! Who asks: the API key, and what it opens. Cookies are never looked at here.

use super::{
    limit,
    problem::{Kind, Problem},
};
use crate::{state::State, web::ClientAddress};
use axum::{
    extract::{FromRequestParts, Path, Request, State as Shared},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::{str::FromStr, sync::Arc};
use store::{Actor, ApiKey, ApiKeyToken, Company, CompanyStore, User, UserSettings};
use utoipa::IntoParams;

/// The key that was sent.
#[derive(Debug, Clone)]
pub struct Caller(Arc<ApiKey>);

impl Caller {
    async fn of(state: &State, headers: &HeaderMap) -> Result<Self, Problem> {
        let mut sent = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(value), None) = (sent.next(), sent.next()) else {
            return Err(Kind::KeyMissing.into());
        };
        let (scheme, token) = value
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .ok_or(Kind::KeyMissing)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Kind::KeyMissing.into());
        }
        let token: ApiKeyToken = token.trim().parse().map_err(|_| Kind::KeyNotValid)?;
        let key = state.store.find_api_key(&token).await?.ok_or(Kind::KeyNotValid)?;
        Ok(Self(Arc::new(key)))
    }

    /// The key.
    pub fn key(&self) -> &ApiKey {
        &self.0
    }

    /// Who is written into the audit log.
    pub fn actor(&self) -> Actor {
        Actor::ApiKey {
            id: self.0.id,
            name: self.0.name.clone(),
        }
    }

    /// Whether the company is this key's to see.
    pub fn opens(&self, company: &Company) -> bool {
        let scope = &self.0.scope;
        scope.portal == company.portal && scope.company.is_none_or(|only| only == company.id)
    }

    /// Refuses a company's key.
    pub fn of_portal(&self) -> Result<(), Problem> {
        match self.0.scope.company {
            None => Ok(()),
            Some(_) => Err(Kind::PortalKeyNeeded.into()),
        }
    }
}

/// Lets in who has a key, as often as he may.
pub async fn admit(
    Shared(state): Shared<State>,
    ClientAddress(from): ClientAddress,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match Caller::of(&state, request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => return limit::refused(&state, from, problem).await.into_response(),
    };
    let mut response = match limit::take(&state, &caller).await {
        Ok(()) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    };
    limit::tell(response.headers_mut(), state.config.limits.api_requests_per_key);
    response
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Kind::KeyMissing.into())
    }
}

/// An id in an address: the 36 characters of a UUID and nothing else.
pub fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    let parsed = (text.len() == 36).then(|| text.parse().ok()).flatten();
    parsed.ok_or(Kind::NotFound.into())
}

/// The part of an address; there is no such page where it is no text.
pub async fn path<T: for<'de> Deserialize<'de> + Send, S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
) -> Result<T, Problem> {
    let found: Result<Path<T>, _> = Path::from_request_parts(parts, state).await;
    found.map(|Path(found)| found).map_err(|_| Kind::NotFound.into())
}

/// Which company.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CompanyPath {
    /// The company's id.
    #[param(value_type = super::schema::Id)]
    company_id: String,
}

/// A company that the key opens; another one is not there.
pub struct Tenant {
    /// Who asks.
    pub caller: Caller,
    /// The company.
    pub company: Company,
    /// What belongs to it.
    pub store: Box<dyn CompanyStore>,
}

impl FromRequestParts<State> for Tenant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let CompanyPath { company_id } = path(parts, state).await?;
        let found = state.store.find_company(id(&company_id)?).await?;
        let company = found
            .filter(|company| caller.opens(company))
            .ok_or(Kind::NotFound)?;
        let store = state.store.company(company.id);
        Ok(Self {
            caller,
            company,
            store,
        })
    }
}

/// Which user of which company.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct UserPath {
    /// The company's id.
    #[param(value_type = super::schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The user's id.
    #[param(value_type = super::schema::Id)]
    user_id: String,
}

/// A user of such a company.
pub struct OfUser {
    /// The company.
    pub tenant: Tenant,
    /// The user.
    pub user: User,
}

impl FromRequestParts<State> for OfUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let UserPath { user_id, .. } = path(parts, state).await?;
        let user = tenant.store.find_user(id(&user_id)?).await?;
        Ok(Self {
            tenant,
            user: user.ok_or(Kind::NotFound)?,
        })
    }
}

/// Such a user with his settings and all that they inherit.
pub struct SettingsOf {
    /// The company.
    pub tenant: Tenant,
    /// The user and his settings.
    pub of: UserSettings,
}

impl FromRequestParts<State> for SettingsOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let UserPath { user_id, .. } = path(parts, state).await?;
        let of = tenant.store.user_settings(id(&user_id)?).await?;
        Ok(Self {
            tenant,
            of: of.ok_or(Kind::NotFound)?,
        })
    }
}
