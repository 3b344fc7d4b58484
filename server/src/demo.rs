//! The demo: an example company, and a mail server on this machine that catches every letter. Which addresses may be
//! dialled is said by the demo's configuration file, not here.

mod batches;
mod company;
mod events;
mod fate;
mod letters;

pub use company::create as create_company;

use crate::config::Config;
use anyhow::Context;
use catcher::{Authority, Catcher, IssuedOnDemand, Listener, Security};
use std::{collections::BTreeSet, fs, sync::Arc};
use store::{Clock, SystemClock};

/// The demo's mail server.
pub struct Demo {
    /// The server.
    pub catcher: Catcher,
}

/// The file, in the folder of the demo's certificate authority, that its configuration trusts.
const AUTHORITY: &str = "Saatja demo";

/// Starts the mail server. It answers to every name that the configuration dials it by, with a certificate of that name.
pub async fn start(config: &Config) -> anyhow::Result<Demo> {
    let clock = SystemClock;
    let now = clock.now();
    let folder = &config.demo.authority;
    fs::create_dir_all(folder).with_context(|| format!("demo.authority: {}", folder.display()))?;
    let authority = Authority::load_or_create(folder, AUTHORITY, now).context("demo.authority")?;
    let names: BTreeSet<String> = config
        .network
        .connect_to
        .iter()
        .filter_map(|rule| rule.split(':').next().map(str::to_owned))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let clock: catcher::Clock = Arc::new(move || clock.now());
    let mut settings = catcher::Config::new(clock.clone());
    "demo.saatja.invalid".clone_into(&mut settings.host_name);
    settings.listeners = vec![
        Listener::new(config.demo.tls, Security::Tls),
        Listener::new(config.demo.starttls, Security::StartTls),
    ];
    settings.certificates = Some(IssuedOnDemand::new(authority, &names, clock));
    let catcher = Catcher::start(settings).await.context("the demo's mail server")?;
    Ok(Demo { catcher })
}
