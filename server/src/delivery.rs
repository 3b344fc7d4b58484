//! The engine that sends letters (crate `delivery`), with what this program lends it.

mod notice;

use crate::{config::Delivery, state::State};
use async_trait::async_trait;
use delivery::{BrokenOff, DeliveryHandle, Engine, Outside, Pacing, RelayAccess};
use jiff::Timestamp;
use model::{Host, settings};
use providers::{Catalogue, Meanings};
use smtp::{Courier, Deadlines, Letter, dkim::SignError};
use std::{sync::Arc, time::Duration};
use store::{Clock, Company, HeldAccount, Random, Store, StoreError};
use tokio::sync::watch;

/// Sends until it is told to stop. At once over where the configuration says that another program sends.
///
/// # Errors
/// Sending broke off by itself.
pub async fn run(state: State, stop: watch::Receiver<bool>) -> Result<(), BrokenOff> {
    let configured = &state.config.delivery;
    if !configured.enabled {
        tracing::info!("this program sends no letters (delivery.enabled)");
        return Ok(());
    }
    let (pacing, handle) = (pacing(configured), state.delivery.clone());
    engine(state, pacing, handle).run(stop).await
}

fn engine(state: State, pacing: Pacing, handle: DeliveryHandle) -> Engine {
    Engine::new(Arc::new(Lent::of(state)), pacing, handle)
}

/// As the operator set it.
fn pacing(configured: &Delivery) -> Pacing {
    Pacing {
        accounts_at_once: configured.accounts_at_once,
        connections_per_account: configured.connections_per_account,
        relay_connections: configured.relay_connections,
        lease: Duration::from_secs(u64::from(configured.lease_seconds)),
        give_up: Duration::from_hours(u64::from(configured.give_up_hours)),
        ..Pacing::default()
    }
}

/// What this program lends to the engine.
struct Lent {
    state: State,
    courier: Courier,
    relay: Option<RelayAccess>,
}

impl Lent {
    fn of(state: State) -> Self {
        let patient = |courier: &Courier| Courier {
            deadlines: Deadlines::delivery(),
            ..courier.clone()
        };
        let relay = state.relay.as_ref().map(|relay| RelayAccess {
            courier: patient(&relay.courier),
            destination: relay.destination.clone(),
            password: relay.password.clone(),
        });
        Self {
            courier: patient(&state.courier),
            relay,
            state,
        }
    }
}

#[async_trait]
impl Outside for Lent {
    fn store(&self) -> &Arc<dyn Store> {
        &self.state.store
    }

    fn courier(&self) -> &Courier {
        &self.courier
    }

    fn relay(&self) -> Option<RelayAccess> {
        self.relay.clone()
    }

    fn relay_for(&self, company: &Company) -> Option<settings::Relay> {
        self.state.relay_for(company)
    }

    fn event_domain(&self) -> Option<&Host> {
        self.state.config.events.domain.as_ref()
    }

    fn signed(&self, letter: Letter, at: Timestamp) -> Result<Letter, SignError> {
        match &self.state.relay {
            Some(relay) => relay.signed(letter, at),
            None => Ok(letter),
        }
    }

    fn catalogue(&self) -> &'static Catalogue {
        self.state.catalogue
    }

    fn meanings(&self) -> &'static Meanings {
        self.state.meanings
    }

    fn plain_passwords(&self) -> bool {
        self.state.config.security.plain_passwords
    }

    fn clock(&self) -> &dyn Clock {
        &*self.state.clock
    }

    fn random(&self) -> &dyn Random {
        &*self.state.random
    }

    async fn account_held(&self, account: &HeldAccount) -> Result<bool, StoreError> {
        notice::tell(&self.state, account).await
    }
}
