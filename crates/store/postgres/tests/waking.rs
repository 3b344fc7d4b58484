//! What one replica accepts wakes the others.

mod support;

use futures_util::future::join_all;
use std::{sync::Arc, time::Duration};
use store::{Actor, Queue as _, Store as _, TestClock};
use store_postgres::PostgresStore;
use support::{Server, company, letter, replicas, user};
use tokio::time::timeout;

const BY: Actor = Actor::Operator;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_accepts_wakes_the_others() {
    let server = Server::start().await;
    let database = server.database();
    let clock = Arc::new(TestClock::default());
    let stores = replicas(&database, 2, &clock).await;
    let part = stores[0].company(company(&stores[0]).await.id);
    let user = user(&*part, "mari@naidis.ee").await;
    let long = Duration::from_hours(1);
    // Listening has begun: that wakes too.
    for store in &stores {
        store.wait_for_work(long).await;
        store.wait_for_work(Duration::from_millis(1)).await;
    }
    for number in 0..3 {
        let waiting = stores.clone().map_waiting(long);
        part.accept(&[letter(&user, "smtp.naidis.ee", number)], None, None, &BY)
            .await
            .unwrap();
        for woken in join_all(waiting).await {
            woken.unwrap().unwrap();
        }
    }
    // The connection that listens is cut, and begins anew by itself.
    server.0.sql(
        database.name(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%'",
    );
    for number in 3..6 {
        let waiting = stores.clone().map_waiting(long);
        part.accept(&[letter(&user, "smtp.naidis.ee", number)], None, None, &BY)
            .await
            .unwrap();
        for woken in join_all(waiting).await {
            woken.unwrap().unwrap();
        }
    }
    for store in stores {
        timeout(Duration::from_secs(20), store.close()).await.unwrap();
    }
}

/// Replicas that wait.
trait Waiting {
    fn map_waiting(
        self,
        at_most: Duration,
    ) -> Vec<tokio::task::JoinHandle<Result<(), tokio::time::error::Elapsed>>>;
}

impl Waiting for Vec<PostgresStore> {
    fn map_waiting(
        self,
        at_most: Duration,
    ) -> Vec<tokio::task::JoinHandle<Result<(), tokio::time::error::Elapsed>>> {
        let each = self.into_iter();
        each.map(|store| {
            tokio::spawn(async move { timeout(Duration::from_secs(20), store.wait_for_work(at_most)).await })
        })
        .collect()
    }
}
