//! Somebody whom his portal lets in: found, made, or brought up to what the portal says.

use crate::{columns::failed, companies, database::Database, users};
use model::CompanyId;
use sqlx::SqliteConnection;
use store::{
    Actor, Company, CompanyChange, CompanyError, EnterError, Entrant, NewCompany, NewUser, StoreError, User,
    UserChange, UserError,
};

/// Lets him in. Who comes again as he was writes nothing, and waits for nobody who does.
pub(super) async fn enter(database: &Database, entrant: &Entrant) -> Result<User, EnterError> {
    let mut reading = database.reader.acquire().await.map_err(failed)?;
    if let Some(company) = find_company(&mut reading, entrant).await?
        && company.name == entrant.company_name
        && let Some(user) = users::by_external_id(&mut *reading, company.id, &entrant.user).await?
        && is_as_said(&user, entrant)
    {
        return Ok(user);
    }
    drop(reading);

    let by = Actor::Portal {
        id: entrant.portal.clone(),
    };
    let mut writing = database.write().await?;
    let company = company(database, &mut writing, entrant, &by).await?;
    let user = user(database, &mut writing, company, entrant, &by).await?;
    writing.commit().await.map_err(failed)?;
    Ok(user)
}

fn is_as_said(user: &User, entrant: &Entrant) -> bool {
    user.name == entrant.name
        && user.email == entrant.email
        && user.role == entrant.role
        && entrant.language.is_none_or(|language| language == user.language)
}

async fn find_company(
    connection: &mut SqliteConnection,
    entrant: &Entrant,
) -> Result<Option<Company>, StoreError> {
    companies::by_external_id(connection, &entrant.portal, &entrant.company).await
}

async fn company(
    database: &Database,
    connection: &mut SqliteConnection,
    entrant: &Entrant,
    by: &Actor,
) -> Result<CompanyId, StoreError> {
    let known = find_company(connection, entrant).await?;
    let company = if let Some(before) = known {
        let change = CompanyChange {
            name: Some(entrant.company_name.clone()),
            ..CompanyChange::default()
        };
        companies::change(database, connection, before, &change, by).await
    } else {
        let new = NewCompany {
            portal: entrant.portal.clone(),
            external_id: Some(entrant.company.clone()),
            name: entrant.company_name.clone(),
            mass_mailing: false,
        };
        companies::create(database, connection, &new, by).await
    };
    match company {
        Ok(company) => Ok(company.id),
        Err(CompanyError::Store(error)) => Err(error),
        // Neither has another external id or event mailbox than before, or than is free.
        Err(_) => Err(StoreError::Damaged { what: "company" }),
    }
}

async fn user(
    database: &Database,
    connection: &mut SqliteConnection,
    company: CompanyId,
    entrant: &Entrant,
    by: &Actor,
) -> Result<User, EnterError> {
    let known = match users::by_external_id(&mut *connection, company, &entrant.user).await? {
        Some(user) => Some(user),
        // One whom the portal does not call anything yet: made here before it knew him.
        None => users::by_email(&mut *connection, company, &entrant.email)
            .await?
            .filter(|user| user.external_id.is_none()),
    };
    let user = if let Some(before) = known {
        let change = UserChange {
            external_id: Some(entrant.user.clone()),
            name: Some(entrant.name.clone()),
            email: Some(entrant.email.clone()),
            role: Some(entrant.role),
            language: entrant.language,
        };
        users::change(database, connection, before, &change, by).await
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
    user.map_err(|error| match error {
        UserError::EmailTaken => EnterError::EmailTaken,
        UserError::Store(error) => error.into(),
        _ => StoreError::Damaged { what: "user" }.into(),
    })
}
