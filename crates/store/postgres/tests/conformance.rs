//! The suite that every store passes, on PostgreSQL.

mod support;

use store::conformance;
use support::Server;

#[tokio::test(flavor = "multi_thread")]
async fn companies() {
    conformance::companies(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users() {
    conformance::users(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings() {
    conformance::settings(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inheritance() {
    conformance::inheritance(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords() {
    conformance::passwords(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verification() {
    conformance::verification(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn test_runs() {
    conformance::test_runs(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in() {
    conformance::sign_in(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn launches() {
    conformance::launches(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn audit() {
    conformance::audit(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn api_keys() {
    conformance::api_keys(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits() {
    conformance::limits(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exceptions() {
    conformance::exceptions(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks() {
    conformance::webhooks(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queue() {
    conformance::queue(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn retention() {
    conformance::retention(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn isolation() {
    conformance::isolation(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance() {
    conformance::acceptance(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delivery() {
    conformance::delivery(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leases() {
    conformance::leases(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts() {
    conformance::accounts(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds() {
    conformance::holds(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pacing() {
    conformance::pacing(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches() {
    conformance::batches(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_log() {
    conformance::message_log(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mailboxes() {
    conformance::mailboxes(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts() {
    conformance::drafts(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letter_retention() {
    conformance::letter_retention(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staging() {
    conformance::staging(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking() {
    conformance::taking(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions() {
    conformance::decisions(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events() {
    conformance::events(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bounces() {
    conformance::bounces(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_addresses() {
    conformance::bad_addresses(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inbox() {
    conformance::inbox(&Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn event_log() {
    conformance::event_log(&Server::start().await).await;
}
