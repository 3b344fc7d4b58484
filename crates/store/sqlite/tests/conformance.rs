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
async fn inheritance() {
    conformance::inheritance(&Files).await;
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
async fn launches() {
    conformance::launches(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn audit() {
    conformance::audit(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn api_keys() {
    conformance::api_keys(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits() {
    conformance::limits(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exceptions() {
    conformance::exceptions(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks() {
    conformance::webhooks(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queue() {
    conformance::queue(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance() {
    conformance::acceptance(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delivery() {
    conformance::delivery(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leases() {
    conformance::leases(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts() {
    conformance::accounts(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds() {
    conformance::holds(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pacing() {
    conformance::pacing(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches() {
    conformance::batches(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_log() {
    conformance::message_log(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mailboxes() {
    conformance::mailboxes(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts() {
    conformance::drafts(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letter_retention() {
    conformance::letter_retention(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn retention() {
    conformance::retention(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn isolation() {
    conformance::isolation(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn transfer() {
    conformance::transfer(&Files, &Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staging() {
    conformance::staging(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking() {
    conformance::taking(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions() {
    conformance::decisions(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events() {
    conformance::events(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bounces() {
    conformance::bounces(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_addresses() {
    conformance::bad_addresses(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inbox() {
    conformance::inbox(&Files).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn event_log() {
    conformance::event_log(&Files).await;
}
