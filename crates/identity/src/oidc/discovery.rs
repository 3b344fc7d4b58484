//! What a provider says of itself (`OpenID` Connect Discovery 1.0, section 3).

use url::Url;

use super::{Http, Issuer, OidcError, http};
use crate::object::Object;

/// The provider's addresses and abilities.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    pub authorization: Url,
    pub token: Url,
    pub keys: Url,
    /// Whether its answers name it (RFC 9207, section 3).
    pub names_itself: bool,
    /// Whether our secret goes into the form instead of the header.
    pub secret_in_form: bool,
}

impl Provider {
    pub(super) async fn fetch(http: &dyn Http, issuer: &Issuer) -> Result<Self, OidcError> {
        Self::read(&http::get(http, &issuer.description()).await?, issuer)
    }

    fn read(document: &Object, issuer: &Issuer) -> Result<Self, OidcError> {
        if document.text("issuer") != Ok(Some(issuer.as_str())) {
            return Err(OidcError::OtherIssuer);
        }
        let endpoint = |name| {
            let text = document.required_text(name).map_err(|_| OidcError::Answer)?;
            issuer.endpoint(text).ok_or(OidcError::Endpoint)
        };
        let list = |name| document.texts(name).map_err(|_| OidcError::Answer);
        // A provider that does not say what it knows is asked all the same; one that says "not this" is believed.
        if list("code_challenge_methods_supported")?.is_some_and(|known| !known.contains(&"S256")) {
            return Err(OidcError::Pkce);
        }
        // Without a word it is the header (section 3, "token_endpoint_auth_methods_supported").
        let methods = list("token_endpoint_auth_methods_supported")?.unwrap_or_default();
        Ok(Self {
            authorization: endpoint("authorization_endpoint")?,
            token: endpoint("token_endpoint")?,
            keys: endpoint("jwks_uri")?,
            names_itself: document
                .flag("authorization_response_iss_parameter_supported")
                .map_err(|_| OidcError::Answer)?
                .unwrap_or(false),
            secret_in_form: !methods.contains(&"client_secret_basic")
                && methods.contains(&"client_secret_post"),
        })
    }
}
