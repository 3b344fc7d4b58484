//! The suite that every store passes, on SQLite.

mod support;

use store::conformance;
use support::Files;

#[tokio::test(flavor = "multi_thread")]
async fn companies() {
    conformance::companies(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users() {
    conformance::users(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings() {
    conformance::settings(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords() {
    conformance::passwords(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verification() {
    conformance::verification(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn test_runs() {
    conformance::test_runs(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in() {
    conformance::sign_in(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn isolation() {
    conformance::isolation(&Files).await;
}
