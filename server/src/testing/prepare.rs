//! What a letter of a user goes out with now: settings, password, and what his company trusts.

use super::run::StartError;
use crate::state::State;
use delivery::access::{Access, AccessError};
use model::{
    Language,
    settings::{Outgoing, OwnServer, SendingMode},
};
use providers::Provider;
use secrecy::SecretString;
use smtp::Courier;
use store::{CompanyStore, SecretOwner, TestSnapshot, User, UserSettings};

/// Everything that a test letter needs.
pub struct Prepared {
    pub snapshot: TestSnapshot,
    pub provider: Option<&'static Provider>,
    pub courier: Courier,
    pub password: Option<SecretString>,
    pub plain_allowed: bool,
}

impl Prepared {
    /// The settings of a user as they count now, ready to send.
    pub async fn of(
        state: &State,
        company: &dyn CompanyStore,
        user: &User,
        language: Language,
    ) -> Result<Self, StartError> {
        let of = company
            .user_settings(user.id)
            .await?
            .ok_or(StartError::NotReady)?;
        let relay = state.relay_for(&of.company.company);
        let effective = of.effective();
        let outgoing = Outgoing::of(&effective, relay.as_ref()).map_err(|_| StartError::NotReady)?;
        let snapshot = TestSnapshot {
            mode: effective.mode.value,
            server: OwnServer {
                destination: outgoing.destination,
                sender: outgoing.from,
                display_name: Some(outgoing.from_name),
            },
            reply_to: outgoing.reply_to,
            secret_version: 0,
            secret_owner: None,
            recipient: user.email.clone(),
            provider: None,
            language,
        };
        if effective.mode.value == SendingMode::OwnServer {
            Self::own_server(state, company, &of, snapshot).await
        } else {
            Self::relay(state, snapshot)
        }
    }

    /// The operator's server, which is his own to trust.
    fn relay(state: &State, snapshot: TestSnapshot) -> Result<Self, StartError> {
        let relay = state.relay.as_ref().ok_or(StartError::NotReady)?;
        Ok(Self {
            snapshot,
            provider: None,
            courier: relay.courier.clone(),
            password: relay.password.clone(),
            plain_allowed: true,
        })
    }

    async fn own_server(
        state: &State,
        company: &dyn CompanyStore,
        of: &UserSettings,
        mut snapshot: TestSnapshot,
    ) -> Result<Self, StartError> {
        let effective = of.effective();
        let destination = snapshot.server.destination.clone();
        let (_, secret) = of.tested(&effective).ok_or(StartError::NotReady)?;
        let mut owner = None;
        if let (Some(secret), Some(of)) = (secret, of.password_owner(&effective)) {
            snapshot.secret_version = secret.version;
            owner = Some(SecretOwner::from(of));
            snapshot.secret_owner = owner;
        }
        let provider = state
            .catalogue
            .of_settings(&destination.host, Some(snapshot.server.sender.domain()));
        snapshot.provider = provider.map(|provider| provider.slug.clone());
        let plain_passwords = state.config.security.plain_passwords;
        let access = Access::own_server(company, &state.courier, &destination, owner, plain_passwords)
            .await
            .map_err(|error| match error {
                AccessError::NoPassword | AccessError::SecretUnreadable => StartError::SecretUnreadable,
                AccessError::NoRelay => StartError::NotReady,
                AccessError::Store(error) => error.into(),
            })?;
        Ok(Self {
            snapshot,
            provider,
            courier: access.courier,
            password: access.password,
            plain_allowed: access.plain_allowed,
        })
    }
}
