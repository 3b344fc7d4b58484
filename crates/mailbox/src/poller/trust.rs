//! What a company trusts, for its mailboxes as for its servers.

use crate::open::Client;
use network::Pin;
use store::{CompanyStore, StoreError, Trusted};

/// The client with what a company's admin confirmed: its own authorities, and pinned keys.
pub async fn client_for(client: &Client, company: &dyn CompanyStore) -> Result<Client, StoreError> {
    let (mut roots, mut pins) = (Vec::new(), Vec::new());
    for exception in company.exceptions().await? {
        match exception.trusted {
            Trusted::Authority { pem, .. } => roots.push(pem),
            Trusted::Pin {
                host,
                port,
                spki_sha256,
            } => pins.push(Pin {
                host,
                port,
                spki_sha256: spki_sha256
                    .parse()
                    .map_err(|_| StoreError::Damaged { what: "pin" })?,
            }),
            // a mailbox's password never travels in the clear
            Trusted::PlainPassword { .. } => {}
        }
    }
    if roots.is_empty() && pins.is_empty() {
        return Ok(client.clone());
    }
    let trust = client.trust.with_company(&roots, &pins);
    Ok(client.with_trust(trust.map_err(|_| StoreError::Damaged {
        what: "certificate authority",
    })?))
}
