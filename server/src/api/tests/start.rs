//! `POST /companies/{company_id}/users/{user_id}/tests`.

use super::TestView;
use crate::{
    api::{
        caller::{OfUser, UserPath},
        problem::{Kind, Problem},
    },
    state::State,
    testing,
};
use axum::{
    Json,
    extract::State as Shared,
    http::{StatusCode, header},
    response::IntoResponse,
};

/// Send a test letter
///
/// With what counts for the user now, on the way on which his letters go, to his own address and no other. It runs on
/// after the answer: `Location` tells how it stands, `…/events` tells each stage as it happens.
#[utoipa::path(
    post, path = "/companies/{company_id}/users/{user_id}/tests", operation_id = "startTest", tag = "tests",
    params(UserPath),
    responses(
        (status = 202, description = "It was started; `Location` is its address.", body = TestView),
        (status = 409, description = "`not-ready`: something is missing; `…/settings/effective` says what. `password-unreadable`"),
        (status = 429, description = "`too-many-tests`, `too-many-requests`"),
    )
)]
pub async fn start(Shared(state): Shared<State>, of: OfUser) -> Result<impl IntoResponse, Problem> {
    let OfUser { tenant, user } = of;
    let id = testing::start(&state, &user, user.language, &tenant.caller.actor()).await?;
    let (company_id, user_id) = (user.company, user.id);
    let location = format!("/api/v1/companies/{company_id}/users/{user_id}/tests/{id}");
    let followed = testing::follow(&state, tenant.store, user.id, id).await?;
    let (run, live) = followed.ok_or(Kind::NotFound)?;
    let live = live.borrow().clone();
    let headers = [(header::LOCATION, location)];
    Ok((StatusCode::ACCEPTED, headers, Json(TestView::of(run, live))))
}
