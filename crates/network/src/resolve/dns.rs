//! The resolver that asks DNS servers, and nothing else: no hosts file, no search domains, no cache of its
//! own.

use super::{MOST_ANSWERS, ResolveError, Resolver};
use crate::Families;
use async_trait::async_trait;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig},
    net::{DnsError, NetError, runtime::TokioRuntimeProvider},
    proto::{
        op::ResponseCode,
        rr::{Name, RData, RecordType},
    },
};
use model::Host;
use std::{
    net::{IpAddr, SocketAddr},
    pin::pin,
    time::Duration,
};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

/// Which servers are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DnsServers {
    /// Those of the machine (`/etc/resolv.conf`).
    #[default]
    System,
    /// These.
    List(Vec<SocketAddr>),
}

/// Asks DNS servers for absolute names. Each call asks anew.
#[derive(Debug)]
pub struct DnsResolver {
    inner: TokioResolver,
    deadline: Duration,
    families: Families,
}

impl DnsResolver {
    /// How long one look-up may take.
    pub const DEADLINE: Duration = Duration::from_secs(5);
    /// How long a second kind of address is waited for once the first one is there.
    const PATIENCE: Duration = Duration::from_secs(1);

    /// A resolver over these servers with the usual deadline.
    ///
    /// # Errors
    /// [`ResolveError::NoServers`] when the machine's configuration can not be read or the list is empty.
    pub fn new(servers: &DnsServers, families: Families) -> Result<Self, ResolveError> {
        Self::with_deadline(servers, families, Self::DEADLINE)
    }

    /// A resolver with a deadline of its own.
    ///
    /// # Errors
    /// [`ResolveError::NoServers`] when the machine's configuration can not be read or the list is empty.
    pub fn with_deadline(
        servers: &DnsServers,
        families: Families,
        deadline: Duration,
    ) -> Result<Self, ResolveError> {
        let servers = match servers {
            DnsServers::System => {
                let (config, _) =
                    hickory_resolver::system_conf::read_system_conf().map_err(|_| ResolveError::NoServers)?;
                config.name_servers
            }
            DnsServers::List(list) => list.iter().copied().map(name_server).collect(),
        };
        if servers.is_empty() {
            return Err(ResolveError::NoServers);
        }
        let config = ResolverConfig::from_parts(None, Vec::new(), servers);
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        let options = builder.options_mut();
        options.use_hosts_file = ResolveHosts::Never;
        options.cache_size = 0;
        options.timeout = deadline / 2;
        options.attempts = 1;
        options.try_tcp_on_error = true;
        let inner = builder.build().map_err(|_| ResolveError::NoServers)?;
        Ok(Self {
            inner,
            deadline,
            families,
        })
    }
}

fn name_server(address: SocketAddr) -> NameServerConfig {
    let mut connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = address.port();
    }
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    server.connections = connections.into();
    server
}

/// A name with the root's dot, so that no search domain is put behind it.
fn absolute(host: &Host) -> Result<Name, ResolveError> {
    let mut name = Name::from_ascii(host.as_str()).map_err(|_| ResolveError::NotFound)?;
    name.set_fqdn(true);
    Ok(name)
}

fn cause(error: &NetError) -> ResolveError {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NXDomain => {
            ResolveError::NotFound
        }
        NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NoError => {
            ResolveError::NoRecord
        }
        _ => ResolveError::Failed,
    }
}

/// What both kinds of look-up came to. One that failed does not spoil the other.
fn merge(
    first: Result<Vec<IpAddr>, ResolveError>,
    second: Result<Vec<IpAddr>, ResolveError>,
) -> Result<Vec<IpAddr>, ResolveError> {
    use ResolveError::{Failed, NoRecord, NotFound};
    match (first, second) {
        (Ok(mut all), Ok(more)) => {
            all.extend(more);
            Ok(all)
        }
        (Ok(all), Err(_)) | (Err(_), Ok(all)) => Ok(all),
        (Err(NotFound), _) | (_, Err(NotFound)) => Err(NotFound),
        (Err(NoRecord), Err(NoRecord)) => Err(NoRecord),
        (Err(_), Err(_)) => Err(Failed),
    }
}

impl DnsResolver {
    async fn ask(&self, name: &Name, kind: RecordType) -> Result<Vec<IpAddr>, ResolveError> {
        let lookup = self
            .inner
            .lookup(name.clone(), kind)
            .await
            .map_err(|error| cause(&error))?;
        let mut found = Vec::new();
        for record in lookup.answers() {
            let address = match &record.data {
                RData::A(a) => IpAddr::V4(a.0),
                RData::AAAA(aaaa) => IpAddr::V6(aaaa.0),
                _ => continue,
            };
            if !found.contains(&address) {
                found.push(address);
            }
        }
        if found.is_empty() {
            Err(ResolveError::NoRecord)
        } else {
            Ok(found)
        }
    }

    /// Both kinds side by side.
    async fn ask_both(&self, name: &Name, end: Instant) -> Result<Vec<IpAddr>, ResolveError> {
        let mut ipv4 = pin!(self.ask(name, RecordType::A));
        let mut ipv6 = pin!(self.ask(name, RecordType::AAAA));
        let (first, other) = tokio::select! {
            first = &mut ipv4 => (first, ipv6),
            first = &mut ipv6 => (first, ipv4),
            () = sleep_until(end) => return Err(ResolveError::Failed),
        };
        let patience = if first.is_ok() {
            end.min(Instant::now() + Self::PATIENCE)
        } else {
            end
        };
        merge(
            first,
            timeout_at(patience, other)
                .await
                .unwrap_or(Err(ResolveError::Failed)),
        )
    }
}

#[async_trait]
impl Resolver for DnsResolver {
    async fn addresses(&self, host: &Host) -> Result<Vec<IpAddr>, ResolveError> {
        let name = absolute(host)?;
        let end = Instant::now() + self.deadline;
        let one = |kind| timeout_at(end, self.ask(&name, kind));
        let found = match (self.families.has_ipv4(), self.families.has_ipv6()) {
            (true, true) => self.ask_both(&name, end).await,
            (true, false) => one(RecordType::A).await.unwrap_or(Err(ResolveError::Failed)),
            _ => one(RecordType::AAAA).await.unwrap_or(Err(ResolveError::Failed)),
        }?;
        if found.len() > MOST_ANSWERS {
            Err(ResolveError::TooMany)
        } else {
            Ok(found)
        }
    }

    async fn mx(&self, domain: &Host) -> Result<Vec<Host>, ResolveError> {
        let name = absolute(domain)?;
        let lookup = timeout(self.deadline, self.inner.mx_lookup(name))
            .await
            .map_err(|_| ResolveError::Failed)?
            .map_err(|error| cause(&error))?;
        let mut hosts: Vec<(u16, &Name)> = lookup
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::MX(mx) => Some((mx.preference, &mx.exchange)),
                _ => None,
            })
            .collect();
        hosts.sort_by_key(|&(preference, _)| preference);
        Ok(hosts
            .into_iter()
            .filter_map(|(_, name)| Host::parse(&name.to_ascii()).ok())
            .take(MOST_ANSWERS)
            .collect())
    }
}
