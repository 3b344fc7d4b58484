//! A fresh store in a folder of its own.

use std::{fs, path::PathBuf, sync::Arc};
use store::{OsRandom, Store, SystemClock, Vault};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testkit::{Postgres, postgres};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// `SQLite`: one file, each commit on the disk (`synchronous=FULL`).
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
}

impl Kind {
    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A fresh store, open, with the folder that programs run in.
pub struct Place {
    /// Which database.
    pub kind: Kind,
    /// The store, as this process sees it.
    pub store: Arc<dyn Store>,
    /// The database server, where there is one.
    pub postgres: Option<Postgres>,
    /// The section `[store]` of the program's configuration.
    pub section: String,
    folder: TempDir,
}

impl Place {
    /// Makes one. `durable`: each commit is on the disk before it is answered (`SQLite` does nothing else).
    ///
    /// # Errors
    /// The folder or the store can not be made.
    pub async fn new(kind: Kind, durable: bool) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("saatja-bench-").tempdir()?;
        let keys = folder.path().join("keys");
        let (clock, random) = (Arc::new(SystemClock), Arc::new(OsRandom));
        let vault = Vault::open(&keys, random.clone())?;
        let (store, postgres, section): (Arc<dyn Store>, _, _) = match kind {
            Kind::Sqlite => {
                let file = folder.path().join("saatja.db");
                let store = SqliteStore::open(&file, vault, clock, random).await?;
                (Arc::new(store), None, format!("sqlite = \"{}\"", file.display()))
            }
            Kind::Postgres => {
                let server = if durable {
                    Postgres::start_durable().await
                } else {
                    Postgres::start().await
                };
                let url = server.create_database();
                let store = PostgresStore::open(&url, vault, clock, random).await?;
                (Arc::new(store), Some(server), postgres_section(&url))
            }
        };
        let section = format!("{section}\nkeys = \"{}\"", keys.display());
        lay_site(&folder)?;
        Ok(Self {
            kind,
            store,
            postgres,
            section,
            folder,
        })
    }

    /// A path in its folder.
    #[must_use]
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// How the section `[store]` names a database of the testkit's.
#[must_use]
pub fn postgres_section(url: &str) -> String {
    let address = url.replace(&format!(":{}@", postgres::PASSWORD), "@");
    format!(
        "postgres = \"{address}\"\npostgres_password = \"{}\"",
        postgres::PASSWORD
    )
}

/// The files that a built front end has: the program does not start without them, and nobody looks at a page here.
fn lay_site(folder: &TempDir) -> anyhow::Result<()> {
    let site = folder.path().join("site");
    fs::create_dir(&site)?;
    for name in [
        "embed.js",
        "start.js",
        "frontend.js",
        "frontend_bg.wasm",
        "main.css",
    ] {
        for ending in ["", ".br", ".gz"] {
            fs::write(
                site.join(format!("{name}{ending}")),
                format!("nothing {name}{ending}"),
            )?;
        }
    }
    Ok(())
}
