//! Moving everything from one store to another: row by row, table by table, as it is stored. Sealed secrets move as they
//! are; both stores use the same key ring.

mod tables;

pub use tables::TABLES;

use crate::error::StoreError;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a column holds, whatever its type in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A UUID.
    Id,
    /// A time, in microseconds since 1970.
    Time,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// JSON.
    Json,
    /// Bytes.
    Bytes,
}

/// A table, as both stores have it.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Whether its rows are imported already, and only the columns behind the key are to be set now: they point to
    /// tables that come later.
    pub later: bool,
    /// Its columns. The first `key` of them are its primary key, and of kinds `Id`, `Bytes` or `Text`.
    pub columns: &'static [(&'static str, Kind)],
    /// How many columns the key has.
    pub key: usize,
}

impl Table {
    /// Under which a copy notes how far it has come.
    #[must_use]
    pub fn part(&self) -> String {
        let name = self.name;
        if self.later {
            format!("{name}, later")
        } else {
            name.to_owned()
        }
    }

    /// The names of the key's columns.
    pub fn key_columns(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.columns[..self.key].iter().map(|(name, _)| *name)
    }
}

/// A value as it moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    Null,
    /// Times, numbers, flags (0, 1).
    Number(i64),
    /// Texts, and JSON as `serde_json` writes it (sorted keys), so that both stores say the same.
    Text(String),
    /// Ids and bytes.
    Bytes(Vec<u8>),
}

/// A row: the values of a table's columns, in their order.
pub type Row = Vec<Value>;

/// What a table holds, to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over all of them, by key.
    pub digest: [u8; 32],
}

/// Counts rows and hashes them, by key.
#[derive(Debug, Clone, Default)]
pub struct Tallying {
    rows: u64,
    hash: Sha256,
}

impl Tallying {
    /// Adds a row; rows come in the order of their keys.
    pub fn add(&mut self, row: &Row) {
        self.rows += 1;
        for value in row {
            let (tag, bytes): (u8, &[u8]) = match value {
                Value::Null => (0, &[]),
                Value::Number(number) => (1, &number.to_be_bytes()),
                Value::Text(text) => (2, text.as_bytes()),
                Value::Bytes(bytes) => (3, bytes),
            };
            self.hash.update([tag]);
            self.hash.update((bytes.len() as u64).to_be_bytes());
            self.hash.update(bytes);
        }
    }

    /// The sum.
    #[must_use]
    pub fn tally(self) -> Tally {
        Tally {
            rows: self.rows,
            digest: self.hash.finalize().into(),
        }
    }
}

/// JSON, written in one way: keys sorted, no spaces.
///
/// # Errors
/// [`StoreError::Damaged`] where it is none.
pub fn canonical(json: &str) -> Result<String, StoreError> {
    fn sorted(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match value {
            Json::Array(items) => Json::Array(items.into_iter().map(sorted).collect()),
            Json::Object(map) => {
                let mut pairs: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
                pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
                Json::Object(pairs.into_iter().collect())
            }
            other => other,
        }
    }
    let damaged = |_| StoreError::Damaged { what: "JSON" };
    let value = serde_json::from_str(json).map_err(damaged)?;
    serde_json::to_string(&sorted(value)).map_err(damaged)
}

/// What a store gives and takes as a whole. For `saatja copy-store`, while nothing else uses either store.
#[async_trait]
pub trait Transfer: Send + Sync {
    /// Rows of a table in the order of their keys (bytes compared as bytes), behind this key, at most `limit`.
    async fn export(
        &self,
        table: &Table,
        after: Option<&[Value]>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError>;

    /// Adds rows, and notes in the same transaction how far the table has come, so that a copy that was cut short
    /// goes on from there.
    async fn import(&self, table: &Table, rows: &[Row]) -> Result<(), StoreError>;

    /// The last key that was imported into a table by a copy that is not finished.
    async fn imported(&self, table: &Table) -> Result<Option<Vec<Value>>, StoreError>;

    /// How many rows a table has.
    async fn count(&self, table: &Table) -> Result<u64, StoreError>;

    /// Forgets how far a copy has come: it is finished.
    async fn finish_import(&self) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::{TABLES, Tallying, Value, canonical};

    #[test]
    fn json_is_written_in_one_way() {
        let written = canonical(r#"{ "b": [ {"d":1, "c": "õ\u0000"} ], "a": null }"#).unwrap();
        assert_eq!(written, r#"{"a":null,"b":[{"c":"õ\u0000","d":1}]}"#);
        assert_eq!(canonical(&written).unwrap(), written);
        assert!(canonical("{").is_err());
    }

    #[test]
    fn parts_are_told_apart_and_their_keys_stand_first() {
        let mut parts: Vec<_> = TABLES.iter().map(super::Table::part).collect();
        parts.sort();
        parts.dedup();
        assert_eq!(parts.len(), TABLES.len());
        assert!(
            TABLES
                .iter()
                .all(|table| table.key_columns().count() == table.key)
        );
    }

    #[test]
    fn each_value_counts_for_the_tally() {
        let tally = |rows: &[Vec<Value>]| {
            let mut tallying = Tallying::default();
            for row in rows {
                tallying.add(row);
            }
            tallying.tally()
        };
        let one = tally(&[vec![Value::Number(1), Value::Null]]);
        assert_eq!(one.rows, 1);
        for other in [
            vec![Value::Number(2), Value::Null],
            vec![Value::Number(1), Value::Text(String::new())],
            vec![Value::Text("1".to_owned()), Value::Null],
            vec![Value::Null, Value::Number(1)],
        ] {
            assert_ne!(tally(&[other]), one);
        }
    }
}
