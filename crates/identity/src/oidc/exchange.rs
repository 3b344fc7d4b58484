//! A code for an ID token.

use ::http::{Request, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, zeroize::Zeroizing};
use url::form_urlencoded::{Serializer, byte_serialize};

use super::{Http, OidcError, OidcSettings, Pending, discovery::Provider, error::error_word, http};
use crate::object::Object;

/// What the provider gave for the code. The access token is used for nothing: it is only held against the ID token.
pub(super) struct Tokens {
    pub id_token: String,
    pub access_token: Option<String>,
}

/// Asks for the tokens (RFC 6749, section 4.1.3).
pub(super) async fn exchange(
    http: &dyn Http,
    provider: &Provider,
    settings: &OidcSettings,
    pending: &Pending,
    code: &str,
) -> Result<Tokens, OidcError> {
    let answer = http::send(http, request(provider, settings, pending, code)?).await?;
    match answer.status() {
        StatusCode::OK => read(&http::object(&answer)?),
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
            let answer = http::object(&answer)?;
            let error = answer.text("error").ok().flatten().unwrap_or_default();
            Err(OidcError::Code(error_word(error)))
        }
        status => Err(OidcError::Status(status.as_u16())),
    }
}

fn request(
    provider: &Provider,
    settings: &OidcSettings,
    pending: &Pending,
    code: &str,
) -> Result<Request<Vec<u8>>, OidcError> {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", settings.redirect_uri.as_str())
        .append_pair("code_verifier", pending.verifier.as_str());
    let mut request = Request::post(provider.token.as_str())
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded");
    match &settings.client_secret {
        Some(secret) if !provider.secret_in_form => {
            // Both are escaped as in a form before they are put together (RFC 6749, section 2.3.1).
            let escaped = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect::<String>());
            let (name, secret) = (escaped(&settings.client_id), escaped(secret.expose_secret()));
            let both = Zeroizing::new(format!("{}:{}", *name, *secret));
            let mut value = ::http::HeaderValue::try_from(format!("Basic {}", STANDARD.encode(&*both)))
                .map_err(|_| OidcError::Endpoint)?;
            value.set_sensitive(true);
            request = request.header("authorization", value);
        }
        secret => {
            form.append_pair("client_id", &settings.client_id);
            if let Some(secret) = secret {
                form.append_pair("client_secret", secret.expose_secret());
            }
        }
    }
    request
        .body(form.finish().into_bytes())
        .map_err(|_| OidcError::Endpoint)
}

fn read(answer: &Object) -> Result<Tokens, OidcError> {
    let text = |name| answer.text(name).map_err(|_| OidcError::Answer);
    Ok(Tokens {
        id_token: text("id_token")?.ok_or(OidcError::Answer)?.to_owned(),
        access_token: text("access_token")?.map(str::to_owned),
    })
}
