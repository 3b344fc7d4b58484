//! `GET /companies/{company_id}/users/{user_id}/tests/{test_id}`.

use super::{Followed, TestPath, TestView};
use axum::Json;

/// Read a test
///
/// As it stands: its stages so far, and the verdict once there is one.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/tests/{test_id}", operation_id = "readTest", tag = "tests",
    params(TestPath),
    responses((status = 200, description = "The test.", body = TestView))
)]
pub async fn read_test(followed: Followed) -> Json<TestView> {
    let Followed { run, live } = followed;
    let live = live.borrow().clone();
    Json(TestView::of(run, live))
}
