//! Ids in JSON: SQLite's JSON knows no bytes.

use crate::columns::to_json;
use store::StoreError;
use uuid::Uuid;

/// An id as `unhex` reads it.
pub(crate) fn hex(id: &Uuid) -> String {
    id.simple().to_string()
}

/// Ids as a list for `json_each`.
pub(crate) fn hex_list<'a>(ids: impl IntoIterator<Item = &'a Uuid>) -> Result<String, StoreError> {
    let digits: Vec<_> = ids.into_iter().map(hex).collect();
    to_json("ids", &digits)
}
