//! `POST /companies/{company_id}/sender-user/preview`.

use super::{Choice, Person, affected, no_such_user};
use crate::api::{
    body::Body,
    caller::{CompanyPath, Tenant},
    problem::Problem,
};
use axum::Json;
use model::settings::Change;
use serde::Serialize;
use std::collections::BTreeMap;
use store::UserQuery;
use utoipa::ToSchema;

/// How many users are named.
const NAMED: usize = 100;
/// How many are looked at at once.
const AT_ONCE: u32 = 500;

/// Who would be affected.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SenderUserPreview)]
pub struct Preview {
    /// How many users there are.
    users: u64,
    /// For how many of them something would be different.
    affected: u64,
    /// For how many, by what would be different: `password-needed`, `mode`, `server`, `sign-in`, `sender`,
    /// `display-name`, `copies`, `documents`.
    changes: BTreeMap<&'static str, u64>,
    /// The first hundred of them, by name.
    first: Vec<Affected>,
}

/// For whom something would be different.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AffectedUser)]
pub struct Affected {
    #[serde(flatten)]
    user: Person,
    /// What, the most telling first.
    changes: Vec<&'static str>,
}

/// Preview another sender user
///
/// Says who would be affected, and how, and changes nothing.
#[utoipa::path(
    post, path = "/companies/{company_id}/sender-user/preview", operation_id = "previewSenderUser",
    tag = "sender user", params(CompanyPath), request_body = Choice,
    responses((status = 200, description = "Who would be affected.", body = Preview))
)]
pub async fn preview(tenant: Tenant, Body(choice): Body<Choice>) -> Result<Json<Preview>, Problem> {
    let store = &tenant.store;
    let new = match choice.user_id {
        Some(id) => {
            let of = store.user_settings(id).await?.ok_or_else(no_such_user)?;
            Some((id, of.own.stored()))
        }
        None => None,
    };
    let new = new.as_ref().map(|(id, stored)| (*id, stored));
    let mut preview = Preview {
        users: 0,
        affected: 0,
        changes: Change::ALL.iter().map(|change| (change.key(), 0)).collect(),
        first: Vec::new(),
    };
    let mut query = UserQuery::default();
    loop {
        let page = store.user_table(&query, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        query.after = Some((last.user.name.as_str().to_owned(), last.user.id));
        let full = page.len() == usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        for of in page {
            preview.users += 1;
            let changes: Vec<&'static str> =
                affected::changes(&of, new).into_iter().map(Change::key).collect();
            if changes.is_empty() {
                continue;
            }
            preview.affected += 1;
            for change in &changes {
                *preview.changes.entry(change).or_default() += 1;
            }
            if preview.first.len() < NAMED {
                preview.first.push(Affected {
                    user: of.user.into(),
                    changes,
                });
            }
        }
        if !full {
            break;
        }
    }
    Ok(Json(preview))
}
