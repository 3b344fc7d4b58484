//! The audit log of a company.

use super::{
    body::Parameters,
    caller::{CompanyPath, Tenant},
    page::{Page, Wanted},
    problem::Problem,
    schema,
};
use axum::{http::Uri, response::Response};
use jiff::Timestamp;
use model::{ApiKeyId, AuditId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Action, Actor, AuditEntry, AuditQuery};
use utoipa::{IntoParams, ToSchema};

/// The longest text that is searched for.
const LONGEST_SUBJECT: usize = 200;

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// `user`, `api-key`, `portal`, `operator` or `program`.
    #[schema(value_type = String, pattern = "^(user|api-key|portal|operator|program)$")]
    kind: &'static str,
    /// The user's or the key's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Id>, nullable = false)]
    id: Option<String>,
    /// The user's or the key's name then, or the portal's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        let of_id = |kind, id: String, name| Self {
            kind,
            id: Some(id),
            name: Some(name),
        };
        let plain = |kind, name| Self { kind, id: None, name };
        match actor {
            Actor::User { id, name } => of_id("user", UserId::to_string(&id), name.as_str().to_owned()),
            Actor::ApiKey { id, name } => of_id("api-key", ApiKeyId::to_string(&id), name),
            Actor::Portal { id } => plain("portal", Some(id.as_str().to_owned())),
            Actor::Operator => plain("operator", None),
            Actor::Program => plain("program", None),
        }
    }
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct EntryView {
    /// Its id; later entries have greater ones.
    #[schema(value_type = schema::Id)]
    id: AuditId,
    /// When.
    #[schema(value_type = schema::Time)]
    at: Timestamp,
    /// Who.
    actor: ActorView,
    /// What.
    #[schema(value_type = schema::ActionWord)]
    action: Action,
    /// On what, as a person understands it.
    subject: String,
    /// What it was before; null where there was nothing. Never a secret.
    #[schema(value_type = Value)]
    before: Option<Value>,
    /// What it was afterwards; null where it is gone. Never a secret.
    #[schema(value_type = Value)]
    after: Option<Value>,
}

impl From<AuditEntry> for EntryView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor: entry.entry.actor.into(),
            action: entry.entry.action,
            subject: entry.entry.subject,
            before: entry.entry.before,
            after: entry.entry.after,
        }
    }
}

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only these actions, divided by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<schema::ActionWord>>, style = Form, explode = false, nullable = false)]
    action: Option<String>,
    /// Only what this user did.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    user_id: Option<UserId>,
    /// Only where this stands in the subject; the case of letters does not count.
    #[serde(default)]
    #[param(value_type = Option<schema::Searched>, nullable = false)]
    subject: Option<String>,
    /// Not before this time.
    #[serde(default)]
    #[param(value_type = Option<schema::Time>, nullable = false)]
    since: Option<Timestamp>,
    /// Before this time.
    #[serde(default)]
    #[param(value_type = Option<schema::Time>, nullable = false)]
    until: Option<Timestamp>,
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
    fn query(&self, before: Option<AuditId>) -> Result<AuditQuery, Problem> {
        let words = self.action.as_deref().unwrap_or_default().split(',');
        let actions = words
            .filter(|word| !word.is_empty())
            .map(str::parse)
            .collect::<Result<Vec<Action>, _>>()
            .map_err(|error| Problem::parameter("action", error.to_string()))?;
        if let Some(subject) = &self.subject {
            let length = subject.chars().count();
            if length == 0 || length > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
                let detail = format!("1 to {LONGEST_SUBJECT} characters, none of them a control character");
                return Err(Problem::parameter("subject", detail));
            }
        }
        // There was nothing before 1970; databases do not know all times of RFC 3339.
        let no_sooner = |time: Option<Timestamp>| time.map(|time| time.max(Timestamp::UNIX_EPOCH));
        Ok(AuditQuery {
            actions,
            user: self.user_id,
            subject: self.subject.clone(),
            since: no_sooner(self.since),
            until: no_sooner(self.until),
            before,
        })
    }
}

/// Read the audit log
///
/// Who did what, when, and what it was before and after; newest first. Entries are never changed.
#[utoipa::path(
    get, path = "/companies/{company_id}/audit", operation_id = "readAudit", tag = "audit", params(CompanyPath, Asked),
    responses((status = 200, description = "A page of entries. `Link` leads to the next one.", body = Page<EntryView>))
)]
pub async fn read_audit(
    tenant: Tenant,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted::<AuditId>::parse(asked.after.as_deref(), asked.limit)?;
    let query = asked.query(wanted.after)?;
    let entries = tenant.store.audit(&query, wanted.with_one_more()).await?;
    Ok(wanted.answer(&uri, entries, |entry| entry.id, EntryView::from))
}
