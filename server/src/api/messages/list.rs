//! `GET /companies/{company_id}/messages`.

use super::MessageView;
use crate::api::{
    body::Parameters,
    caller::{self, CompanyPath, Tenant},
    page::{Page, Wanted},
    problem::Problem,
    schema,
};
use axum::{http::Uri, response::Response};
use jiff::Timestamp;
use model::{MessageId, message::MessageState};
use serde::Deserialize;
use std::str::FromStr;
use store::MessageQuery;
use utoipa::IntoParams;

/// The longest text that is searched for.
const LONGEST: usize = 200;

/// Which ones. What is missing does not matter.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Of this user alone.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    user_id: Option<String>,
    /// In one of these states: words divided by commas.
    #[serde(default)]
    #[param(value_type = Option<schema::StateWords>, nullable = false, example = "failed,in-doubt")]
    state: Option<String>,
    /// Of this batch.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    batch_id: Option<String>,
    /// Of this letter.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    letter_id: Option<String>,
    /// Stands in the recipient's address or in the subject, or is your own name for the letter.
    #[serde(default)]
    #[param(value_type = Option<schema::Searched>, nullable = false)]
    search: Option<String>,
    /// With this cause at their last attempt.
    #[serde(default)]
    #[param(value_type = Option<schema::Searched>, nullable = false)]
    cause: Option<String>,
    /// Accepted at this time or later.
    #[serde(default)]
    #[param(value_type = Option<schema::Time>, nullable = false)]
    from: Option<Timestamp>,
    /// Accepted before this time.
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
    fn query(&self, after: Option<MessageId>) -> Result<MessageQuery, Problem> {
        let states = self.state.iter().flat_map(|words| words.split(','));
        let states: Result<Vec<MessageState>, _> = states.map(str::parse).collect();
        let oldest_first = match self.order.as_deref() {
            None | Some("newest") => false,
            Some("oldest") => true,
            Some(_) => return Err(Problem::parameter("order", "newest or oldest")),
        };
        Ok(MessageQuery {
            user: parsed("user_id", self.user_id.as_deref())?,
            states: states.map_err(|_| Problem::parameter("state", "words divided by commas"))?,
            batch: parsed("batch_id", self.batch_id.as_deref())?,
            letter: parsed("letter_id", self.letter_id.as_deref())?,
            search: searched("search", self.search.as_deref())?,
            cause: searched("cause", self.cause.as_deref())?,
            from: self.from,
            until: self.until,
            after,
            oldest_first,
        })
    }
}

fn parsed<T: FromStr>(name: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let id = text.map(caller::id).transpose();
    id.map_err(|_| Problem::parameter(name, "it is a UUID"))
}

fn searched(name: &str, text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let length = text.chars().count();
    if !(1..=LONGEST).contains(&length) || text.chars().any(char::is_control) {
        let detail = format!("1 to {LONGEST} characters, none of them a control character");
        return Err(Problem::parameter(name, detail));
    }
    Ok(Some(text.to_owned()))
}

/// List messages
///
/// The company's messages, newest first: one for each recipient of each letter.
#[utoipa::path(
    get, path = "/companies/{company_id}/messages", operation_id = "listMessages", tag = "messages",
    params(CompanyPath, Asked),
    responses((status = 200, description = "A page of messages. `Link` leads to the next one.", body = Page<MessageView>))
)]
pub async fn list_messages(
    tenant: Tenant,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted::<MessageId>::parse(asked.after.as_deref(), asked.limit)?;
    let query = asked.query(wanted.after)?;
    let messages = tenant.store.messages(&query, wanted.with_one_more()).await?;
    Ok(wanted.answer(&uri, messages, |message| message.id, MessageView::from))
}
