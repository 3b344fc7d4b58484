//! Reading a form with files: it takes its turn among large requests, as those of programs do.

use super::posted::{self, Posted};
use crate::{
    api::{Taken, length_of, within},
    state::State,
    web::{Kind, Problem},
};
use axum::{extract::Multipart, http::HeaderMap};
use std::time::Duration;
use tokio::time::timeout;

/// So long a form that is refused is still taken off the wire: a browser in the middle of sending it reads no answer.
const LONGEST_DRAIN: Duration = Duration::from_secs(20);

/// Reads a form into memory, where there is room. The room is to be held as long as the form is.
pub async fn read(state: &State, headers: &HeaderMap, form: Multipart) -> Result<(Posted, Taken), Problem> {
    let limits = state.config.delivery.limits();
    // More is read to its end, and not kept.
    let most = posted::most_kept(&limits);
    let length = length_of(headers).unwrap_or(most);
    let Ok(room) = state.room.take(length.min(most)).await else {
        // Whether it came to its end does not matter.
        let _ = timeout(LONGEST_DRAIN, drain(form)).await;
        return Err(Problem(Kind::Busy));
    };
    match timeout(within(state, length), posted::read(form, &limits)).await {
        Ok(posted) => posted.map(|posted| (posted, room)),
        Err(_) => Err(Problem(Kind::TooSlow)),
    }
}

async fn drain(mut form: Multipart) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}
