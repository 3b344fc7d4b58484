//! Sends the browser back with a code.

use http::{Request, Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{State, parameters, plain, word};

/// What a code stands for.
pub(super) struct Grant {
    pub client_id: String,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: Option<String>,
    pub person: Value,
    pub authenticated_at: Timestamp,
}

pub(super) fn authorize(
    state: &mut State,
    issuer: &str,
    now: Timestamp,
    request: &Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let query = parameters(request.uri().query().unwrap_or_default().as_bytes());
    let get = |name: &str| query.get(name).map(String::as_str);
    let refused = |why: &str| plain(StatusCode::BAD_REQUEST, why);
    let Some(client) = &state.client else {
        return refused("no client is registered");
    };
    // Where the address is not the client's own the browser is sent nowhere (RFC 6749, section 4.1.2.1).
    if get("client_id") != Some(&client.id) || get("redirect_uri") != Some(&client.redirect_uri) {
        return refused("no such client, or another redirect_uri");
    }
    if get("response_type") != Some("code") {
        return refused("response_type is not code");
    }
    if !get("scope").is_some_and(|scope| scope.split(' ').any(|one| one == "openid")) {
        return refused("scope has no openid");
    }
    let (Some("S256"), Some(challenge)) = (get("code_challenge_method"), get("code_challenge")) else {
        return refused("PKCE with S256 is required");
    };
    let code = word();
    let grant = Grant {
        client_id: client.id.clone(),
        redirect_uri: client.redirect_uri.clone(),
        challenge: challenge.to_owned(),
        nonce: get("nonce").map(str::to_owned),
        person: state.person.clone(),
        authenticated_at: now,
    };
    let mut back = Url::parse(&client.redirect_uri).expect("clients are registered with a whole address");
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", get("state").unwrap_or_default())
        .append_pair("iss", issuer);
    state.grants.insert(code, grant);
    Response::builder()
        .status(StatusCode::FOUND)
        .header("location", back.as_str())
        .body(Vec::new())
        .expect("an address is a header's value")
}
