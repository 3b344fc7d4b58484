//! Users' own mailboxes (crate `mailbox`), with what this program lends to it: what may be dialled, and where reports go.

use crate::{config::Config, state::State};
use async_trait::async_trait;
use inbound::{Arrival, EnvelopeSender, Received, Receiver};
use mailbox::{Client, Deadlines, Deliver, Poller, Polling, Taken, allowed_ports};
use model::{CompanyId, OpenPorts, UserId, event::Source};
use smtp::{Courier, NetworkPolicy};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// The ports at which mailboxes may be read.
pub fn open_ports(config: &Config) -> OpenPorts {
    allowed_ports(config.mailboxes.extra_ports.iter().copied())
}

/// What dials mailboxes: by the same rules as mail servers, at other ports.
pub fn client(config: &Config, courier: &Courier, deadlines: Deadlines) -> Client {
    Client {
        policy: Arc::new(NetworkPolicy {
            open_ports: open_ports(config),
            ..NetworkPolicy::clone(&courier.policy)
        }),
        resolver: courier.resolver.clone(),
        trust: courier.trust.clone(),
        deadlines,
    }
}

/// Looks into mailboxes until it is told to stop.
pub async fn run(state: State, stop: watch::Receiver<bool>) {
    let configured = &state.config.mailboxes;
    if !configured.enabled {
        return;
    }
    let poller = Poller {
        store: state.store.clone(),
        client: client(&state.config, &state.courier, Deadlines::polling()),
        deliver: Arc::new(ToInbound(state.inbound.clone())),
        clock: state.clock.clone(),
        polling: Polling {
            every: Duration::from_secs(60 * u64::from(configured.minutes)),
            at_once: u32::from(configured.at_once),
            per_host: u32::from(configured.per_server),
        },
    };
    poller.run(stop).await;
}

/// Hands reports to what takes in all that comes back.
struct ToInbound(Receiver);

#[async_trait]
impl Deliver for ToInbound {
    async fn mail(&self, company: CompanyId, user: UserId, raw: Vec<u8>) -> Taken {
        let arrival = Arrival {
            source: Source::Imap,
            company,
            user: Some(user),
            envelope_sender: EnvelopeSender::Unknown,
            envelope_recipient: None,
            raw: raw.into(),
        };
        match self.0.receive(arrival).await {
            Received::Kept { .. } | Received::Replayed { .. } => Taken::Kept,
            Received::NotOurs | Received::NoSuchCompany => Taken::NotOurs,
            Received::Limited { .. } | Received::TryLater => Taken::TryLater,
        }
    }
}
