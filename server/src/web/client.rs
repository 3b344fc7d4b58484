//! From which address a request comes.

use crate::state::State;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use smtp::Cidr;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

/// The address that limits count.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<State> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Ok(Self(behind(peer, &parts.headers, &state.proxies)))
    }
}

/// Each of the operator's proxies says at the end of the header who spoke to it. So it is read from its end, as long as
/// those who speak are proxies of his; what anybody else wrote before is not believed.
fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[Cidr]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|range| range.contains(address));
    let said: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut speaker = peer;
    for address in said.iter().rev() {
        if !ours(speaker) {
            break;
        }
        match address.trim().parse() {
            Ok(address) => speaker = address,
            Err(_) => break,
        }
    }
    speaker
}

#[cfg(test)]
mod tests {
    use super::behind;
    use axum::http::HeaderMap;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        for (peer, headers, expected) in [
            ("192.0.2.1", &["198.51.100.1"][..], "192.0.2.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            (
                "10.0.0.1",
                &["203.0.113.9, 198.51.100.1, 10.0.0.2"],
                "198.51.100.1",
            ),
            (
                "10.0.0.1",
                &["203.0.113.9", "198.51.100.1, 10.0.0.2"],
                "198.51.100.1",
            ),
            ("10.0.0.1", &["10.9.9.9"], "10.9.9.9"),
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["2001:db8::1"], "2001:db8::1"),
        ] {
            let mut map = HeaderMap::new();
            for value in headers {
                map.append("x-forwarded-for", value.parse().unwrap());
            }
            let found = behind(peer.parse().unwrap(), &map, &proxies);
            assert_eq!(found.to_string(), expected, "{peer} {headers:?}");
        }
    }
}
