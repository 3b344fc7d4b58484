//! An exception's row.

use super::{from_json, time};
use crate::{
    error::StoreError,
    exceptions::{Exception, Trusted},
};
use model::ExceptionId;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

/// A row of table `exceptions`.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct ExceptionRow {
    pub id: Uuid,
    pub trusted: String,
    pub confirmed_by: String,
    pub confirmed_at: i64,
}

impl TryFrom<ExceptionRow> for Exception {
    type Error = StoreError;

    fn try_from(row: ExceptionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ExceptionId::from_uuid(row.id),
            trusted: from_json("exception", &row.trusted)?,
            confirmed_by: row.confirmed_by,
            confirmed_at: time(row.confirmed_at)?,
        })
    }
}

/// What no two exceptions of a company have in common: the kind, and the server with its port, or the hash of the
/// certificate (authorities may change theirs under the same name).
#[must_use]
pub fn exception_key(trusted: &Trusted) -> String {
    let subject = match trusted {
        Trusted::Authority { pem, .. } => {
            Sha256::digest(pem.trim())
                .iter()
                .fold(String::with_capacity(64), |mut hex, byte| {
                    let _ = write!(hex, "{byte:02x}");
                    hex
                })
        }
        Trusted::Pin { .. } | Trusted::PlainPassword { .. } => trusted.subject(),
    };
    format!("{} {subject}", trusted.key())
}
