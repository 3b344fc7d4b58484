//! Pages inside other pages: which requests come from there, and who may show what.

use crate::state::State;
use axum::http::{HeaderMap, HeaderValue};
use model::PortalId;
use std::sync::{Arc, OnceLock};

/// What a request is for, as browsers say themselves (Fetch Metadata, `Sec-Fetch-Dest`); pages can not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// A page of its own window.
    Window,
    /// A page inside another one.
    Frame,
    /// What a page asks for, of which it is not said where it stands; or a browser that says nothing.
    Unknown,
}

impl Destination {
    /// Reads the header.
    pub fn of(headers: &HeaderMap) -> Self {
        match headers.get("sec-fetch-dest").map(HeaderValue::as_bytes) {
            Some(b"document") => Self::Window,
            Some(b"iframe" | b"frame" | b"embed" | b"object" | b"fencedframe") => Self::Frame,
            _ => Self::Unknown,
        }
    }
}

/// Whose embedded session a request turned out to be of: written where the session is found, read where the headers
/// are made.
#[derive(Debug, Clone, Default)]
pub struct Embedding(Arc<OnceLock<PortalId>>);

impl Embedding {
    /// It is an embedded session of this portal's.
    pub fn found(&self, portal: &PortalId) {
        // A request is of one session, however often it is looked up.
        let _ = self.0.set(portal.clone());
    }

    /// The origins that may show the answer inside their pages.
    pub fn origins(&self, state: &State) -> Vec<String> {
        self.0
            .get()
            .and_then(|portal| state.portals.get(portal))
            .map(|portal| portal.origins.iter().map(ToString::to_string).collect())
            .unwrap_or_default()
    }
}

/// All portals' origins: they may show what holds nobody's data.
pub fn all_origins(state: &State) -> Vec<String> {
    let portals = state.portals.all().iter();
    let mut origins: Vec<String> = portals
        .flat_map(|portal| portal.origins.iter().map(ToString::to_string))
        .collect();
    origins.sort_unstable();
    origins.dedup();
    origins
}
