//! Layers of settings and sealed passwords of one company.

mod read;
mod save;
mod sender_user;

pub(crate) use read::of_user;

use crate::{
    columns::{failed, from_json},
    company::Company,
};
use async_trait::async_trait;
use model::{UserId, settings::Destination};
use secrecy::SecretString;
use store::{
    Actor, CompanySettings, Owner, SaveError, SaveSettings, SenderUserError, Settings, SettingsStore,
    StoreError, UserQuery, UserSettings, secrets::SecretContext,
};
use uuid::Uuid;

#[async_trait]
impl SettingsStore for Company {
    async fn company_settings(&self) -> Result<Option<CompanySettings>, StoreError> {
        read::of_company(&self.database.pool, self.id).await
    }

    async fn user_settings(&self, user: UserId) -> Result<Option<UserSettings>, StoreError> {
        of_user(&self.database.pool, self.id, user).await
    }

    async fn user_table(&self, query: &UserQuery, limit: u32) -> Result<Vec<UserSettings>, StoreError> {
        read::table(&self.database.pool, self.id, query, limit).await
    }

    async fn save_settings(
        &self,
        owner: Owner,
        change: SaveSettings,
        by: &Actor,
    ) -> Result<Settings, SaveError> {
        save::save(self, owner, change, by).await
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
        // One statement, so that destination and password are of the same moment.
        let row = sqlx::query!(
            r#"SELECT s.password AS "password!", s.password_for::text AS "password_for!", c.wrapped_key
            FROM settings s JOIN companies c ON c.id = s.company_id
            WHERE s.company_id = $1 AND s.owner_id = $2 AND s.password IS NOT NULL"#,
            self.uuid(),
            owner_id(self, owner)
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        if from_json::<Destination>("destination", &row.password_for)? != *destination {
            return Ok(None);
        }
        let vault = &self.database.vault;
        let key = vault.unwrap_company_key(self.id, &row.wrapped_key)?;
        Ok(Some(vault.unseal(
            &key,
            &context(self, owner, destination),
            &row.password,
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
