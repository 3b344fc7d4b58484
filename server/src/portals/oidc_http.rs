//! Asking `OpenID` providers, through the guarded fetcher.

use crate::network;
use async_trait::async_trait;
use bytes::Bytes;
use fetch::{BodyLimit, FetchError, Fetcher, WebPolicy};
use http::{Request, Response, Uri};
use identity::oidc::{Http, HttpError, LONGEST_ANSWER};
use model::{Host, Port};
use smtp::{Cidr, ConnectTo, Courier};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use url::Url;

/// Stands for 127.0.0.1, which the fetcher takes from nobody.
const LOOPBACK: &str = "loopback.invalid";

/// Sends an `OpenID` client's requests. What may be dialled is what users may, and beside that the ports that the
/// operator's own providers have. A provider on loopback is taken where the program itself is on loopback: for tests
/// and for the demo.
pub struct OidcHttp {
    fetcher: Fetcher,
    loopback: bool,
}

impl OidcHttp {
    /// For these providers.
    pub fn new<'a>(issuers: impl Iterator<Item = &'a str>, courier: &Courier, web: &WebPolicy) -> Self {
        let mut policy = web.clone();
        for issuer in issuers.filter_map(|issuer| Url::parse(issuer).ok()) {
            let port = issuer.port_or_known_default().and_then(Port::new);
            policy.extra_ports.extend(port);
            if let Some(port) = port.filter(|_| policy.plain_http && on_loopback(issuer.host_str())) {
                let here = Ipv4Addr::LOCALHOST;
                policy.network.connect_to.push(ConnectTo {
                    host: loopback(),
                    port,
                    to: SocketAddr::from((here, port.number())),
                });
                let only = Cidr::new(IpAddr::V4(here), 32).expect("one address is a range");
                policy.network.allow.push(only);
            }
        }
        let loopback = policy.plain_http;
        let fetcher = network::fetcher(policy, courier).with_body_limit(BodyLimit::Refuse(LONGEST_ANSWER));
        Self { fetcher, loopback }
    }

    /// The address as the fetcher takes it.
    fn dialled(&self, uri: Uri) -> Result<Uri, http::Error> {
        if !(self.loopback && uri.scheme_str() == Some("http") && on_loopback(uri.host())) {
            return Ok(uri);
        }
        let port = uri.port_u16().unwrap_or(80);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Uri::builder()
            .scheme("http")
            .authority(format!("{LOOPBACK}:{port}"))
            .path_and_query(path)
            .build()
    }
}

fn on_loopback(host: Option<&str>) -> bool {
    matches!(host, Some("127.0.0.1" | "localhost"))
}

fn loopback() -> Host {
    Host::parse(LOOPBACK).expect("a host name")
}

#[async_trait]
impl Http for OidcHttp {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        let (mut head, body) = request.into_parts();
        head.uri = self
            .dialled(head.uri)
            .map_err(|error| HttpError::NoAnswer(error.to_string()))?;
        let request = Request::from_parts(head, Bytes::from(body));
        let answer = self.fetcher.send(request).await.map_err(told)?;
        Ok(answer.map(|body| body.to_vec()))
    }
}

fn told(error: FetchError) -> HttpError {
    match error {
        FetchError::Address(_) | FetchError::DestinationRefused | FetchError::AddressRefused => {
            HttpError::Forbidden
        }
        FetchError::TooLarge(_) => HttpError::TooLarge,
        other => HttpError::NoAnswer(other.to_string()),
    }
}
