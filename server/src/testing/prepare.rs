//! What a letter of a user goes out with now: settings, password, and what his company trusts.

use super::run::StartError;
use crate::state::State;
use model::{
    Language,
    settings::{Outgoing, OwnServer, SendingMode},
};
use providers::Provider;
use secrecy::SecretString;
use smtp::{Courier, Trust};
use store::{CompanyStore, SecretOwner, StoreError, TestSnapshot, Trusted, User, UserSettings};

/// Everything that a test letter needs.
pub struct Prepared {
    pub snapshot: TestSnapshot,
    pub provider: Option<&'static Provider>,
    pub courier: Courier,
    pub password: Option<SecretString>,
    pub plain_allowed: bool,
    pub trust: Option<Trust>,
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
            trust: None,
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
        let mut password = None;
        if let (Some(secret), Some(owner)) = (secret, of.password_owner(&effective)) {
            snapshot.secret_version = secret.version;
            snapshot.secret_owner = Some(SecretOwner::from(owner));
            password = match company.secret_for(owner, &destination).await {
                Ok(password) => Some(password.ok_or(StartError::SecretUnreadable)?),
                Err(StoreError::Secret(_)) => return Err(StartError::SecretUnreadable),
                Err(error) => return Err(error.into()),
            };
        }
        let provider = state
            .catalogue
            .of_settings(&destination.host, Some(snapshot.server.sender.domain()));
        snapshot.provider = provider.map(|provider| provider.slug.clone());
        let (mut roots, mut pins, mut plain_allowed) = (Vec::new(), Vec::new(), false);
        for exception in company.exceptions().await? {
            match exception.trusted {
                Trusted::Authority { pem, .. } => roots.push(pem),
                Trusted::Pin {
                    host,
                    port,
                    spki_sha256,
                } => pins.push(network::Pin {
                    host,
                    port,
                    spki_sha256: spki_sha256
                        .parse()
                        .map_err(|_| StoreError::Damaged { what: "pin" })?,
                }),
                Trusted::PlainPassword { host, port } => {
                    plain_allowed |= host == destination.host && port == destination.port;
                }
            }
        }
        let trust = (!roots.is_empty() || !pins.is_empty())
            .then(|| state.courier.trust.with_company(&roots, &pins))
            .transpose()
            .map_err(|_| StoreError::Damaged {
                what: "certificate authority",
            })?;
        Ok(Self {
            snapshot,
            provider,
            courier: state.courier.clone(),
            password,
            plain_allowed: plain_allowed && state.config.security.plain_passwords,
            trust,
        })
    }
}
