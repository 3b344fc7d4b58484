//! Settings and sealed passwords of one company's users.

mod row;
mod save;

pub(crate) use row::load;

use crate::{columns::failed, company::Company};
use async_trait::async_trait;
use model::{UserId, settings::Destination};
use secrecy::SecretString;
use store::{
    SaveError, SaveSettings, Settings, SettingsStore, StoreError,
    secrets::{SecretContext, SecretField},
};

#[async_trait]
impl SettingsStore for Company {
    async fn settings(&self, user: UserId) -> Result<Option<Settings>, StoreError> {
        load(&self.database.reader, self.id, user).await
    }

    async fn save_settings(&self, user: UserId, change: SaveSettings) -> Result<Settings, SaveError> {
        save::save(self, user, change).await
    }

    async fn secret_for(
        &self,
        user: UserId,
        destination: &Destination,
    ) -> Result<Option<SecretString>, StoreError> {
        // One transaction, so that destination and password are of the same moment.
        let mut reading = self.database.reader.begin().await.map_err(failed)?;
        let settings = load(&mut *reading, self.id, user).await?;
        let stored = settings
            .and_then(|settings| settings.own_server)
            .map(|own| own.destination);
        if stored.as_ref() != Some(destination) {
            return Ok(None);
        }
        let (company, uuid) = (self.uuid(), user.as_uuid());
        let row = sqlx::query!(
            "SELECT settings.password, companies.wrapped_key
            FROM settings JOIN companies ON companies.id = settings.company_id
            WHERE settings.company_id = ? AND settings.user_id = ?",
            company,
            uuid
        )
        .fetch_optional(&mut *reading)
        .await
        .map_err(failed)?;
        let Some((Some(sealed), wrapped)) = row.map(|row| (row.password, row.wrapped_key)) else {
            return Ok(None);
        };
        let vault = &self.database.vault;
        let key = vault.unwrap_company_key(self.id, &wrapped)?;
        Ok(Some(vault.unseal(
            &key,
            &context(self, user, destination),
            &sealed,
        )?))
    }
}

/// What the password of a user's own server is sealed to.
fn context<'a>(company: &Company, user: UserId, destination: &'a Destination) -> SecretContext<'a> {
    SecretContext {
        company: company.id,
        user,
        field: SecretField::OwnServerPassword,
        destination,
    }
}
