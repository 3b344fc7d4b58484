//! The engine against real and counting servers, with real stores.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

/// A test of each of these for each store.
macro_rules! on_both_stores {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::support::Kind::Sqlite).await;
            })+
        }

        mod on_postgresql {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::support::Kind::Postgres).await;
            })+
        }
    };
}

mod connections;
mod crowds;
mod failpoints;
mod faults;
mod limits;
mod mended;
mod replicas;
mod sending;
mod sharing;
mod support;
