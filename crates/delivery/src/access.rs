//! What a session with an account's server needs. The test letter and real sending take it from here, so that a test can
//! not say "works" for what a real send would fail.

use crate::outside::Outside;
use model::settings::Destination;
use network::Pin;
use secrecy::SecretString;
use smtp::Courier;
use store::{CompanyStore, Owner, Route, SecretOwner, StoreError, Trusted, queue::owner_of};

/// What a session with an account's server needs.
#[derive(Debug, Clone)]
pub struct Access {
    /// What dials it, with what its company trusts.
    pub courier: Courier,
    /// Where it is.
    pub destination: Destination,
    /// The password; none where nobody signs in.
    pub password: Option<SecretString>,
    /// Whether a password may travel in the clear where the destination says so.
    pub plain_allowed: bool,
    /// Whether it is the operator's relay.
    pub relay: bool,
}

/// Why there is no access.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The operator has no relay (any more).
    #[error("there is no relay")]
    NoRelay,
    /// There is no password that was entered for this destination (any more).
    #[error("there is no password for this destination")]
    NoPassword,
    /// The stored password does not open.
    #[error("the stored password can not be opened")]
    SecretUnreadable,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Access {
    /// To the server that a route leads to, as things are now.
    ///
    /// # Errors
    /// [`AccessError`] says what is missing.
    pub async fn of(
        outside: &dyn Outside,
        company: &dyn CompanyStore,
        route: &Route,
    ) -> Result<Self, AccessError> {
        match route {
            Route::Relay => {
                let relay = outside.relay().ok_or(AccessError::NoRelay)?;
                Ok(Self {
                    courier: relay.courier,
                    destination: relay.destination,
                    password: relay.password,
                    plain_allowed: true,
                    relay: true,
                })
            }
            Route::OwnServer { destination, secret } => {
                let plain = outside.plain_passwords();
                Self::own_server(company, outside.courier(), destination, *secret, plain).await
            }
        }
    }

    /// To a server of the company's own. `plain_passwords`: whether the operator lets passwords travel in the clear.
    ///
    /// # Errors
    /// [`AccessError`] says what is missing.
    pub async fn own_server(
        company: &dyn CompanyStore,
        courier: &Courier,
        destination: &Destination,
        secret: Option<SecretOwner>,
        plain_passwords: bool,
    ) -> Result<Self, AccessError> {
        let mut password = None;
        if let Some(owner) = secret.map(owner_of) {
            password = match company.secret_for(owner, destination).await {
                Ok(Some(password)) => Some(password),
                Ok(None) => return Err(AccessError::NoPassword),
                Err(StoreError::Secret(_)) => return Err(AccessError::SecretUnreadable),
                Err(error) => return Err(error.into()),
            };
        }
        let (mut roots, mut pins, mut plain_allowed) = (Vec::new(), Vec::new(), false);
        for exception in company.exceptions().await? {
            match exception.trusted {
                Trusted::Authority { pem, .. } => roots.push(pem),
                Trusted::Pin {
                    host,
                    port,
                    spki_sha256,
                } => pins.push(Pin {
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
        let courier = if roots.is_empty() && pins.is_empty() {
            courier.clone()
        } else {
            let trust = courier.trust.with_company(&roots, &pins);
            courier.with_trust(trust.map_err(|_| StoreError::Damaged {
                what: "certificate authority",
            })?)
        };
        Ok(Self {
            courier,
            destination: destination.clone(),
            password,
            plain_allowed: plain_allowed && plain_passwords,
            relay: false,
        })
    }
}

/// The version of an owner's password. To be asked for before the password itself: where that is set in between, the
/// older version is noted, and it is tried again.
pub(crate) async fn version(company: &dyn CompanyStore, owner: Owner) -> Result<Option<u64>, StoreError> {
    Ok(match owner {
        Owner::Company => company
            .company_settings()
            .await?
            .map(|company| company.settings.secret_version),
        Owner::User(user) => company
            .user_settings(user)
            .await?
            .map(|user| user.own.secret_version),
    })
}
