//! What a company trusts beside the public authorities: authorities of its own, and keys of single servers.

use super::{
    Trust, TrustError,
    authorities::{self, Accepts},
};
use model::{Host, port::Port, session::KeyHash};
use std::sync::Arc;

/// The most authorities that a company may bring.
pub const MOST_AUTHORITIES: usize = 20;

/// The key that one server has, at one port: the certificate around it does not matter, neither who vouches for it nor
/// its name nor its dates. Where several are given for the same host and port, each of them is taken (so that a key
/// can be replaced without a gap).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pin {
    /// The server's name.
    pub host: Host,
    /// The port: at another one nothing is changed.
    pub port: Port,
    /// What its key is recognised by.
    pub spki_sha256: KeyHash,
}

/// A pinned server showed another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key is not the pinned one")]
pub(super) struct PinMismatch;

impl Trust {
    /// The same for connections of one company: whom this trusts, the authorities in these PEM texts, and pinned
    /// keys. A pinned server is judged by its key alone, also where a public authority vouches for another one.
    ///
    /// Cheap enough for each connection: the list of public authorities is copied only where `roots` are given.
    ///
    /// # Errors
    /// A text holds no certificate, more than [`MOST_AUTHORITIES`] of them, or one that is not an authority's.
    pub fn with_company<P: AsRef<[u8]>>(&self, roots: &[P], pins: &[Pin]) -> Result<Self, TrustError> {
        let mut company = self.clone();
        company.pins = pins.into();
        if !roots.is_empty() {
            let mut store = (*self.roots).clone();
            authorities::add(&mut store, roots, Accepts::AuthoritiesOnly)?;
            company.roots = Arc::new(store);
            company.verifier = authorities::verifier(&company.roots, &company.provider)?;
        }
        Ok(company)
    }

    /// The keys that are pinned for a server.
    pub(super) fn pinned(&self, host: &Host, port: Port) -> Vec<KeyHash> {
        let its = |pin: &&Pin| pin.host == *host && pin.port == port;
        self.pins.iter().filter(its).map(|pin| pin.spki_sha256).collect()
    }
}
