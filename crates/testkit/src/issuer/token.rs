//! An ID token for a code.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{Request, Response, StatusCode};
use identity::token::Algorithm;
use jiff::Timestamp;
use ring::digest::{SHA256, SHA512, digest};
use serde_json::{Value, json};
use std::collections::HashMap;

use super::authorize::Grant;
use super::{State, answer_json, parameters, word};

pub(super) fn token(
    state: &mut State,
    issuer: &str,
    now: Timestamp,
    request: &Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let form = parameters(request.body());
    let refused = |error: &str| answer_json(StatusCode::BAD_REQUEST, &json!({ "error": error }));
    if !is_client(state, &form, request) {
        return answer_json(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
    }
    if form.get("grant_type").map(String::as_str) != Some("authorization_code") {
        return refused("unsupported_grant_type");
    }
    // Whatever comes of it, the code is used up.
    let Some(grant) = form.get("code").and_then(|code| state.grants.remove(code)) else {
        return refused("invalid_grant");
    };
    let verifier = form.get("code_verifier").map_or("", String::as_str);
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    let own = state
        .client
        .as_ref()
        .is_some_and(|client| client.id == grant.client_id);
    if !own || challenge != grant.challenge || form.get("redirect_uri") != Some(&grant.redirect_uri) {
        return refused("invalid_grant");
    }
    let access_token = word();
    let claims = (state.change_claims)(claims(state, issuer, now, &grant, &access_token));
    let id_token = state.signer.sign(&claims).expect("there is randomness");
    let answer = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": 300,
        "id_token": (state.change_token)(id_token),
    });
    answer_json(StatusCode::OK, &answer)
}

/// Whether it is the registered client, by header or form.
fn is_client(state: &State, form: &HashMap<String, String>, request: &Request<Vec<u8>>) -> bool {
    let Some(client) = &state.client else {
        return false;
    };
    let by_header = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|both| String::from_utf8(STANDARD.decode(both).ok()?).ok())
        .and_then(|both| {
            let (id, secret) = both.split_once(':')?;
            // Both are escaped as in a form.
            let pair = parameters(format!("id={id}&secret={secret}").as_bytes());
            Some((pair.get("id")?.clone(), Some(pair.get("secret")?.clone())))
        });
    let by_form = || Some((form.get("client_id")?.clone(), form.get("client_secret").cloned()));
    by_header.or_else(by_form) == Some((client.id.clone(), client.secret.clone()))
}

fn claims(state: &State, issuer: &str, now: Timestamp, grant: &Grant, access_token: &str) -> Value {
    let hash = match state.signer.algorithm() {
        Algorithm::Es256 | Algorithm::Rs256 => &SHA256,
        Algorithm::EdDsa => &SHA512,
    };
    let digest = digest(hash, access_token.as_bytes());
    let half = &digest.as_ref()[..digest.as_ref().len() / 2];
    let mut claims = json!({
        "iss": issuer,
        "aud": grant.client_id,
        "iat": now.as_second(),
        "exp": now.as_second() + 300,
        "auth_time": grant.authenticated_at.as_second(),
        "nonce": grant.nonce,
        "at_hash": URL_SAFE_NO_PAD.encode(half),
    });
    for (name, value) in grant.person.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    claims
}
