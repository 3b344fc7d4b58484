//! The operator's rules for dialling, as the crates that dial take them.

use crate::config::Config;
use anyhow::Context;
use fetch::{Fetcher, WebPolicy};
use smtp::{Cidr, Courier, Deadlines, DnsResolver, DnsServers, NetworkPolicy, Trust};
use std::{fs, sync::Arc};

/// What may be dialled for users.
pub fn policy(config: &Config) -> anyhow::Result<NetworkPolicy> {
    let network = &config.network;
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
        own_hosts: config.events.domain.iter().cloned().collect(),
        connect_to,
        families: network.families.into(),
    })
}

/// Ranges of addresses, as the operator wrote them.
pub fn ranges(ranges: &[String]) -> anyhow::Result<Vec<Cidr>> {
    ranges
        .iter()
        .map(|range| {
            range
                .parse()
                .with_context(|| format!("{range} is no range of addresses"))
        })
        .collect()
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

/// Everything that a session with a user's server needs.
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

/// What web addresses may be asked for users: those of mail servers, but for the ports. In the clear only where the
/// program itself is reached so, which is on this machine alone.
pub fn web_policy(config: &Config, courier: &Courier) -> WebPolicy {
    WebPolicy {
        network: NetworkPolicy::clone(&courier.policy),
        extra_ports: config.network.web_ports.clone(),
        own_hosts: config.server.base_url.host().into_iter().collect(),
        plain_http: !config.server.base_url.is_https(),
    }
}

/// What fetches from the web, with the courier's resolver and trust.
pub fn fetcher(policy: WebPolicy, courier: &Courier) -> Fetcher {
    let deadlines = fetch::Deadlines::default();
    Fetcher::new(policy, courier.resolver.clone(), courier.trust.clone(), deadlines)
}
