//! `GET /companies/{company_id}/events`.

use super::EventView;
use crate::api::{
    body::Parameters,
    caller::{self, CompanyPath, Tenant},
    page::{Page, Wanted},
    problem::Problem,
    schema,
};
use axum::{http::Uri, response::Response};
use jiff::Timestamp;
use model::{
    EventId,
    event::{Cause, Kind},
};
use serde::Deserialize;
use std::str::FromStr;
use store::EventQuery;
use utoipa::IntoParams;

/// The longest text that is searched for.
const LONGEST: usize = 200;

/// Which ones. What is missing does not matter.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Of this user's letters alone.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    user_id: Option<String>,
    /// Of one of these kinds: words divided by commas.
    #[serde(default)]
    #[param(value_type = Option<schema::EventKindWords>, nullable = false, example = "bounce,delayed")]
    kind: Option<String>,
    /// With this cause.
    #[serde(default)]
    #[param(value_type = Option<schema::CauseWord>, nullable = false)]
    cause: Option<String>,
    /// About this message.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    message_id: Option<String>,
    /// About messages of this batch.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    batch_id: Option<String>,
    /// Stands in the recipient's address or in the mail's subject; the case of letters does not count.
    #[serde(default)]
    #[param(value_type = Option<schema::Searched>, nullable = false)]
    search: Option<String>,
    /// Those that are believed, or those that are not.
    #[serde(default)]
    #[param(nullable = false)]
    trusted: Option<bool>,
    /// Came at this time or later.
    #[serde(default)]
    #[param(value_type = Option<schema::Time>, nullable = false)]
    from: Option<Timestamp>,
    /// Came before this time.
    #[serde(default)]
    #[param(value_type = Option<schema::Time>, nullable = false)]
    until: Option<Timestamp>,
    /// `newest` first or `oldest` first.
    #[serde(default)]
    #[param(value_type = Option<String>, pattern = "^(newest|oldest)$", nullable = false)]
    order: Option<String>,
    /// Behind this one: `next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    after: Option<String>,
    /// How many on a page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

impl Asked {
    fn query(&self, after: Option<EventId>) -> Result<EventQuery, Problem> {
        let kinds = self.kind.iter().flat_map(|words| words.split(','));
        let kinds: Result<Vec<Kind>, _> = kinds.map(str::parse).collect();
        let cause: Option<Cause> = self
            .cause
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|_| Problem::parameter("cause", "one of the words"))?;
        let oldest_first = match self.order.as_deref() {
            None | Some("newest") => false,
            Some("oldest") => true,
            Some(_) => return Err(Problem::parameter("order", "newest or oldest")),
        };
        // There was nothing before 1970; databases do not know all times of RFC 3339.
        let no_sooner = |time: Option<Timestamp>| time.map(|time| time.max(Timestamp::UNIX_EPOCH));
        Ok(EventQuery {
            user: parsed("user_id", self.user_id.as_deref())?,
            kinds: kinds.map_err(|_| Problem::parameter("kind", "words divided by commas"))?,
            cause,
            message: parsed("message_id", self.message_id.as_deref())?,
            batch: parsed("batch_id", self.batch_id.as_deref())?,
            search: searched(self.search.as_deref())?,
            trusted: self.trusted,
            from: no_sooner(self.from),
            until: no_sooner(self.until),
            after,
            oldest_first,
        })
    }
}

fn parsed<T: FromStr>(name: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let id = text.map(caller::id).transpose();
    id.map_err(|_| Problem::parameter(name, "it is a UUID"))
}

fn searched(text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let length = text.chars().count();
    if !(1..=LONGEST).contains(&length) || text.chars().any(char::is_control) {
        let detail = format!("1 to {LONGEST} characters, none of them a control character");
        return Err(Problem::parameter("search", detail));
    }
    Ok(Some(text.to_owned()))
}

/// List events
///
/// What came back to the company, newest first: one for each recipient that a mail speaks of.
#[utoipa::path(
    get, path = "/companies/{company_id}/events", operation_id = "listEvents", tag = "events",
    params(CompanyPath, Asked),
    responses((status = 200, description = "A page of events. `Link` leads to the next one.", body = Page<EventView>))
)]
pub async fn list_events(
    tenant: Tenant,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted::<EventId>::parse(asked.after.as_deref(), asked.limit)?;
    let query = asked.query(wanted.after)?;
    let events = tenant.store.events(&query, wanted.with_one_more()).await?;
    Ok(wanted.answer(&uri, events, |event| event.id, EventView::from))
}
