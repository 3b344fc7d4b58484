//! What the program lends to the engine.

use async_trait::async_trait;
use jiff::Timestamp;
use model::{Host, settings, settings::Destination};
use providers::{Catalogue, Meanings};
use secrecy::SecretString;
use smtp::{Courier, Letter, dkim::SignError};
use std::{sync::Arc, time::Duration};
use store::{Clock, Company, HeldAccount, Random, Store, StoreError};

/// How the engine works, as the operator set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pacing {
    /// Accounts that are served at the same time. Those whose servers do not work get half of them at most.
    pub accounts_at_once: u32,
    /// Connections to one account's server, where the catalogue knows no smaller number.
    pub connections_per_account: u16,
    /// Connections to the operator's relay, all companies together.
    pub relay_connections: u16,
    /// How long an account is leased; renewed in a quarter of that.
    pub lease: Duration,
    /// How long after its first attempt a message is given up.
    pub give_up: Duration,
    /// How long a turn goes on while other accounts wait for a place.
    pub turn: Duration,
    /// How long a session is kept after a turn.
    pub idle: Duration,
    /// How long a session is used at most.
    pub oldest: Duration,
    /// How many messages go through one session at most.
    pub most_letters: u32,
    /// How often what is held is looked at.
    pub upkeep: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            accounts_at_once: 2048,
            connections_per_account: 4,
            relay_connections: 10,
            lease: Duration::from_mins(1),
            give_up: Duration::from_hours(48),
            turn: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            oldest: Duration::from_mins(5),
            most_letters: 100,
            upkeep: Duration::from_secs(15),
        }
    }
}

/// The operator's relay.
#[derive(Debug, Clone)]
pub struct RelayAccess {
    /// What dials it.
    pub courier: Courier,
    /// Where letters are handed in.
    pub destination: Destination,
    /// The password.
    pub password: Option<SecretString>,
}

/// What the program lends to the engine.
#[async_trait]
pub trait Outside: Send + Sync {
    /// What is kept.
    fn store(&self) -> &Arc<dyn Store>;

    /// What dials users' servers, with the deadlines of delivery.
    fn courier(&self) -> &Courier;

    /// The operator's relay, where there is one.
    fn relay(&self) -> Option<RelayAccess>;

    /// What the operator lends to a company's users who have no server of their own.
    fn relay_for(&self, company: &Company) -> Option<settings::Relay>;

    /// Where letters that can not be delivered come back to, if the operator receives them.
    fn event_domain(&self) -> Option<&Host>;

    /// A letter as the relay is handed it: signed, where the operator has a key.
    ///
    /// # Errors
    /// [`SignError`] where it can not be signed; it is not sent then.
    fn signed(&self, letter: Letter, at: Timestamp) -> Result<Letter, SignError>;

    /// The providers.
    fn catalogue(&self) -> &'static Catalogue;

    /// What replies mean.
    fn meanings(&self) -> &'static Meanings;

    /// Whether passwords may travel in the clear where a company said so.
    fn plain_passwords(&self) -> bool;

    /// The time.
    fn clock(&self) -> &dyn Clock;

    /// Randomness.
    fn random(&self) -> &dyn Random;

    /// Tells an account's owner that it is held. Says whether that is done: if not, it is asked again.
    async fn account_held(&self, account: &HeldAccount) -> Result<bool, StoreError>;
}
