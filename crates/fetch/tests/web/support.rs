//! Fetchers for tests.

use crate::server::WebServer;
use bytes::Bytes;
use fetch::{Deadlines, FetchError, Fetcher, WebPolicy};
use http::{Request, Response};
use model::{Host, Port};
use network::{ConnectTo, DnsResolver, DnsServers, Families, NetworkPolicy, Trust};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use testkit::{
    catcher::Identity,
    certificates::{Certificate, Certificates},
    dns::{DnsServer, Zones},
};

/// The name of the server under test.
pub const HOST: &str = "hook.saatja.test";

/// Long enough for a busy machine, short enough to wait for.
pub const SHORT: Deadlines = Deadlines {
    connect: Duration::from_millis(1500),
    whole: Duration::from_secs(3),
};

/// Authorities, a name server without names, and a fetcher over both.
pub struct Bench {
    pub certificates: Certificates,
    pub dns: DnsServer,
    pub policy: WebPolicy,
    pub deadlines: Deadlines,
}

impl Bench {
    /// Loopback may be dialled, by names that are put into [`Bench::lead`].
    pub async fn new() -> Self {
        let network = NetworkPolicy {
            allow: vec!["127.0.0.0/8".parse().unwrap()],
            ..NetworkPolicy::default()
        };
        Self {
            certificates: Certificates::new(),
            dns: DnsServer::start(Zones::new()).await,
            policy: WebPolicy::new(network),
            deadlines: SHORT,
        }
    }

    /// A valid certificate for [`HOST`].
    pub fn identity(&self) -> Identity {
        self.certificates.identity_for(Certificate::Valid, &[HOST])
    }

    /// Requests for this name and port go there.
    pub fn lead(&mut self, host: &str, port: u16, to: SocketAddr) {
        self.policy.network.connect_to.push(ConnectTo {
            host: Host::parse(host).unwrap(),
            port: Port::new(port).unwrap(),
            to,
        });
    }

    /// A fetcher as things are now.
    pub fn fetcher(&self) -> Fetcher {
        let servers = DnsServers::List(vec![self.dns.address()]);
        let resolver = DnsResolver::new(&servers, Families::default()).unwrap();
        let trust = Trust::with_roots(&[self.certificates.ca_pem().into()]).unwrap();
        Fetcher::new(
            self.policy.clone(),
            Arc::new(resolver),
            Arc::new(trust),
            self.deadlines,
        )
    }

    /// A POST to the server under test.
    pub async fn post(&mut self, server: &WebServer) -> Result<Response<Bytes>, FetchError> {
        self.lead(HOST, 443, server.address());
        self.fetcher().send(post(&format!("https://{HOST}/hook"))).await
    }
}

/// A POST with a small body.
pub fn post(address: &str) -> Request<Bytes> {
    Request::post(address)
        .header("content-type", "application/json")
        .header("webhook-id", "msg-1")
        .body(Bytes::from_static(b"{\"a\":1}"))
        .unwrap()
}

/// The key of what went wrong, or the status.
pub fn verdict(result: &Result<Response<Bytes>, FetchError>) -> String {
    match result {
        Ok(answer) => answer.status().as_u16().to_string(),
        Err(error) => error.key().to_owned(),
    }
}
