//! A value as it moves, and in PostgreSQL's columns.

use crate::columns::failed;
use sqlx::{Postgres, Row as _, postgres::PgArguments, postgres::PgRow, query::Query};
use store::{
    StoreError,
    transfer::{Kind, Value, canonical},
};
use uuid::Uuid;

const DAMAGED: StoreError = StoreError::Damaged { what: "copied value" };

/// A column in `SELECT`.
pub(super) fn shown(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Json => format!("{name}::text"),
        _ => name.to_owned(),
    }
}

/// A place in `VALUES`.
pub(super) fn taken(place: usize, kind: Kind) -> String {
    match kind {
        Kind::Json => format!("${place}::text::json"),
        _ => format!("${place}"),
    }
}

/// An id of its 16 bytes.
fn uuid(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|_| DAMAGED)
}

pub(super) fn bind<'q>(
    query: Query<'q, Postgres, PgArguments>,
    kind: Kind,
    value: &Value,
) -> Result<Query<'q, Postgres, PgArguments>, StoreError> {
    Ok(match (kind, value) {
        (Kind::Id, Value::Null) => query.bind(None::<Uuid>),
        (Kind::Id, Value::Bytes(bytes)) => query.bind(uuid(bytes)?),
        (Kind::Bytes, Value::Null) => query.bind(None::<Vec<u8>>),
        (Kind::Bytes, Value::Bytes(bytes)) => query.bind(bytes.clone()),
        (Kind::Time | Kind::Number, Value::Null) => query.bind(None::<i64>),
        (Kind::Time | Kind::Number, Value::Number(number)) => query.bind(*number),
        (Kind::Flag, Value::Null) => query.bind(None::<bool>),
        (Kind::Flag, Value::Number(number)) => query.bind(*number != 0),
        (Kind::Text | Kind::Json, Value::Null) => query.bind(None::<String>),
        (Kind::Text | Kind::Json, Value::Text(text)) => query.bind(text.clone()),
        _ => return Err(DAMAGED),
    })
}

pub(super) fn read(row: &PgRow, place: usize, kind: Kind) -> Result<Value, StoreError> {
    let value = match kind {
        Kind::Id => row
            .try_get::<Option<Uuid>, _>(place)
            .map(|id| id.map(|id| Value::Bytes(id.into_bytes().to_vec()))),
        Kind::Bytes => row
            .try_get::<Option<Vec<u8>>, _>(place)
            .map(|bytes| bytes.map(Value::Bytes)),
        Kind::Time | Kind::Number => row
            .try_get::<Option<i64>, _>(place)
            .map(|number| number.map(Value::Number)),
        Kind::Flag => row
            .try_get::<Option<bool>, _>(place)
            .map(|flag| flag.map(|flag| Value::Number(flag.into()))),
        Kind::Text | Kind::Json => row
            .try_get::<Option<String>, _>(place)
            .map(|text| text.map(Value::Text)),
    };
    let value = value.map_err(failed)?.unwrap_or(Value::Null);
    match (kind, value) {
        (Kind::Json, Value::Text(text)) => canonical(&text).map(Value::Text),
        (_, value) => Ok(value),
    }
}
