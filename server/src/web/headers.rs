//! Headers of every answer.

use super::{
    Problem,
    frame::{self, Destination, Embedding},
};
use crate::state::State;
use axum::{
    extract::{Request, State as Shared},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// Nothing from elsewhere, nothing inline; Wasm may be compiled.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Sets what every answer carries. What a person sees is his own, so nothing but what is the same for all is kept by
/// anyone.
pub async fn set(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let public = path.starts_with("/assets/") || path.starts_with("/portals/");
    let destination = Destination::of(request.headers());
    let embedding = Embedding::default();
    request.extensions_mut().insert(embedding.clone());
    let mut response = next.run(request).await;
    let mut ancestors = embedding.origins(&state);
    // A page that only says what is wrong holds nobody's data, and is shown where the right page would be.
    let problem = response.extensions().get::<Problem>().is_some();
    if ancestors.is_empty() && problem && destination == Destination::Frame {
        ancestors = frame::all_origins(&state);
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if ancestors.is_empty() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    }
    // What a file brings itself is stricter than what pages have.
    let file = public || headers.contains_key(header::CONTENT_DISPOSITION);
    if !(file && headers.contains_key(header::CONTENT_SECURITY_POLICY)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy(&ancestors));
    }
    if !(public && headers.contains_key(header::CACHE_CONTROL)) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn policy(ancestors: &[String]) -> HeaderValue {
    let ancestors = match ancestors {
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    HeaderValue::try_from(format!("{POLICY}{ancestors}"))
        .expect("origins are made of plain characters (config::Origin)")
}
