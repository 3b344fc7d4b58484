//! Whether a database is in use, and being alone with it: by an advisory lock that ends with the connection.
//!
//! Each connection of a server's pool shares the lock, and one of them is always there; so a server whose connections
//! were all cut (the database was started again) has it again as soon as it does anything.

use super::{OpenError, Place, With, explained};
use sqlx::{Connection as _, PgConnection};
use std::io;
use tokio::sync::Mutex;

/// The lock's number: `Saatja`.
const IN_USE: i64 = 0x0053_6161_746a_6100;

/// Takes the lock, or says who has it.
pub(super) async fn enter(place: &Place, connection: &mut PgConnection, with: With) -> Result<(), OpenError> {
    let taken = match with {
        With::Others => "SELECT pg_try_advisory_lock_shared($1)",
        With::Nobody => "SELECT pg_try_advisory_lock($1)",
    };
    let taken: bool = sqlx::query_scalar(taken)
        .bind(IN_USE)
        .fetch_one(connection)
        .await
        .map_err(|error| explained(place, error))?;
    let place = place.clone();
    match with {
        _ if taken => Ok(()),
        With::Others => Err(OpenError::Taken { place }),
        With::Nobody => Err(OpenError::InUse { place }),
    }
}

/// Shares the lock, for a connection of a pool. Where somebody is alone with the database there is no connection.
pub(super) async fn share(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock_shared($1)")
        .bind(IN_USE)
        .fetch_one(connection)
        .await?;
    if taken {
        return Ok(());
    }
    Err(io::Error::other("another program is alone with the database").into())
}

/// What holds the lock of one who is alone.
pub(crate) struct Use(Mutex<Option<PgConnection>>);

impl Use {
    /// Keeps the connection that was opened first, where it holds the lock.
    pub(super) async fn kept(first: PgConnection, with: With) -> Self {
        let kept = match with {
            With::Nobody => Some(first),
            With::Others => {
                // Nothing depends on its farewell.
                let _ = first.close().await;
                None
            }
        };
        Self(Mutex::new(kept))
    }

    /// Gives the lock back.
    pub(crate) async fn end(&self) {
        if let Some(connection) = self.0.lock().await.take() {
            let _ = connection.close().await;
        }
    }
}
