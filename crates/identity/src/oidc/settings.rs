//! What has to be known of a provider beforehand.

use model::PortalId;
use secrecy::SecretString;
use serde::Deserialize;
use url::{Host, Url};

/// A provider, as the operator registered it.
#[derive(Debug, Clone)]
pub struct OidcSettings {
    /// The portal whose people it knows.
    pub portal: PortalId,
    /// The provider.
    pub issuer: Issuer,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; none for a public client, which PKCE alone protects.
    pub client_secret: Option<SecretString>,
    /// Our own address that the browser comes back to, as it is registered there.
    pub redirect_uri: Url,
    /// What is asked for beside `openid`: commonly `profile` and `email`.
    pub scopes: Vec<String>,
    /// Where in the ID token things are.
    pub claims: ClaimNames,
}

/// The names of the claims that no standard names. `sub`, `name`, `email`, `email_verified` and `locale` are those of
/// `OpenID` Connect Core 1.0, section 5.1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimNames {
    /// The portal's own name for the company.
    pub company: String,
    /// What the company is called.
    pub company_name: String,
    /// The person's role, or a list of his roles.
    pub role: String,
    /// The role that makes an admin; whoever has it not is a user.
    pub admin_role: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            company: "company".to_owned(),
            company_name: "company_name".to_owned(),
            role: "role".to_owned(),
            admin_role: "admin".to_owned(),
        }
    }
}

/// A provider's name, which is its address too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    text: String,
    loopback: bool,
}

/// The text is no issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an issuer is an https address without user, query and fragment")]
pub struct InvalidIssuer;

impl Issuer {
    /// An issuer over `https`.
    ///
    /// # Errors
    /// [`InvalidIssuer`] where it is something else.
    pub fn parse(text: &str) -> Result<Self, InvalidIssuer> {
        Self::read(text, false)
    }

    /// The same, and `http` on this machine's own loopback: for tests and demos.
    ///
    /// # Errors
    /// [`InvalidIssuer`] where it is something else.
    pub fn parse_with_loopback(text: &str) -> Result<Self, InvalidIssuer> {
        Self::read(text, true)
    }

    fn read(text: &str, loopback: bool) -> Result<Self, InvalidIssuer> {
        let issuer = Self {
            text: text.to_owned(),
            loopback,
        };
        let url = issuer.endpoint(text).ok_or(InvalidIssuer)?;
        if url.query().is_some() {
            return Err(InvalidIssuer);
        }
        Ok(issuer)
    }

    /// The issuer as it was written: it is compared byte by byte.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where its description is (`OpenID` Connect Discovery 1.0, section 4.1).
    pub(super) fn description(&self) -> String {
        format!(
            "{}/.well-known/openid-configuration",
            self.text.trim_end_matches('/')
        )
    }

    /// One of its addresses, if it may be one.
    pub(super) fn endpoint(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let on_loopback = match url.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        let safe = url.scheme() == "https" || (url.scheme() == "http" && self.loopback && on_loopback);
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        (safe && plain).then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::Issuer;

    #[test]
    fn an_issuer_is_a_plain_https_address() {
        let good = Issuer::parse("https://id.naidis.ee/portal/").unwrap();
        assert_eq!(good.as_str(), "https://id.naidis.ee/portal/");
        assert_eq!(
            good.description(),
            "https://id.naidis.ee/portal/.well-known/openid-configuration"
        );
        for bad in [
            "",
            "id.naidis.ee",
            "http://id.naidis.ee",
            "http://127.0.0.1",
            "ftp://id.naidis.ee",
            "https://id.naidis.ee?a=b",
            "https://id.naidis.ee#a",
            "https://a@id.naidis.ee",
            "https://a:b@id.naidis.ee",
            "file:///etc/passwd",
            "data:,",
        ] {
            assert!(Issuer::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn without_encryption_it_is_on_loopback_and_wanted_so() {
        for (text, good) in [
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080", true),
            ("http://[::1]", true),
            ("http://localhost.evil.example", false),
            ("http://192.168.0.1", false),
            ("http://id.naidis.ee", false),
            ("https://id.naidis.ee", true),
        ] {
            assert_eq!(Issuer::parse_with_loopback(text).is_ok(), good, "{text}");
        }
    }
}
