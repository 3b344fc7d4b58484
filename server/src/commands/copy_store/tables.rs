//! Copying tables, and comparing them.

use super::refused::Refused;
use ::store::{
    Store, StoreError,
    transfer::{TABLES, Table, Tally, Tallying, Value},
};
use std::time::Duration;
use tokio::time::Instant;

/// How often a table says how far it is.
const SAY_EVERY: Duration = Duration::from_secs(1);
/// How many rows are read at a time to be summed up.
const PAGE: u32 = 500;

/// From one to the other.
pub(super) struct Copy<'a> {
    pub(super) from: &'a dyn Store,
    pub(super) to: &'a dyn Store,
    /// How many rows move in one transaction.
    pub(super) batch: u32,
}

impl Copy<'_> {
    /// Whether this goes on with a copy that was cut short. Refuses a target that has anything else: each table is
    /// empty, or holds exactly what the source has up to where the copy has come.
    pub(super) async fn check_target(&self) -> anyhow::Result<bool> {
        let mut goes_on = false;
        for table in TABLES {
            if let Some(last) = self.to.imported(table).await? {
                goes_on = true;
                let (here, there) = (
                    self.tally(self.from, table, Some(&last)).await?,
                    self.tally(self.to, table, Some(&last)).await?,
                );
                // What was imported later only sets columns of rows that are counted with their own table.
                let rows = if table.later {
                    there.rows
                } else {
                    self.to.count(table).await?
                };
                if here != there || rows != there.rows {
                    return Err(Refused::OtherCopy { table: table.part() }.into());
                }
            } else if !table.later {
                let rows = self.to.count(table).await?;
                if rows > 0 {
                    let table = table.name;
                    return Err(Refused::NotEmpty { table, rows }.into());
                }
            }
        }
        Ok(goes_on)
    }

    /// Copies one table, or the rest of it.
    pub(super) async fn table(&self, table: &Table) -> anyhow::Result<()> {
        let all = self.from.count(table).await?;
        let mut after = self.to.imported(table).await?;
        let mut moved = match &after {
            Some(last) => self.tally(self.to, table, Some(last)).await?.rows,
            None => 0,
        };
        let mut said = Instant::now();
        loop {
            let rows = self.from.export(table, after.as_deref(), self.batch).await?;
            let Some(last) = rows.last() else { break };
            self.to.import(table, &rows).await?;
            moved += rows.len() as u64;
            after = Some(last[..table.key].to_vec());
            if said.elapsed() >= SAY_EVERY {
                said = Instant::now();
                println!("  {:<20} {moved} of {all}", table.part());
            }
        }
        println!("  {:<20} {moved} of {all}", table.part());
        Ok(())
    }

    /// Compares all that both have, and says how many rows that is.
    pub(super) async fn compare(&self) -> anyhow::Result<u64> {
        let (mut rows, mut differ) = (0, Vec::new());
        for table in TABLES {
            let (here, there) = (
                self.tally(self.from, table, None).await?,
                self.tally(self.to, table, None).await?,
            );
            let begin = u32::from_be_bytes([here.digest[0], here.digest[1], here.digest[2], here.digest[3]]);
            let word = if here == there { "the same" } else { "DIFFERS" };
            println!(
                "  {:<20} {:>9} {:>9}  {begin:08x}…  {word}",
                table.part(),
                here.rows,
                there.rows
            );
            if here != there {
                differ.push(table.part());
            }
            if !table.later {
                rows += here.rows;
            }
        }
        if differ.is_empty() {
            Ok(rows)
        } else {
            Err(Refused::Differs(differ.join(", ")).into())
        }
    }

    /// The sum over a table, as far as this key where one is given.
    async fn tally(
        &self,
        store: &dyn Store,
        table: &Table,
        last: Option<&[Value]>,
    ) -> Result<Tally, StoreError> {
        let mut tallying = Tallying::default();
        let mut after: Option<Vec<Value>> = None;
        loop {
            let rows = store.export(table, after.as_deref(), PAGE).await?;
            let Some(end) = rows.last() else { break };
            after = Some(end[..table.key].to_vec());
            for row in &rows {
                tallying.add(row);
                if last.is_some_and(|last| row[..table.key] == *last) {
                    return Ok(tallying.tally());
                }
            }
        }
        Ok(tallying.tally())
    }
}
