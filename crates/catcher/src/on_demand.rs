//! Certificates made when they are first asked for.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tracing::warn;

use crate::{Authority, AuthorityError, Clock, Validity};

/// How long a certificate made on demand is good.
const DAYS: u32 = 90;
/// With this much left it is made anew.
const RENEW_DAYS: u32 = 30;

/// Answers each name of a fixed list with a certificate for that name, made when it is first asked for and made anew
/// before it runs out. A client that names no server (SNI cannot carry an IP address) gets one for the whole list; a
/// name that is not on the list gets none, and the handshake ends.
pub struct IssuedOnDemand {
    authority: Authority,
    names: Vec<String>,
    clock: Clock,
    issued: Mutex<HashMap<String, Issued>>,
}

struct Issued {
    key: Arc<CertifiedKey>,
    renew_at: Timestamp,
}

impl IssuedOnDemand {
    /// Certificates by `authority` for `names`, host names or IP addresses.
    #[must_use]
    pub fn new(authority: Authority, names: &[&str], clock: Clock) -> Arc<Self> {
        let names = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        Arc::new(Self {
            authority,
            names,
            clock,
            issued: Mutex::default(),
        })
    }

    /// The authority's own certificate, for clients to trust.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        self.authority.certificate_pem()
    }

    /// The certificate for a name of the list, or for all of it.
    fn for_name(&self, asked: Option<&str>) -> Result<Option<Arc<CertifiedKey>>, AuthorityError> {
        let names: Vec<&str> = self
            .names
            .iter()
            .map(String::as_str)
            .filter(|listed| asked.is_none_or(|asked| listed.eq_ignore_ascii_case(asked)))
            .collect();
        if names.is_empty() {
            return Ok(None);
        }
        let now = (self.clock)();
        // What a panicking thread left is still a map of certificates.
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = issued.get(&names.join(" ")).filter(|ready| now < ready.renew_at) {
            return Ok(Some(Arc::clone(&ready.key)));
        }
        let identity = self.authority.issue(&names, Validity::for_days(now, DAYS))?;
        let key = Arc::new(identity.certified_key()?);
        let renew_at = Validity::for_days(now, DAYS - RENEW_DAYS).not_after;
        issued.insert(
            names.join(" "),
            Issued {
                key: Arc::clone(&key),
                renew_at,
            },
        );
        Ok(Some(key))
    }
}

impl ResolvesServerCert for IssuedOnDemand {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.for_name(hello.server_name()).unwrap_or_else(|error| {
            warn!(%error, "no certificate could be made");
            None
        })
    }
}

impl fmt::Debug for IssuedOnDemand {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("IssuedOnDemand")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    const DAY: i64 = 24 * 3600;

    #[test]
    fn certificate_is_made_once_and_renewed_in_time() {
        let day = Arc::new(AtomicI64::new(20_000));
        let clock: Clock = {
            let day = Arc::clone(&day);
            Arc::new(move || Timestamp::from_second(day.load(Ordering::Relaxed) * DAY).unwrap())
        };
        let authority = Authority::create("Test CA", clock()).unwrap();
        let certificates = IssuedOnDemand::new(authority, &["mail.demo.test", "127.0.0.1"], clock);
        let ask = |name| certificates.for_name(name).unwrap();

        let first = ask(Some("MAIL.demo.test")).expect("a listed name");
        assert!(Arc::ptr_eq(
            &first,
            &ask(Some("mail.demo.test")).expect("the same one")
        ));
        assert!(ask(None).is_some());
        assert!(ask(Some("127.0.0.1")).is_some());
        assert!(ask(Some("other.test")).is_none());

        day.fetch_add(i64::from(DAYS - RENEW_DAYS), Ordering::Relaxed);
        assert!(!Arc::ptr_eq(
            &first,
            &ask(Some("mail.demo.test")).expect("a newer one")
        ));
    }
}
