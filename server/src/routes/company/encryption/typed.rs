//! What was typed into the forms about encryption, read strictly: a certificate, a server with its port, a fingerprint.

use app::pages::company::{Mistake, ServerForm};
use jiff::{Timestamp, tz::Offset};
use model::{Host, Port, port::OpenPorts, session::KeyHash};
use network::tls::{TrustError, describe_authorities};
use store::Trusted;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
/// The longest text that is taken for a certificate, in bytes: theirs have a few thousand.
const LONGEST: usize = 32 * 1024;

/// One authority's certificate that holds now.
pub fn authority(pem: &str, now: Timestamp) -> Result<Trusted, Mistake> {
    if holds_private_key(pem) {
        return Err(Mistake::AuthorityPrivateKey);
    }
    if pem.len() > LONGEST {
        return Err(Mistake::AuthorityUnreadable);
    }
    match pem.matches(BEGIN).count() {
        0 => return Err(Mistake::AuthorityUnreadable),
        1 => {}
        _ => return Err(Mistake::AuthoritySeveral),
    }
    let pem = alone(pem).ok_or(Mistake::AuthorityUnreadable)?;
    let described = describe_authorities(pem.as_bytes()).map_err(|error| match error {
        TrustError::NotAuthority(_) => Mistake::AuthorityIsNone,
        _ => Mistake::AuthorityUnreadable,
    })?;
    let [certificate] = described.as_slice() else {
        return Err(Mistake::AuthoritySeveral);
    };
    if is_over(now, &certificate.not_before, &certificate.not_after) {
        return Err(Mistake::AuthorityOver);
    }
    Ok(Trusted::Authority {
        name: certificate.subject.clone(),
        pem,
    })
}

/// Whether a private key is in the text, of whatever kind.
pub fn holds_private_key(pem: &str) -> bool {
    pem.contains("PRIVATE KEY-----")
}

/// Whether a certificate does not hold today. Days are ISO 8601 in UTC, and compare as they stand.
pub fn is_over(now: Timestamp, from: &str, until: &str) -> bool {
    let today = Offset::UTC.to_datetime(now).date().to_string();
    today.as_str() < from || today.as_str() > until
}

/// The certificate without what stands around it, in lines as they were meant: the same one is the same text, however
/// it was pasted.
fn alone(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (digits, _) = rest.split_once(END)?;
    let digits: String = digits.split_whitespace().collect();
    let mut pem = format!("{BEGIN}\n");
    for line in digits.as_bytes().chunks(64) {
        pem.push_str(std::str::from_utf8(line).ok()?);
        pem.push('\n');
    }
    pem.push_str(END);
    pem.push('\n');
    Some(pem)
}

/// A server that users may dial at all.
pub fn server(
    form: ServerForm,
    server: &str,
    port: &str,
    open: &OpenPorts,
) -> Result<(Host, Port), Vec<Mistake>> {
    let host = Host::parse(server.trim());
    let port = port.parse::<Port>().ok().filter(|port| open.contains(*port));
    match (host, port) {
        (Ok(host), Some(port)) => Ok((host, port)),
        (host, port) => Err([
            host.is_err().then_some(Mistake::ServerInvalid(form)),
            port.is_none().then_some(Mistake::PortInvalid(form)),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

/// A key's fingerprint, with or without colons and spaces.
pub fn fingerprint(text: &str) -> Result<KeyHash, Mistake> {
    let text: String = text.split_whitespace().collect();
    text.parse().map_err(|_| Mistake::PinInvalid)
}

#[cfg(test)]
mod tests;
