//! Companies in the audit log.

use crate::{
    audit::{Action, Actor, NewAuditEntry},
    companies::Company,
};
use serde_json::{Value, json};

/// A company was created.
#[must_use]
pub fn company_created(company: &Company, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::CompanyCreated, company.name.as_str()).with(None, Some(shown(company)))
}

/// A company was changed; none where nothing differs.
#[must_use]
pub fn company_changed(before: &Company, after: &Company, by: &Actor) -> Option<NewAuditEntry> {
    let (was, is) = (shown(before), shown(after));
    let entry = NewAuditEntry::new(by, Action::CompanyChanged, after.name.as_str());
    (was != is).then(|| entry.with(Some(was), Some(is)))
}

fn shown(company: &Company) -> Value {
    json!({
        "name": company.name,
        "portal": company.portal,
        "external_id": company.external_id,
        "event_name": company.event_name,
        "mass_mailing": company.mass_mailing,
        "retention": company.retention,
    })
}
