//! The portals whose people the program serves, as far as the operator configured them.

mod logo;
mod oidc_http;
mod theme;

pub use logo::Logo;
pub use oidc_http::OidcHttp;
pub use theme::Theme;

use crate::config::{self, Config, Origin};
use anyhow::{Context, anyhow};
use fetch::WebPolicy;
use identity::{
    launch::{LaunchKey, LaunchKeys, LaunchVerifier},
    oidc::{ClaimNames, Issuer, OidcClient, OidcSettings},
};
use model::{DisplayName, PortalId};
use smtp::Courier;
use std::fs;
use url::Url;

/// All of them.
pub struct Portals {
    all: Vec<Portal>,
    /// Checks launch tokens.
    pub launches: LaunchVerifier,
    /// Asks `OpenID` providers.
    pub oidc_http: OidcHttp,
}

/// A portal.
pub struct Portal {
    /// Its name in the configuration.
    pub id: PortalId,
    /// What people know it as; none for the portal of an installation that names none.
    pub name: Option<DisplayName>,
    /// The web origins of its pages.
    pub origins: Vec<Origin>,
    /// Where people go back to.
    pub url: Option<String>,
    /// Its colours.
    pub theme: Option<Theme>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// We, as a client of its `OpenID` provider.
    pub oidc: Option<OidcClient>,
}

impl Portals {
    /// The configured ones. Files are read: keys, logos, secrets.
    pub fn of(config: &Config, courier: &Courier, web: &WebPolicy) -> anyhow::Result<Self> {
        let keys = LaunchKeys::from_config(launch_keys(config)?).context("portals")?;
        let base_url = config.server.base_url.as_str();
        let mut all = config
            .portals
            .iter()
            .map(|portal| Portal::of(portal, config).with_context(|| format!("portals, {}", portal.id)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        if all.is_empty() {
            all.push(Portal::lone());
        }
        let issuers = config.portals.iter().filter_map(|portal| portal.oidc.as_ref());
        Ok(Self {
            all,
            launches: LaunchVerifier::new(base_url.to_owned(), keys),
            oidc_http: OidcHttp::new(issuers.map(|oidc| oidc.issuer.as_str()), courier, web),
        })
    }

    /// The portal of this name; none where the operator has taken it out.
    pub fn get(&self, id: &PortalId) -> Option<&Portal> {
        self.all.iter().find(|portal| portal.id == *id)
    }

    /// All portals, in the order of the configuration.
    pub fn all(&self) -> &[Portal] {
        &self.all
    }
}

impl Portal {
    fn lone() -> Self {
        Self {
            id: PortalId::lone(),
            name: None,
            origins: Vec::new(),
            url: None,
            theme: None,
            logo: None,
            oidc: None,
        }
    }

    fn of(portal: &config::Portal, config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            id: portal.id.clone(),
            name: Some(portal.name.clone()),
            origins: portal.origins.clone(),
            url: portal.url.as_ref().map(|url| url.as_str().to_owned()),
            theme: portal.accent.map(Theme::of),
            logo: portal
                .logo
                .as_deref()
                .map(Logo::read)
                .transpose()
                .context("logo")?,
            oidc: portal
                .oidc
                .as_ref()
                .map(|oidc| oidc_settings(&portal.id, oidc, config).map(OidcClient::new))
                .transpose()
                .context("oidc")?,
        })
    }

    /// Whether this is one of its origins, byte by byte.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own.as_str() == origin)
    }
}

fn launch_keys(config: &Config) -> anyhow::Result<Vec<LaunchKey>> {
    let mut keys = Vec::new();
    for portal in &config.portals {
        for key in &portal.launch_keys {
            let text = match (&key.key, &key.file) {
                (Some(text), _) => text.clone(),
                (None, Some(file)) => fs::read_to_string(file)
                    .with_context(|| format!("portals, {}: launch_keys: {}", portal.id, file.display()))?,
                (None, None) => String::new(),
            };
            keys.push(LaunchKey {
                portal: portal.id.clone(),
                kid: key.kid.clone(),
                algorithm: key.algorithm,
                key: text,
            });
        }
    }
    Ok(keys)
}

fn oidc_settings(portal: &PortalId, oidc: &config::Oidc, config: &Config) -> anyhow::Result<OidcSettings> {
    let base_url = &config.server.base_url;
    // Without encryption only where the program itself is reached so: on this machine alone.
    let issuer = if base_url.is_https() {
        Issuer::parse(&oidc.issuer)
    } else {
        Issuer::parse_with_loopback(&oidc.issuer)
    };
    let secret = oidc.client_secret().map_err(|error| anyhow!(error))?;
    Ok(OidcSettings {
        portal: portal.clone(),
        issuer: issuer.context("issuer")?,
        client_id: oidc.client_id.clone(),
        client_secret: secret.map(|secret| secret.get().clone()),
        redirect_uri: Url::parse(&format!("{base_url}/oidc/callback")).context("server.base_url")?,
        scopes: oidc.scopes.clone(),
        claims: ClaimNames {
            company: oidc.claims.company.clone(),
            company_name: oidc.claims.company_name.clone(),
            role: oidc.claims.role.clone(),
            admin_role: oidc.claims.admin.clone(),
        },
    })
}
