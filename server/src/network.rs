//! The operator's rules for dialling, as the SMTP crate takes them.

use crate::config::Config;
use anyhow::Context;
use smtp::{Courier, Deadlines, DnsResolver, DnsServers, NetworkPolicy, Trust};
use std::{fs, sync::Arc};

/// What may be dialled.
pub fn policy(config: &Config) -> anyhow::Result<NetworkPolicy> {
    let network = &config.network;
    let ranges = |ranges: &[String]| {
        ranges
            .iter()
            .map(|range| {
                range
                    .parse()
                    .with_context(|| format!("{range} is no range of addresses"))
            })
            .collect::<anyhow::Result<Vec<_>>>()
    };
    let connect_to = network
        .connect_to
        .iter()
        .map(|rule| {
            rule.parse()
                .with_context(|| format!("network.connect_to: {rule}"))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let own_addresses = if_addrs::get_if_addrs()
        .context("the addresses of this machine's interfaces can not be read")?
        .into_iter()
        .map(|interface| interface.ip())
        .collect();
    Ok(NetworkPolicy {
        open_ports: open_ports(config),
        allow: ranges(&network.allow)?,
        deny: ranges(&network.deny)?,
        own_addresses,
        own_hosts: Vec::new(),
        connect_to,
        families: network.families.into(),
    })
}

/// The ports that users may choose.
pub fn open_ports(config: &Config) -> model::OpenPorts {
    model::OpenPorts::with(config.network.extra_ports.iter().copied())
}

/// Whose certificates are believed.
pub fn trust(config: &Config) -> anyhow::Result<Trust> {
    let texts = config
        .network
        .extra_ca
        .iter()
        .map(|path| fs::read(path).with_context(|| format!("network.extra_ca: {}", path.display())))
        .collect::<anyhow::Result<Vec<_>>>()?;
    Trust::with_roots(&texts).context("network.extra_ca")
}

/// Everything that a session needs.
pub fn courier(config: &Config) -> anyhow::Result<Courier> {
    let policy = policy(config)?;
    let servers = if config.network.dns.is_empty() {
        DnsServers::System
    } else {
        DnsServers::List(config.network.dns.clone())
    };
    let resolver = DnsResolver::new(&servers, policy.families).context("network.dns")?;
    Ok(Courier {
        policy: Arc::new(policy),
        resolver: Arc::new(resolver),
        trust: Arc::new(trust(config)?),
        deadlines: Deadlines::test(),
        ehlo: config.network.ehlo.clone(),
    })
}
