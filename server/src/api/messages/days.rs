//! `GET /companies/{company_id}/messages/days`.

use super::Counts;
use crate::{
    api::{
        body::Parameters,
        caller::{self, CompanyPath, Tenant},
        problem::{Kind, Problem},
        schema,
    },
    state::State,
};
use axum::{Json, extract::State as Shared};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The most days.
const MOST: u32 = 400;

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Of this user alone.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    user_id: Option<String>,
    /// How many days, today the last one.
    #[serde(default)]
    #[param(minimum = 1, maximum = 400, default = 30, nullable = false)]
    days: Option<u32>,
}

/// What was accepted on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Day {
    /// The day, in the operator's time zone.
    #[schema(value_type = String, format = Date, example = "2026-11-22")]
    day: Date,
    /// The messages that were accepted on it, by where they are now.
    counts: Counts,
}

/// Days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Days {
    /// Oldest first, those without messages too.
    items: Vec<Day>,
}

/// Count messages by day
///
/// What was accepted on each of the last days, and where it is now.
#[utoipa::path(
    get, path = "/companies/{company_id}/messages/days", operation_id = "countMessagesByDay", tag = "messages",
    params(CompanyPath, Asked),
    responses((status = 200, description = "The days.", body = Days))
)]
pub async fn days(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Parameters(asked): Parameters<Asked>,
) -> Result<Json<Days>, Problem> {
    let user = asked.user_id.as_deref().map(caller::id).transpose();
    let user = user.map_err(|_| Problem::parameter("user_id", "it is a UUID"))?;
    let count = asked.days.unwrap_or(30);
    if !(1..=MOST).contains(&count) {
        return Err(Problem::parameter("days", format!("it is from 1 to {MOST}")));
    }
    let today = state.clock.now().to_zoned(state.zone.clone()).date();
    let days = last_days(today, count, &state.zone).ok_or(Kind::Broken)?;
    let begins: Vec<_> = days.iter().map(|(_, begins)| *begins).collect();
    let counted = tenant.store.days(user, &begins).await?;
    let items = days.into_iter().zip(counted);
    let items = items.map(|((day, _), counted)| Day {
        day,
        counts: counted.counts.into(),
    });
    Ok(Json(Days {
        items: items.collect(),
    }))
}

/// The days with their first moments, and the day behind the last one.
fn last_days(today: Date, count: u32, zone: &TimeZone) -> Option<Vec<(Date, jiff::Timestamp)>> {
    (0..=count)
        .map(|n| {
            let back = i64::from(count) - 1 - i64::from(n);
            let day = today.checked_sub(back.days()).ok()?;
            let begins = day.to_zoned(zone.clone()).ok()?.timestamp();
            Some((day, begins))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::last_days;
    use jiff::{civil::date, tz::TimeZone};

    #[test]
    fn days_begin_at_midnight_also_where_the_clock_was_changed() {
        let zone = TimeZone::get("Europe/Tallinn").unwrap();
        let days = last_days(date(2026, 10, 25), 2, &zone).unwrap();
        let told: Vec<String> = days.iter().map(|(day, at)| format!("{day} {at}")).collect();
        assert_eq!(
            told,
            [
                "2026-10-24 2026-10-23T21:00:00Z",
                "2026-10-25 2026-10-24T21:00:00Z",
                // The day had 25 hours.
                "2026-10-26 2026-10-25T22:00:00Z",
            ]
        );
    }
}
