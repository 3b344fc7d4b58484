//! `[[portals]]`.

use super::{
    super::values::{Accent, Origin, Secret, WebUrl},
    secrets,
};
use identity::token::Algorithm;
use model::{DisplayName, PortalId};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A portal whose people Saatja serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Its name here; companies belong to it by this name.
    pub id: PortalId,
    /// What people know it as.
    pub name: DisplayName,
    /// The web origins of its pages: those that may show ours inside, and send people here.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Where people go back to.
    pub url: Option<WebUrl>,
    /// Its colour.
    pub accent: Option<Accent>,
    /// The file of its logo: SVG or PNG, at most 64 KiB.
    pub logo: Option<PathBuf>,
    /// The keys with which it signs launch tokens.
    #[serde(default)]
    pub launch_keys: Vec<PortalKey>,
    /// The `OpenID` provider that knows its people.
    pub oidc: Option<Oidc>,
}

/// A public key of a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalKey {
    /// The portal's name for it.
    pub kid: String,
    /// `ES256` or `EdDSA`.
    pub algorithm: Algorithm,
    /// The key: PEM or a JSON Web Key.
    pub key: Option<String>,
    /// The file that holds it.
    pub file: Option<PathBuf>,
}

/// An `OpenID` provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Its address, byte by byte as it writes it itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: Option<Secret>,
    /// The file that holds our secret, in its first line.
    pub client_secret_file: Option<PathBuf>,
    /// What is asked for beside `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// Where in the ID token things are.
    #[serde(default)]
    pub claims: Claims,
}

/// Names of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// The portal's own name for the company.
    pub company: String,
    /// What the company is called.
    pub company_name: String,
    /// The person's role, or a list of his roles.
    pub role: String,
    /// The role that makes an admin.
    pub admin: String,
}

impl Default for Claims {
    fn default() -> Self {
        Self {
            company: "company".to_owned(),
            company_name: "company_name".to_owned(),
            role: "role".to_owned(),
            admin: "admin".to_owned(),
        }
    }
}

fn usual_scopes() -> Vec<String> {
    vec!["profile".to_owned(), "email".to_owned()]
}

impl Oidc {
    /// Our secret there.
    ///
    /// # Errors
    /// A sentence where its file can not be read.
    pub fn client_secret(&self) -> Result<Option<Secret>, String> {
        secrets::find(
            "oidc.client_secret",
            self.client_secret.as_ref(),
            self.client_secret_file.as_deref(),
        )
    }
}

impl Portal {
    pub(super) fn check(&self) -> Result<(), String> {
        for key in &self.launch_keys {
            if key.key.is_some() == key.file.is_some() {
                return Err(format!("launch_keys, {:?}: either key or file", key.kid));
            }
        }
        match &self.oidc {
            Some(oidc) => secrets::only_one(
                "oidc.client_secret",
                (oidc.client_secret.is_some(), oidc.client_secret_file.is_some()),
            ),
            None => Ok(()),
        }
    }
}
