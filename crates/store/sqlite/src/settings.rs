//! Settings and sealed passwords of one company and its users.

mod load;
mod save;
mod sender_user;
#[cfg(test)]
mod tests;

pub(crate) use load::{user_settings, wide};

use crate::{
    columns::{all, failed, from_json},
    company::Company,
};
use async_trait::async_trait;
use model::{UserId, settings::Destination};
use secrecy::SecretString;
use store::{
    Actor, CompanySettings, Owner, SaveError, SaveSettings, SenderUserError, Settings, SettingsStore,
    StoreError, UserQuery, UserSettings,
    rows::{UserSettingsRow, name_key},
    secrets::SecretContext,
};
use uuid::Uuid;

/// A page of a company's users, behind this name and id. A search reads on until the page is full.
macro_rules! page {
    ($company:expr, $name:expr, $id:expr, $search:expr, $limit:expr) => {
        wide!(
            "WHERE u.company_id = ?1 AND (u.name_key, u.id) > (?2, ?3)
                AND (?4 IS NULL OR instr(u.name_key, ?4) > 0 OR instr(u.email_key, ?4) > 0)
            ORDER BY u.name_key, u.id LIMIT ?5",
            $company,
            $name,
            $id,
            $search,
            $limit
        )
    };
}
#[cfg(test)]
use page;

#[async_trait]
impl SettingsStore for Company {
    async fn company_settings(&self) -> Result<Option<CompanySettings>, StoreError> {
        load::company_settings(&self.database.reader, self.id).await
    }

    async fn user_settings(&self, user: UserId) -> Result<Option<UserSettings>, StoreError> {
        user_settings(&self.database.reader, self.id, user).await
    }

    async fn user_table(&self, query: &UserQuery, limit: u32) -> Result<Vec<UserSettings>, StoreError> {
        let (company, search) = (self.uuid(), query.search.as_deref().map(name_key));
        // No name and id are before the empty ones.
        let (name, id) = match &query.after {
            Some((name, id)) => (name_key(name), id.as_uuid().as_bytes().to_vec()),
            None => Default::default(),
        };
        page!(company, name, id, search, limit)
            .fetch_all(&self.database.reader)
            .await
            .map_err(failed)
            .and_then(all)
    }

    async fn save_settings(
        &self,
        owner: Owner,
        change: SaveSettings,
        by: &Actor,
    ) -> Result<Settings, SaveError> {
        match owner {
            Owner::Company => save::company(self, change, by).await,
            Owner::User(user) => save::user(self, user, change, by).await,
        }
    }

    async fn set_sender_user(
        &self,
        user: Option<UserId>,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<store::Company, SenderUserError> {
        sender_user::set(self, user, expected_version, by).await
    }

    async fn secret_for(
        &self,
        owner: Owner,
        destination: &Destination,
    ) -> Result<Option<SecretString>, StoreError> {
        let (company, owner_id) = (self.uuid(), owner_id(self, owner));
        let row = sqlx::query!(
            "SELECT s.password, s.password_for, c.wrapped_key
            FROM settings s JOIN companies c ON c.id = s.company_id
            WHERE s.company_id = ? AND s.owner_id = ?",
            company,
            owner_id
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let (Some(sealed), Some(bound)) = (row.password, row.password_for) else {
            return Ok(None);
        };
        if from_json::<Destination>("destination", &bound)? != *destination {
            return Ok(None);
        }
        let vault = &self.database.vault;
        let key = vault.unwrap_company_key(self.id, &row.wrapped_key)?;
        Ok(Some(vault.unseal(
            &key,
            &context(self, owner, destination),
            &sealed,
        )?))
    }
}

/// Under which an owner's settings are stored.
fn owner_id(company: &Company, owner: Owner) -> Uuid {
    match owner {
        Owner::Company => *company.uuid(),
        Owner::User(user) => *user.as_uuid(),
    }
}

/// What an owner's password is sealed to.
fn context<'a>(company: &Company, owner: Owner, destination: &'a Destination) -> SecretContext<'a> {
    SecretContext::Password {
        company: company.id,
        owner,
        destination,
    }
}
