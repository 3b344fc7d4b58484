//! Verifying DKIM signatures (RFC 6376, RFC 8463), written apart from what signs, and two keys to sign with. The keys
//! are known to everybody.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::digest::{SHA256, digest};
use ring::signature::{self, Ed25519KeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey};
use std::collections::HashMap;

/// An RSA key of 2048 bits, in PKCS #8.
pub const RSA_KEY: &str = include_str!("../data/dkim-rsa.pem");

/// An Ed25519 key, in PKCS #8 as OpenSSL writes it.
pub const ED25519_KEY: &str = include_str!("../data/dkim-ed25519.pem");

/// The record that belongs to one of the keys, as DNS has it.
#[must_use]
pub fn record_of(pem: &str) -> String {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(text).expect("the keys here are PEM");
    if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
        return format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.public_key()));
    }
    let key = RsaKeyPair::from_pkcs8(&der).expect("the keys here are RSA or Ed25519");
    // A public key of PKCS #1, which verifiers take as well as SubjectPublicKeyInfo (RFC 6376, erratum 3017).
    format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(key.public_key()))
}

/// What a signature says that verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The domain.
    pub domain: String,
    /// The key's name.
    pub selector: String,
    /// The fields that are signed, in small letters.
    pub fields: Vec<String>,
}

/// Verifies the first signature of a letter. `record` gives the TXT record at a name.
///
/// # Errors
/// A word about what is wrong.
pub fn verify(letter: &[u8], record: impl Fn(&str) -> Option<String>) -> Result<Verified, String> {
    let text = String::from_utf8(letter.to_vec()).map_err(|_| "not UTF-8")?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or("no body")?;
    let mut fields: Vec<String> = Vec::new();
    for line in head.split("\r\n") {
        match fields.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => fields.push(line.to_owned()),
        }
    }
    let is = |field: &str, name: &str| {
        field
            .split_once(':')
            .is_some_and(|(there, _)| there.trim().eq_ignore_ascii_case(name))
    };
    let at = fields
        .iter()
        .position(|field| is(field, "dkim-signature"))
        .ok_or("not signed")?;
    let own = fields.remove(at);
    let tags: HashMap<&str, String> = own[own.find(':').unwrap_or_default() + 1..]
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .map(|(name, value)| (name.trim(), value.split_whitespace().collect()))
        .collect();
    let tag = |name: &str| tags.get(name).cloned().ok_or(format!("no tag {name}"));
    if (tag("v")?.as_str(), tag("c")?.as_str()) != ("1", "relaxed/relaxed") {
        return Err("another version or form".to_owned());
    }

    let mut lines: Vec<String> = body.split("\r\n").map(relaxed).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let body: String = lines.iter().flat_map(|line| [line.as_str(), "\r\n"]).collect();
    if STANDARD.encode(digest(&SHA256, body.as_bytes())) != tag("bh")? {
        return Err("the body differs".to_owned());
    }

    let names: Vec<String> = tag("h")?.split(':').map(str::to_ascii_lowercase).collect();
    let mut signed = String::new();
    for name in &names {
        if let Some(at) = fields.iter().rposition(|field| is(field, name)) {
            signed.push_str(&relaxed_field(&fields.remove(at)));
            signed.push_str("\r\n");
        }
    }
    let begin = own.rfind("b=").ok_or("no signature")? + 2;
    signed.push_str(&relaxed_field(&own[..begin]));
    let bytes = STANDARD.decode(tag("b")?).map_err(|_| "b= is no base64")?;

    let (domain, selector) = (tag("d")?, tag("s")?);
    let record = record(&format!("{selector}._domainkey.{domain}")).ok_or("no record")?;
    let key = record.rsplit("p=").next().unwrap_or_default();
    let key = STANDARD.decode(key).map_err(|_| "p= is no base64")?;
    let verified = match tag("a")?.as_str() {
        "rsa-sha256" => UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, key)
            .verify(signed.as_bytes(), &bytes),
        "ed25519-sha256" => UnparsedPublicKey::new(&signature::ED25519, key)
            .verify(digest(&SHA256, signed.as_bytes()).as_ref(), &bytes),
        other => return Err(format!("algorithm {other}")),
    };
    verified.map_err(|_| "the signature does not fit")?;
    Ok(Verified {
        domain,
        selector,
        fields: names,
    })
}

/// White space in between as one space, none at the end.
fn relaxed(line: &str) -> String {
    let mut relaxed = String::new();
    for c in line.chars() {
        match c {
            ' ' | '\t' if relaxed.ends_with(' ') => {}
            ' ' | '\t' => relaxed.push(' '),
            other => relaxed.push(other),
        }
    }
    relaxed.trim_end_matches(' ').to_owned()
}

fn relaxed_field(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap_or((field, ""));
    format!("{}:{}", name.trim().to_ascii_lowercase(), relaxed(value).trim())
}

#[cfg(test)]
mod tests {
    use super::{Verified, verify};

    /// RFC 8463, appendix A.3, with the Ed25519 signature alone.
    const OF_THE_RFC: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
        d=football.example.com; i=@football.example.com;\r\n \
        q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
        subject : date : message-id : from : subject : date;\r\n \
        bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n \
        b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n \
        Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n\
        From: Joe SixPack <joe@football.example.com>\r\n\
        To: Suzie Q <suzie@shopping.example.net>\r\n\
        Subject: Is dinner ready?\r\n\
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
        Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n\
        Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

    fn record(name: &str) -> Option<String> {
        (name == "brisbane._domainkey.football.example.com")
            .then(|| "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_owned())
    }

    #[test]
    fn the_rfcs_own_letter_verifies() {
        let fields = [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "from",
            "subject",
            "date",
        ];
        assert_eq!(
            verify(OF_THE_RFC.as_bytes(), record),
            Ok(Verified {
                domain: "football.example.com".to_owned(),
                selector: "brisbane".to_owned(),
                fields: fields.map(str::to_owned).to_vec(),
            })
        );
    }

    #[test]
    fn a_changed_one_does_not() {
        for (was, becomes, why) in [
            ("hungry", "angry", "the body differs"),
            ("dinner", "supper", "the signature does not fit"),
            ("s=brisbane", "s=sydney", "no record"),
            ("b=/gCr", "b=/gCs", "the signature does not fit"),
        ] {
            let letter = OF_THE_RFC.replace(was, becomes);
            assert_eq!(verify(letter.as_bytes(), record), Err(why.to_owned()), "{was}");
        }
    }
}
