//! The address to send the browser to.

use url::Url;

use super::{OidcSettings, Pending, discovery::Provider};

/// The request for a code (`OpenID` Connect Core 1.0, section 3.1.2.1).
pub(super) fn url(provider: &Provider, settings: &OidcSettings, pending: &Pending) -> Url {
    let mut url = provider.authorization.clone();
    let others = settings
        .scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| *scope != "openid");
    let scope = std::iter::once("openid")
        .chain(others)
        .collect::<Vec<_>>()
        .join(" ");
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &settings.client_id)
        .append_pair("redirect_uri", settings.redirect_uri.as_str())
        .append_pair("scope", &scope)
        .append_pair("state", pending.state.as_str())
        .append_pair("nonce", pending.nonce.as_str())
        .append_pair("code_challenge", &pending.challenge())
        .append_pair("code_challenge_method", "S256");
    if pending.fresh {
        // `prompt` asks for it; `max_age` makes the provider sign when it was (section 2, "auth_time").
        query.append_pair("prompt", "login").append_pair("max_age", "0");
    }
    drop(query);
    url
}
