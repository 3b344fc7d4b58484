//! What the operator lets companies dial on the web.

use crate::{AddressError, FetchError, Scheme, WebAddress};
use model::{Host, Port};
use network::NetworkPolicy;

/// HTTPS, as it is without being asked.
const HTTPS_PORT: u16 = 443;

/// The operator's rules for web addresses: those about mail servers, but for the ports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebPolicy {
    /// Ranges of addresses, our own addresses and hosts, and destinations that go elsewhere. Its ports are those of
    /// mail and are not asked for here.
    pub network: NetworkPolicy,
    /// Ports beside 443.
    pub extra_ports: Vec<Port>,
    /// Names of this service that are never dialled, beside those of `network`: where its own pages are.
    pub own_hosts: Vec<Host>,
    /// Whether requests may go in the clear: for tests on loopback. Port 80 has to be opened too.
    pub plain_http: bool,
}

impl WebPolicy {
    /// The rules about addresses, with port 443 alone and encryption always.
    #[must_use]
    pub fn new(network: NetworkPolicy) -> Self {
        Self {
            network,
            ..Self::default()
        }
    }

    /// Whether this address may be looked up at all. To be asked when an address is entered, too.
    ///
    /// # Errors
    /// [`FetchError::Address`] for one in the clear, [`FetchError::DestinationRefused`] for a port that is not open or a
    /// host of our own.
    pub fn allows(&self, address: &WebAddress) -> Result<(), FetchError> {
        if address.scheme() == Scheme::Http && !self.plain_http {
            return Err(FetchError::Address(AddressError::Scheme));
        }
        let port = address.port();
        let open = port.number() == HTTPS_PORT || self.extra_ports.contains(&port);
        let own = self.own_hosts.contains(address.host()) || self.network.own_hosts.contains(address.host());
        if open && !own {
            Ok(())
        } else {
            Err(FetchError::DestinationRefused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::WebPolicy;
    use crate::WebAddress;
    use model::{Host, Port};
    use network::NetworkPolicy;

    #[test]
    fn ports_hosts_and_encryption() {
        let strict = WebPolicy::new(NetworkPolicy {
            own_hosts: vec![Host::parse("event.portal.example").unwrap()],
            ..NetworkPolicy::default()
        });
        let loose = WebPolicy {
            extra_ports: vec![Port::new(80).unwrap(), Port::new(8443).unwrap()],
            own_hosts: vec![Host::parse("saatja.portal.example").unwrap()],
            plain_http: true,
            ..strict.clone()
        };
        for (text, by_strict, by_loose) in [
            ("https://hook.example.org/", "", ""),
            ("https://hook.example.org:8443/", "destination-refused", ""),
            (
                "https://hook.example.org:25/",
                "destination-refused",
                "destination-refused",
            ),
            (
                "https://hook.example.org:587/",
                "destination-refused",
                "destination-refused",
            ),
            ("http://hook.example.org/", "url-scheme", ""),
            ("http://hook.example.org:443/", "url-scheme", ""),
            (
                "http://hook.example.org:8080/",
                "url-scheme",
                "destination-refused",
            ),
            (
                "https://event.portal.example/",
                "destination-refused",
                "destination-refused",
            ),
            (
                "https://EVENT.portal.example./",
                "destination-refused",
                "destination-refused",
            ),
            ("https://saatja.portal.example/", "", "destination-refused"),
        ] {
            let address = WebAddress::parse(text).unwrap();
            let key = |policy: &WebPolicy| policy.allows(&address).err().map_or("", |error| error.key());
            assert_eq!((key(&strict), key(&loose)), (by_strict, by_loose), "{text}");
        }
    }
}
