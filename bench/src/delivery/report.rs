//! Tables: printed as Markdown while they grow, kept for JSON.

use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// All tables of a run.
#[derive(Debug, Default)]
pub(super) struct Report {
    tables: Vec<Table>,
}

#[derive(Debug)]
struct Table {
    title: String,
    columns: Vec<&'static str>,
    rows: Vec<(String, Vec<Option<f64>>)>,
}

impl Report {
    /// Begins a table. The first column holds names and stands under `of`.
    pub(super) fn table(&mut self, title: &str, note: &str, of: &str, columns: &[&'static str]) {
        println!("\n## {title}\n\n{note}\n");
        println!("| {of} | {} |", columns.join(" | "));
        println!("|---{}|", "|---".repeat(columns.len()));
        self.tables.push(Table {
            title: title.to_owned(),
            columns: columns.to_vec(),
            rows: Vec::new(),
        });
    }

    /// Adds a row to the last table.
    pub(super) fn row(&mut self, name: &str, values: &[Option<f64>]) {
        let shown: Vec<String> = values
            .iter()
            .map(|value| value.map_or_else(String::new, shown))
            .collect();
        println!("| {name} | {} |", shown.join(" | "));
        if let Some(table) = self.tables.last_mut() {
            table.rows.push((name.to_owned(), values.to_vec()));
        }
    }

    /// Writes all tables: title, then each row as an object of columns.
    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let row = |table: &Table, (name, values): &(String, Vec<Option<f64>>)| {
            let mut row = Map::from_iter([("name".to_owned(), json!(name))]);
            row.extend(
                table
                    .columns
                    .iter()
                    .zip(values)
                    .map(|(column, value)| ((*column).to_owned(), json!(value))),
            );
            Value::Object(row)
        };
        let tables = self.tables.iter().map(|table| {
            let rows: Vec<_> = table.rows.iter().map(|of| row(table, of)).collect();
            json!({ "title": table.title, "rows": rows })
        });
        let text = serde_json::to_string_pretty(&json!({ "tables": tables.collect::<Vec<_>>() }))?;
        Ok(fs::write(file, text)?)
    }
}

/// Three digits that count.
fn shown(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
