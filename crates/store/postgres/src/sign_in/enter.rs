//! Letting somebody in whom his portal sends: company and user are found, made or brought up to date.

use crate::{
    columns::failed,
    companies::{self, profile},
    database::{Database, lock_company, lock_user},
    users,
};
use model::{CompanyId, UserId};
use sqlx::PgConnection;
use store::{
    Actor, CompanyChange, CompanyError, EnterError, Entrant, NewCompany, NewUser, StoreError, User,
    UserChange, UserError, users::email_key,
};

/// How often it is begun anew where somebody else made the same company or user at the same moment.
const TRIES: usize = 4;

/// Why a try did not come to its end.
enum Stopped {
    /// Somebody else made the same at this moment: look again.
    Raced,
    Refused(EnterError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

pub(super) async fn enter(database: &Database, entrant: &Entrant) -> Result<User, EnterError> {
    for _ in 1..TRIES {
        match try_to_enter(database, entrant).await {
            Ok(user) => return Ok(user),
            Err(Stopped::Raced) => {}
            Err(Stopped::Refused(error)) => return Err(error),
        }
    }
    match try_to_enter(database, entrant).await {
        Ok(user) => Ok(user),
        Err(Stopped::Raced) => Err(EnterError::EmailTaken),
        Err(Stopped::Refused(error)) => Err(error),
    }
}

async fn try_to_enter(database: &Database, entrant: &Entrant) -> Result<User, Stopped> {
    let by = Actor::Portal {
        id: entrant.portal.clone(),
    };
    let mut writing = database.write().await?;
    let company = company(database, &mut writing, entrant, &by).await?;
    let user = user(database, &mut writing, company, entrant, &by).await?;
    writing.commit().await.map_err(failed)?;
    Ok(user)
}

async fn company(
    database: &Database,
    connection: &mut PgConnection,
    entrant: &Entrant,
    by: &Actor,
) -> Result<CompanyId, Stopped> {
    let known = sqlx::query!(
        "SELECT id, name FROM companies WHERE portal = $1 AND external_id = $2",
        entrant.portal.as_str(),
        entrant.company.as_str()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    let Some(known) = known else {
        let new = NewCompany {
            portal: entrant.portal.clone(),
            external_id: Some(entrant.company.clone()),
            name: entrant.company_name.clone(),
            mass_mailing: false,
        };
        let made = companies::create(database, connection, &new, by).await;
        return made.map(|company| company.id).map_err(|error| match error {
            CompanyError::Store(error) => error.into(),
            _ => Stopped::Raced,
        });
    };
    let id = CompanyId::from_uuid(known.id);
    if known.name != entrant.company_name.as_str() {
        let before = lock_company(connection, id).await?.ok_or(Stopped::Raced)?;
        let change = CompanyChange {
            name: Some(entrant.company_name.clone()),
            ..CompanyChange::default()
        };
        let changed = profile::update(database, connection, before, &change, by).await;
        changed.map_err(|error| match error {
            CompanyError::Store(error) => error.into(),
            _ => Stopped::Raced,
        })?;
    }
    Ok(id)
}

async fn user(
    database: &Database,
    connection: &mut PgConnection,
    company: CompanyId,
    entrant: &Entrant,
    by: &Actor,
) -> Result<User, Stopped> {
    // By what the portal calls him; else by an address that nobody is called by yet.
    let id = sqlx::query_scalar!(
        "SELECT id FROM users WHERE company_id = $1 AND (external_id = $2 OR (external_id IS NULL AND email_key = $3))
        ORDER BY external_id NULLS LAST LIMIT 1",
        company.as_uuid(),
        entrant.user.as_str(),
        email_key(&entrant.email)
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    let entered = if let Some(id) = id {
        let before = lock_user(connection, company, UserId::from_uuid(id)).await?;
        let change = UserChange {
            external_id: Some(entrant.user.clone()),
            name: Some(entrant.name.clone()),
            email: Some(entrant.email.clone()),
            role: Some(entrant.role),
            language: entrant.language,
        };
        users::update(database, connection, before.ok_or(Stopped::Raced)?, &change, by).await
    } else {
        let new = NewUser {
            external_id: Some(entrant.user.clone()),
            name: entrant.name.clone(),
            email: entrant.email.clone(),
            role: entrant.role,
            language: entrant.language.unwrap_or_default(),
        };
        users::create(database, connection, company, &new, by).await
    };
    entered.map_err(|error| match error {
        UserError::Store(error) => error.into(),
        // His own row, made a moment ago, or another one's: the next look tells.
        UserError::EmailTaken if id.is_some() => Stopped::Refused(EnterError::EmailTaken),
        _ => Stopped::Raced,
    })
}
