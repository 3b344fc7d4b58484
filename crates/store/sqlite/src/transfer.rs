//! Everything, row by row, to another store and from another one.

use crate::{
    SqliteStore,
    columns::{count, failed, from_json, to_json},
};
use async_trait::async_trait;
use sqlx::{
    AssertSqlSafe, Row as _, Sqlite, SqliteConnection,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use store::{
    StoreError, Transfer,
    transfer::{Kind, Row, Table, Value, canonical},
};

#[async_trait]
impl Transfer for SqliteStore {
    async fn export(
        &self,
        table: &Table,
        after: Option<&[Value]>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let (columns, keys) = (
            names(table.columns.iter().map(|(name, _)| *name)),
            names(table.key_columns()),
        );
        let behind = match after {
            Some(_) => format!("WHERE ({keys}) > ({})", marks(table.key)),
            None => String::new(),
        };
        let sql = format!(
            "SELECT {columns} FROM {} {behind} ORDER BY {keys} LIMIT ?",
            table.name
        );
        // Names of tables and columns are constants of this program.
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for value in after.unwrap_or_default() {
            query = bind(query, value);
        }
        let rows = query
            .bind(limit)
            .fetch_all(&self.database.reader)
            .await
            .map_err(failed)?;
        rows.iter().map(|row| read(table, row)).collect()
    }

    async fn import(&self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        let Some(last) = rows.last() else { return Ok(()) };
        let sql = if table.later {
            let (key, rest) = table.columns.split_at(table.key);
            let set = assignments(rest, ", ");
            format!(
                "UPDATE {} SET {set} WHERE {}",
                table.name,
                assignments(key, " AND ")
            )
        } else {
            let columns = names(table.columns.iter().map(|(name, _)| *name));
            format!(
                "INSERT INTO {} ({columns}) VALUES ({})",
                table.name,
                marks(table.columns.len())
            )
        };
        let mut writing = self.database.write().await?;
        for row in rows {
            if row.len() != table.columns.len() {
                return Err(StoreError::Damaged { what: "row" });
            }
            let (key, rest) = row.split_at(table.key);
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            let ordered: Vec<&Value> = if table.later {
                rest.iter().chain(key).collect()
            } else {
                row.iter().collect()
            };
            for value in ordered {
                query = bind(query, value);
            }
            let done = query.execute(&mut *writing).await.map_err(failed)?;
            if done.rows_affected() != 1 {
                return Err(StoreError::Damaged { what: "row" });
            }
        }
        note(&mut writing, table, &last[..table.key]).await?;
        writing.commit().await.map_err(failed)
    }

    async fn imported(&self, table: &Table) -> Result<Option<Vec<Value>>, StoreError> {
        let part = table.part();
        sqlx::query_scalar!("SELECT last_key FROM copy_progress WHERE part = ?", part)
            .fetch_optional(&self.database.reader)
            .await
            .map_err(failed)?
            .map(|key| from_json("progress", &key))
            .transpose()
    }

    async fn count(&self, table: &Table) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM {}", table.name);
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&self.database.reader)
            .await
            .map_err(failed)?;
        count(rows)
    }

    async fn finish_import(&self) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM copy_progress")
            .execute(&self.database.writer)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

async fn note(connection: &mut SqliteConnection, table: &Table, key: &[Value]) -> Result<(), StoreError> {
    let (part, key) = (table.part(), to_json("progress", key)?);
    sqlx::query!(
        "INSERT INTO copy_progress (part, last_key) VALUES (?, ?)
        ON CONFLICT (part) DO UPDATE SET last_key = excluded.last_key",
        part,
        key
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Names beside each other. They are quoted: one of them is `before`.
fn names<'a>(columns: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = columns.map(|name| format!("\"{name}\"")).collect();
    quoted.join(", ")
}

fn marks(number: usize) -> String {
    vec!["?"; number].join(", ")
}

fn assignments(columns: &[(&str, Kind)], between: &str) -> String {
    let each: Vec<String> = columns
        .iter()
        .map(|(name, _)| format!("\"{name}\" = ?"))
        .collect();
    each.join(between)
}

fn bind<'q>(query: Query<'q, Sqlite, SqliteArguments>, value: &Value) -> Query<'q, Sqlite, SqliteArguments> {
    match value {
        Value::Null => query.bind(None::<i64>),
        Value::Number(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.clone()),
        Value::Bytes(bytes) => query.bind(bytes.clone()),
    }
}

fn read(table: &Table, row: &SqliteRow) -> Result<Row, StoreError> {
    let columns = table.columns.iter().enumerate();
    columns.map(|(at, (_, kind))| value(row, at, *kind)).collect()
}

fn value(row: &SqliteRow, at: usize, kind: Kind) -> Result<Value, StoreError> {
    let value = match kind {
        Kind::Id | Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at).map(|v| v.map(Value::Bytes)),
        Kind::Time | Kind::Number | Kind::Flag => {
            row.try_get::<Option<i64>, _>(at).map(|v| v.map(Value::Number))
        }
        Kind::Text => row.try_get::<Option<String>, _>(at).map(|v| v.map(Value::Text)),
        Kind::Json => {
            let text = row.try_get::<Option<String>, _>(at).map_err(failed)?;
            let text = text.map(|text| canonical(&text)).transpose()?;
            Ok(text.map(Value::Text))
        }
    };
    Ok(value.map_err(failed)?.unwrap_or(Value::Null))
}
