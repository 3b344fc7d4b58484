//! What every request shares.

use crate::{
    api::Room, config::Config, demo::Demo, inbound, letters::UnusedFiles, network, portals::Portals,
    relay::Relay, site::Site, testing::Running,
};
use ::inbound::Receiver;
use ::store::{Clock, Company, OsRandom, Random, Store, SystemClock, Vault};
use anyhow::Context;
use delivery::DeliveryHandle;
use fetch::Fetcher;
use jiff::tz::TimeZone;
use model::{Mailbox, settings};
use providers::{Catalogue, Meanings};
use smtp::{Cidr, Courier};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::task::JoinHandle;

/// What every request shares; cheap to clone.
pub type State = Arc<Shared>;

/// See [`State`].
pub struct Shared {
    /// The operator's configuration.
    pub config: Config,
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// The keys that seal secrets in it.
    pub keys: Vault,
    /// What dials users' servers.
    pub courier: Courier,
    /// What asks users' web addresses: webhooks.
    pub fetcher: Fetcher,
    /// The server that sends for users without their own.
    pub relay: Option<Relay>,
    /// The portals.
    pub portals: Portals,
    /// The operator's own proxies.
    pub proxies: Vec<Cidr>,
    /// The providers.
    pub catalogue: &'static Catalogue,
    /// What replies mean.
    pub meanings: &'static Meanings,
    /// The built front end.
    pub site: Site,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The time zone in which people read times.
    pub zone: TimeZone,
    /// Tests that run now.
    pub running: Running,
    /// How much of large requests may be in memory.
    pub room: Room,
    /// How much companies have of files that no letter has yet.
    pub unused_files: UnusedFiles,
    /// What sends letters: its counters, and how it is woken.
    pub delivery: DeliveryHandle,
    /// What takes in mails that come.
    pub inbound: Receiver,
    /// What keeps them: whoever serves watches over it.
    pub sorting: Mutex<Option<JoinHandle<()>>>,
    /// The counters of the listener, where there is one.
    pub intake: OnceLock<Arc<intake::Metrics>>,
    /// The demo's mail server.
    pub demo: Option<Demo>,
}

impl Shared {
    /// Puts together what the configuration says.
    pub async fn new(config: Config, demo: Option<Demo>, site: Site) -> anyhow::Result<Self> {
        let outside = Outside::of(&config)?;
        let opened = crate::store::open(&config).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let (inbound, sorter) = inbound::receiver(&config, &opened.store, &clock);
        // It ends when nobody can hand a mail over any more.
        let sorting = tokio::spawn(sorter.run());
        Ok(Self {
            inbound,
            sorting: Mutex::new(Some(sorting)),
            intake: OnceLock::new(),
            courier: outside.courier,
            fetcher: outside.fetcher,
            relay: outside.relay,
            portals: outside.portals,
            proxies: outside.proxies,
            catalogue: Catalogue::embedded()?,
            meanings: Meanings::embedded()?,
            site,
            clock,
            random: Arc::new(OsRandom),
            zone: TimeZone::get(&config.server.time_zone).context("server.time_zone")?,
            running: Running::default(),
            room: Room::new(config.delivery.upload_bytes),
            unused_files: UnusedFiles::default(),
            delivery: DeliveryHandle::default(),
            demo,
            store: opened.store,
            keys: opened.keys,
            config,
        })
    }

    /// What the operator lends to a company's users who have no server of their own; none where he has no relay.
    pub fn relay_for(&self, company: &Company) -> Option<settings::Relay> {
        let relay = self.relay.as_ref()?;
        let domain = self.config.events.domain.as_ref();
        Some(settings::Relay {
            destination: relay.destination.clone(),
            event_mailbox: domain
                .and_then(|domain| Mailbox::parse(&format!("{}@{domain}", company.event_name.as_str())).ok()),
        })
    }
}

/// How the program meets others. It needs no database, so that `check-config` can make it too.
pub struct Outside {
    courier: Courier,
    fetcher: Fetcher,
    relay: Option<Relay>,
    portals: Portals,
    proxies: Vec<Cidr>,
}

impl Outside {
    /// Reads every file that the configuration names, and says what is wrong.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        // Only read: the doors are opened by the program that serves.
        inbound::Doors::of(config, None)?;
        let courier = network::courier(config)?;
        let web = network::web_policy(config, &courier);
        Ok(Self {
            relay: Relay::of(config, &courier)?,
            portals: Portals::of(config, &courier, &web)?,
            proxies: network::ranges(&config.server.trusted_proxies)?,
            fetcher: network::fetcher(web, &courier),
            courier,
        })
    }
}
