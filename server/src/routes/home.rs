//! `/` and `/{language}`: on to the settings, in the browser's language.

use crate::web::shell;
use axum::{
    http::{HeaderMap, Uri},
    response::Redirect,
};

/// To the settings.
pub async fn home(uri: Uri, headers: HeaderMap) -> Redirect {
    Redirect::to(&format!("/{}/settings", shell::language_of(&uri, &headers)))
}
