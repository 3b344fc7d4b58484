//! Everything, row by row, as it is stored.

mod cell;

use crate::{
    PostgresStore,
    columns::{count, failed, from_json, to_json},
};
use async_trait::async_trait;
use cell::{bind, read};
use sqlx::{AssertSqlSafe, PgConnection};
use store::{
    StoreError, Transfer,
    transfer::{Row, Table, Value},
};

#[async_trait]
impl Transfer for PostgresStore {
    async fn export(
        &self,
        table: &Table,
        after: Option<&[Value]>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|(name, kind)| cell::shown(name, *kind))
            .collect();
        let key = table.key_columns().collect::<Vec<_>>().join(", ");
        let behind = match after {
            None => String::new(),
            Some(after) => {
                let places: Vec<String> = (1..=after.len()).map(|place| format!("${place}")).collect();
                format!("WHERE ({key}) > ({})", places.join(", "))
            }
        };
        let (columns, name) = (columns.join(", "), table.name);
        // Names of tables and columns are the program's own, never anybody's input.
        let sql = format!("SELECT {columns} FROM {name} {behind} ORDER BY {key} LIMIT {limit}");
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for ((_, kind), value) in table.columns.iter().zip(after.unwrap_or_default()) {
            query = bind(query, *kind, value)?;
        }
        let rows = query.fetch_all(&self.database.pool).await.map_err(failed)?;
        rows.iter()
            .map(|row| {
                let cells = table.columns.iter().enumerate();
                cells.map(|(place, (_, kind))| read(row, place, *kind)).collect()
            })
            .collect()
    }

    async fn import(&self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        let Some(last) = rows.last() else { return Ok(()) };
        let mut writing = self.database.write().await?;
        for row in rows {
            write(&mut writing, table, row).await?;
        }
        let key = last.get(..table.key).unwrap_or_default();
        note(&mut writing, &table.part(), &to_json("key", key)?).await?;
        writing.commit().await.map_err(failed)
    }

    async fn imported(&self, table: &Table) -> Result<Option<Vec<Value>>, StoreError> {
        let key = sqlx::query_scalar!("SELECT last_key FROM copy_progress WHERE part = $1", table.part())
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        key.map(|key| from_json("key", &key)).transpose()
    }

    async fn count(&self, table: &Table) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM {}", table.name);
        let number = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        count(number)
    }

    async fn finish_import(&self) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM copy_progress")
            .execute(&self.database.pool)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

/// Adds a row, or sets what was left open of one that is there.
async fn write(connection: &mut PgConnection, table: &Table, row: &Row) -> Result<(), StoreError> {
    let (name, columns) = (table.name, table.columns);
    let places = columns
        .iter()
        .enumerate()
        .map(|(place, (_, kind))| cell::taken(place + 1, *kind));
    // Names of tables and columns are the program's own, never anybody's input.
    let sql = if table.later {
        let set: Vec<String> = columns
            .iter()
            .zip(places)
            .map(|((column, _), place)| format!("{column} = {place}"))
            .collect();
        let (key, rest) = set.split_at(table.key);
        format!(
            "UPDATE {name} SET {} WHERE {}",
            rest.join(", "),
            key.join(" AND ")
        )
    } else {
        let names: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
        let places: Vec<String> = places.collect();
        format!(
            "INSERT INTO {name} ({}) VALUES ({})",
            names.join(", "),
            places.join(", ")
        )
    };
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for ((_, kind), value) in columns.iter().zip(row) {
        query = bind(query, *kind, value)?;
    }
    query.execute(connection).await.map(|_| ()).map_err(failed)
}

async fn note(connection: &mut PgConnection, part: &str, last_key: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO copy_progress (part, last_key) VALUES ($1, $2)
        ON CONFLICT (part) DO UPDATE SET last_key = excluded.last_key",
        part,
        last_key
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
