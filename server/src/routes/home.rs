//! `/` and `/{language}`: on to the settings, in the address's language or else the browser's.

use crate::web::{PageLanguage, shell};
use axum::{
    http::{HeaderMap, Uri},
    response::Redirect,
};

/// `/`: to the settings in the browser's language.
pub async fn home(uri: Uri, headers: HeaderMap) -> Redirect {
    Redirect::to(&format!("/{}/settings", shell::language_of(&uri, &headers)))
}

/// `/{language}`: to the settings in this language; any other word is no page.
pub async fn in_language(PageLanguage(language): PageLanguage) -> Redirect {
    Redirect::to(&format!("/{language}/settings"))
}
