//! What is kept as a hash alone, so that nobody reads it out of the database.

use crate::encoding::Fields;
use model::PortalId;
use sha2::{Digest, Sha256};

/// Under which a limit is kept: of what, and whose.
#[must_use]
pub fn limit_hash(what: &str, key: &str) -> [u8; 32] {
    Sha256::digest(Fields::of("saatja limit 1").text(what).text(key).into_bytes()).into()
}

/// Under which a launch token is remembered: its portal and its `jti`.
#[must_use]
pub fn launch_hash(portal: &PortalId, id: &str) -> [u8; 32] {
    let fields = Fields::of("saatja launch 1").text(portal.as_str()).text(id);
    Sha256::digest(fields.into_bytes()).into()
}
