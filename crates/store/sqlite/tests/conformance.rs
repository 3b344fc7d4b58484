//! The suite that every store passes, on SQLite.

mod support;

use store::conformance;
use support::Files;

store::every_concern!(Files);

#[tokio::test(flavor = "multi_thread")]
async fn transfer() {
    conformance::transfer(&Files, &Files).await;
}
