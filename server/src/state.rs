//! What every request shares.

use crate::{config::Config, demo::Demo, limits::Limiter, network, site::Site, testing::Running};
use anyhow::Context;
use jiff::{SignedDuration, tz::TimeZone};
use model::UserId;
use providers::{Catalogue, Meanings};
use smtp::Courier;
use std::{net::IpAddr, sync::Arc};
use store::{Clock, OsRandom, Store, SystemClock, Vault};
use store_sqlite::SqliteStore;

/// What every request shares; cheap to clone.
pub type State = Arc<Shared>;

/// See [`State`].
pub struct Shared {
    /// The operator's configuration.
    pub config: Config,
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// What dials.
    pub courier: Courier,
    /// The providers.
    pub catalogue: &'static Catalogue,
    /// What replies mean.
    pub meanings: &'static Meanings,
    /// The built front end.
    pub site: Site,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The time zone in which people read times.
    pub zone: TimeZone,
    /// Tests that run now.
    pub running: Running,
    /// The demo's mail server.
    pub demo: Option<Demo>,
    /// Sign-in links opened, by IP address.
    pub sign_ins: Limiter<IpAddr>,
    /// Addresses looked up, by user.
    pub look_ups: Limiter<UserId>,
}

impl Shared {
    /// Puts together what the configuration says.
    pub async fn new(config: Config, demo: Option<Demo>, site: Site) -> anyhow::Result<Self> {
        let store = open_store(&config).await?;
        let limits = &config.limits;
        Ok(Self {
            courier: network::courier(&config)?,
            catalogue: Catalogue::embedded()?,
            meanings: Meanings::embedded()?,
            site,
            clock: Arc::new(SystemClock),
            zone: TimeZone::get(&config.server.time_zone).context("server.time_zone")?,
            running: Running::default(),
            demo,
            sign_ins: Limiter::new(limits.sign_ins_per_address, SignedDuration::from_mins(10)),
            look_ups: Limiter::new(limits.look_ups_per_user, SignedDuration::from_mins(1)),
            store,
            config,
        })
    }
}

/// Opens the database and the key file; both are made where there are none.
pub async fn open_store(config: &Config) -> anyhow::Result<Arc<dyn Store>> {
    let random = Arc::new(OsRandom);
    let vault = Vault::open(&config.store.keys, random.clone()).context("store.keys")?;
    let store = SqliteStore::open(&config.store.sqlite, vault, Arc::new(SystemClock), random)
        .await
        .context("store.sqlite")?;
    Ok(Arc::new(store))
}
