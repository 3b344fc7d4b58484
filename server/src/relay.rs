//! The server that sends for users who have none of their own.

mod dkim;

use crate::config::Config;
use anyhow::{Context, anyhow};
use jiff::Timestamp;
use model::{OpenPorts, settings::Destination};
use secrecy::SecretString;
use smtp::{
    Cidr, Courier, Letter, NetworkPolicy,
    dkim::{SignError, Signer},
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

/// The operator's relay, ready to be used.
pub struct Relay {
    /// Where letters are handed in.
    pub destination: Destination,
    /// The password.
    pub password: Option<SecretString>,
    /// What dials it: by other rules than those for users' servers.
    pub courier: Courier,
    /// What signs its letters.
    signer: Option<Signer>,
}

impl Relay {
    /// The configured one. Files are read: the password's, the key's.
    pub fn of(config: &Config, courier: &Courier) -> anyhow::Result<Option<Self>> {
        let Some(relay) = &config.relay else {
            return Ok(None);
        };
        let destination = relay.destination();
        let password = relay.password().map_err(|error| anyhow!(error))?;
        let mut policy = NetworkPolicy::clone(&courier.policy);
        policy.open_ports = OpenPorts::with([destination.port]);
        policy.own_hosts.clear();
        if relay.allow_inside {
            // All addresses there are; what network.deny says is asked before that.
            policy.allow = [
                IpAddr::V4(Ipv4Addr::UNSPECIFIED),
                IpAddr::V6(Ipv6Addr::UNSPECIFIED),
            ]
            .map(|first| Cidr::new(first, 0).expect("a range without any fixed bit"))
            .into();
        }
        let courier = Courier {
            policy: Arc::new(policy),
            ..courier.clone()
        };
        let signer = relay.dkim.as_ref().map(dkim::signer).transpose();
        Ok(Some(Self {
            destination,
            password: password.map(|password| password.get().clone()),
            courier,
            signer: signer.context("relay.dkim")?,
        }))
    }

    /// The letter as it is handed in: signed, where the operator has a key.
    ///
    /// # Errors
    /// [`SignError`] where it can not be signed; it is not sent then.
    pub fn signed(&self, letter: Letter, now: Timestamp) -> Result<Letter, SignError> {
        match &self.signer {
            Some(signer) => signer.sign(&letter, now),
            None => Ok(letter),
        }
    }
}
