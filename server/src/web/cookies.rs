//! The cookies: one of a window of its own, one of a portal's frame, one of a sign-in at an `OpenID` provider.

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};
use store::SessionToken;

/// A cookie's purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The session of a window of its own. Other sites' pages do not get it sent (`SameSite=Lax`).
    Window,
    /// The session inside a portal's page. It is sent there, which is another site's page, and nowhere else: each site
    /// around ours has its own (`Partitioned`, CHIPS).
    Embedded,
    /// What a browser keeps while its person is at an `OpenID` provider.
    Pending,
}

impl Cookie {
    /// The cookie's name. `__Host-` binds it to this host alone (RFC 6265bis), and needs HTTPS.
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Window, true) => "__Host-saatja",
            (Self::Window, false) => "saatja",
            (Self::Embedded, true) => "__Host-saatja-embedded",
            (Self::Embedded, false) => "saatja-embedded",
            (Self::Pending, true) => "__Host-saatja-oidc",
            (Self::Pending, false) => "saatja-oidc",
        }
    }

    /// The header that sets it.
    pub fn set(self, config: &Config, value: &str, seconds: u64) -> Option<HeaderValue> {
        let https = config.server.base_url.is_https();
        let rest = match (self, https) {
            // Without `Secure` no browser takes it; Chromium holds 127.0.0.1 for secure without HTTPS.
            (Self::Embedded, _) => "SameSite=None; Secure; Partitioned",
            (_, true) => "SameSite=Lax; Secure",
            (_, false) => "SameSite=Lax",
        };
        let name = self.name(https);
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; {rest}");
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The header that takes it away.
    pub fn clear(self, config: &Config) -> Option<HeaderValue> {
        self.set(config, "", 0)
    }

    /// Its value, where the browser sent one.
    pub fn value(self, config: &Config, headers: &HeaderMap) -> Option<String> {
        let name = self.name(config.server.base_url.is_https());
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    }

    /// The session that it names.
    pub fn session(self, config: &Config, headers: &HeaderMap) -> Option<SessionToken> {
        self.value(config, headers)?.parse().ok()
    }
}
