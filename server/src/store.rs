//! The store: SQLite, or PostgreSQL where the configuration names one.

use crate::config::{Config, InvalidPostgresUrl, PostgresUrl};
use ::store::{Migrated, OsRandom, Store, StoreError, SystemClock, Vault, transfer::TABLES};
use anyhow::{Context, anyhow, bail};
use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

/// An open store.
pub struct Opened {
    /// It.
    pub store: Arc<dyn Store>,
    /// The keys that it uses; what is read into them anew, it uses from then on.
    pub keys: Vault,
    /// How its tables were brought up to date.
    pub migrated: Migrated,
}

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A database on a server, whose address may hold a password.
    Postgres(String),
}

/// The text names no store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlace {
    /// It is neither.
    #[error("must be like sqlite:/var/lib/saatja.db or postgres://user@host/database")]
    Kind,
    /// There is nothing behind `sqlite:`.
    #[error("a path is missing behind sqlite:")]
    NoPath,
    /// With a password.
    #[error("must be without a password, which everybody on this machine could read: use --password-file")]
    Password,
}

/// As it stands on a command line: without a password.
impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            // sqlite:///var/lib/saatja.db, as other programs write it.
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path {
                "" => Err(InvalidPlace::NoPath),
                path => Ok(Self::Sqlite(PathBuf::from(path))),
            };
        }
        match text.parse::<PostgresUrl>() {
            Ok(url) => Ok(Self::Postgres(url.with_password(None))),
            Err(InvalidPostgresUrl::Password) => Err(InvalidPlace::Password),
            Err(InvalidPostgresUrl::Form) => Err(InvalidPlace::Kind),
        }
    }
}

/// Without a password, whatever is wrong with the address.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match url::Url::parse(url) {
                Ok(mut url) => {
                    // An address without a host has no password either.
                    let _ = url.set_password(None);
                    url.set_query(None);
                    write!(f, "{url}")
                }
                Err(_) => f.write_str("postgres://"),
            },
        }
    }
}

impl Place {
    /// Where the configuration says.
    pub fn configured(config: &Config) -> anyhow::Result<Self> {
        let postgres = config.store.postgres().map_err(|error| anyhow!(error))?;
        Ok(postgres.map_or_else(|| Self::Sqlite(config.store.sqlite.clone()), Self::Postgres))
    }

    /// The same with a password where it is a database on a server, in place of the one it has.
    pub fn with_password(self, password: Option<&str>) -> Self {
        let Self::Postgres(url) = &self else { return self };
        let Ok(mut url) = url::Url::parse(url) else {
            return self;
        };
        // An address without a host has no password either.
        let _ = url.set_password(password);
        Self::Postgres(url.into())
    }
}

/// Opens what the configuration names, and the key file. Both are made where there are none, but for a PostgreSQL
/// database.
pub async fn open(config: &Config) -> anyhow::Result<Opened> {
    let (clock, random) = (Arc::new(SystemClock), Arc::new(OsRandom));
    let keys = Vault::open(&config.store.keys, random.clone()).context("store.keys")?;
    let vault = keys.clone();
    let (store, migrated): (Arc<dyn Store>, _) = match Place::configured(config)? {
        Place::Sqlite(path) => {
            let opened = SqliteStore::open(&path, vault, clock, random).await;
            let store = opened.context("store.sqlite")?;
            let migrated = store.migrated();
            (Arc::new(store), migrated)
        }
        Place::Postgres(url) => {
            let opened = PostgresStore::open(&url, vault, clock, random).await;
            let store = opened.context("store.postgres")?;
            let migrated = store.migrated();
            (Arc::new(store), migrated)
        }
    };
    if is_half_copied(&*store).await? {
        store.close().await;
        bail!("a copy into this database was not finished: saatja copy-store goes on with it");
    }
    Ok(Opened {
        store,
        keys,
        migrated,
    })
}

/// Whether a copy into this store was cut short.
pub async fn is_half_copied(store: &dyn Store) -> Result<bool, StoreError> {
    for table in TABLES {
        if store.imported(table).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::{InvalidPlace, Place};

    #[test]
    fn places_as_operators_write_them() {
        for (text, printed) in [
            ("sqlite:saatja.db", "sqlite:saatja.db"),
            ("sqlite:/var/lib/saatja.db", "sqlite:/var/lib/saatja.db"),
            ("sqlite:///var/lib/saatja.db", "sqlite:/var/lib/saatja.db"),
            (
                "postgres://saatja@db.example.org:5433/saatja?sslmode=require",
                "postgres://saatja@db.example.org:5433/saatja",
            ),
        ] {
            let place: Place = text.parse().unwrap();
            assert_eq!(place.to_string(), printed, "{text}");
        }
        for bad in ["", "saatja.db", "mysql://a@b/c", "postgres://a@b"] {
            assert_eq!(bad.parse::<Place>(), Err(InvalidPlace::Kind), "{bad}");
        }
        for bad in ["sqlite:", "sqlite://"] {
            assert_eq!(bad.parse::<Place>(), Err(InvalidPlace::NoPath), "{bad}");
        }
        let password = "postgres://saatja:geheim@db/saatja".parse::<Place>();
        assert_eq!(password, Err(InvalidPlace::Password));
    }

    #[test]
    fn passwords_are_put_in_and_not_printed() {
        let place: Place = "postgres://saatja@db:5433/saatja?sslmode=require"
            .parse()
            .unwrap();
        let place = place.with_password(Some("ge/heim"));
        let full = "postgres://saatja:ge%2Fheim@db:5433/saatja?sslmode=require";
        assert_eq!(place, Place::Postgres(full.to_owned()));
        assert_eq!(place.to_string(), "postgres://saatja@db:5433/saatja");
        let broken = Place::Postgres("postgres://saatja:ge/heim@db/saatja".to_owned());
        assert_eq!(broken.to_string(), "postgres://");
    }
}
