//! Waiting until something may be due: one connection of a replica listens, and whoever waits there shares it.

use super::due::CHANNEL;
use crate::database::Database;
use sqlx::{PgPool, postgres::PgListener};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};

/// Between two tries to listen again.
const PAUSE: Duration = Duration::from_secs(1);

/// What is waited at. The connection is opened when somebody waits for the first time.
#[derive(Default)]
pub(crate) struct Waiting {
    woken: Arc<Notify>,
    listening: OnceLock<()>,
}

pub(super) async fn wait(database: &Database, at_most: Duration) {
    let waiting = &database.waiting;
    waiting.listening.get_or_init(|| {
        tokio::spawn(listen(database.pool.clone(), Arc::clone(&waiting.woken)));
    });
    // Nothing is lost where the time is over: whoever waits looks for himself then.
    let _ = timeout(at_most, waiting.woken.notified()).await;
}

/// Listens until the store is closed. A connection that broke is opened again, and what was said meanwhile counts.
async fn listen(pool: PgPool, woken: Arc<Notify>) {
    while !pool.is_closed() {
        if let Ok(mut listener) = listener(&pool).await {
            loop {
                wake(&woken);
                if !matches!(listener.try_recv().await, Ok(Some(_))) {
                    break;
                }
            }
        }
        if !pool.is_closed() {
            sleep(PAUSE).await;
        }
    }
    wake(&woken);
}

async fn listener(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Wakes all who wait now; who is just about to wait finds that something was said.
fn wake(woken: &Notify) {
    woken.notify_waiters();
    woken.notify_one();
}
