//! What saving does, without a database: every store does just that, inside one transaction.

use super::{CompanySettings, PasswordChange, SaveError, SaveSettings, Settings, UserSettings};
use crate::companies::Company;
use jiff::Timestamp;
use model::{
    Mailbox,
    settings::{Account, Bases, Destination, Effective, Stored},
};
use secrecy::SecretString;

/// What has to be written.
#[derive(Debug)]
pub struct LayerPlan {
    /// The settings that are to be stored.
    pub settings: Settings,
    /// What happens to the sealed password beside them.
    pub secret: SecretStep,
    /// Whether anything differs from what was stored, the version aside.
    pub changes: bool,
}

/// What happens to a sealed password.
#[derive(Debug)]
pub enum SecretStep {
    /// It stays as it is, bound to the destination as it is.
    Keep,
    /// This one is sealed for [`Settings::password_for`] of the plan.
    Seal(SecretString),
    /// There is none.
    Remove,
}

impl Settings {
    /// What saving `change` over these stored settings writes. `bases` are the layers below the owner's as they are
    /// stored now: the sender user's and the company's for a user, only the company's for the sender user himself,
    /// nothing for the company.
    ///
    /// # Errors
    /// [`SaveError`] where nothing may be written: someone else saved in between, or a password would go to a
    /// destination that it was not entered for.
    pub fn plan(
        &self,
        change: SaveSettings,
        account: &Account,
        bases: Bases<'_>,
        now: Timestamp,
    ) -> Result<LayerPlan, SaveError> {
        if change
            .expected_version
            .is_some_and(|expected| expected != self.version)
        {
            return Err(SaveError::Conflict { stored: self.version });
        }
        let destination_with = |layer: &model::settings::Layer| {
            let own = Stored {
                layer: layer.clone(),
                secret: None,
            };
            Effective::of(account, &own, bases).destination()
        };
        let destination = destination_with(&change.layer);
        let (secret, password_for) = match change.password {
            PasswordChange::Keep => match &self.password_for {
                None => (SecretStep::Remove, None),
                Some(bound) => {
                    let leads_elsewhere = destination != destination_with(&self.layer);
                    if leads_elsewhere && destination.as_ref() != Some(bound) {
                        return Err(SaveError::PasswordNotForDestination);
                    }
                    (SecretStep::Keep, Some(bound.clone()))
                }
            },
            PasswordChange::Set {
                password,
                entered_for,
            } => {
                check_entered(destination, &entered_for)?;
                (SecretStep::Seal(password), Some(entered_for))
            }
            PasswordChange::Clear => (SecretStep::Remove, None),
        };
        let secret_changed =
            matches!(secret, SecretStep::Seal(_)) || password_for.is_some() != self.password_for.is_some();
        let changes = secret_changed || change.layer != self.layer;
        let settings = Settings {
            layer: change.layer,
            password_for,
            secret_version: self.secret_version + u64::from(secret_changed),
            version: self.version + 1,
            updated_at: Some(now),
        };
        Ok(LayerPlan {
            settings,
            secret,
            changes,
        })
    }
}

impl UserSettings {
    /// What saving `change` as this user's own settings writes, by [`Settings::plan`].
    ///
    /// # Errors
    /// As there.
    pub fn plan(&self, change: SaveSettings, now: Timestamp) -> Result<LayerPlan, SaveError> {
        let (sender_user, company) = (
            self.sender_user.as_ref().map(|s| s.settings.stored()),
            self.company.settings.stored(),
        );
        let bases = Bases {
            sender_user: sender_user.as_ref(),
            company: &company,
        };
        self.own.plan(change, &self.account(), bases, now)
    }
}

impl CompanySettings {
    /// What saving `change` as the company's defaults writes, by [`Settings::plan`].
    ///
    /// # Errors
    /// As there.
    pub fn plan(&self, change: SaveSettings, now: Timestamp) -> Result<LayerPlan, SaveError> {
        let nothing = Stored::default();
        let bases = Bases {
            sender_user: None,
            company: &nothing,
        };
        self.settings.plan(change, &anybody(&self.company), bases, now)
    }
}

/// An account for rules that do not look at it: nothing of a destination comes from there.
fn anybody(company: &Company) -> Account {
    Account {
        name: company.name.clone(),
        email: Mailbox::parse("nobody@example.com").expect("this is an address"),
    }
}

fn check_entered(destination: Option<Destination>, entered_for: &Destination) -> Result<(), SaveError> {
    let destination = destination.ok_or(SaveError::NoDestination)?;
    if destination != *entered_for {
        return Err(SaveError::DestinationChanged);
    }
    if destination.user_name.is_none() {
        return Err(SaveError::PasswordWithoutUserName);
    }
    Ok(())
}
