//! Who would be affected by another sender user, and how: worked out by the rules of inheritance, nothing is written.

use super::link;
use crate::routes::company::people::each;
use app::pages::company::sender_user::AffectedRow;
use model::{
    UserId,
    settings::{Bases, Change, Effective, Stored},
};
use std::cmp::Reverse;
use store::{CompanyStore, StoreError, UserSettings};

/// How many of the affected are shown by name.
const SHOWN: usize = 50;

/// Those for whom something would be different.
#[derive(Debug, Default)]
pub struct Affected {
    /// How many.
    pub users: u64,
    /// How many by kind; one user counts in each kind that applies.
    pub counts: Vec<(Change, u64)>,
    /// Those for whom most would change.
    pub most: Vec<AffectedRow>,
}

impl Affected {
    /// All of a company's users, held against what would count with another sender user; none: nobody is it.
    pub async fn by(
        company: &dyn CompanyStore,
        candidate: Option<&UserSettings>,
    ) -> Result<Self, StoreError> {
        let base = candidate.map(|of| (of.user.id, of.own.stored()));
        let mut counts = Change::ALL.map(|change| (change, 0));
        let mut users = 0;
        let mut rows: Vec<(Vec<Change>, AffectedRow)> = Vec::new();
        each(company, |of| {
            let (before, after) = (of.effective(), after(&of, base.as_ref()));
            let changes = Change::between(&before, &after);
            if changes.is_empty() {
                return;
            }
            users += 1;
            for (_, number) in counts.iter_mut().filter(|(change, _)| changes.contains(change)) {
                *number += 1;
            }
            let person = link(&of.user);
            rows.push((
                changes,
                AffectedRow {
                    person,
                    before,
                    after,
                },
            ));
            if rows.len() >= 2 * SHOWN {
                keep_most(&mut rows);
            }
        })
        .await?;
        keep_most(&mut rows);
        Ok(Self {
            users,
            counts: counts.into(),
            most: rows.into_iter().map(|(_, row)| row).collect(),
        })
    }
}

/// Those whose letters stop first, then by how much changes; otherwise by name, as they came.
fn keep_most(rows: &mut Vec<(Vec<Change>, AffectedRow)>) {
    rows.sort_by_key(|(changes, _)| Reverse((changes.contains(&Change::PasswordNeeded), changes.len())));
    rows.truncate(SHOWN);
}

/// What would count for a user: the new sender user's layer under his own; the new sender user himself has only the
/// company below him.
fn after(of: &UserSettings, base: Option<&(UserId, Stored)>) -> Effective {
    let company = of.company.settings.stored();
    let bases = Bases {
        sender_user: base.filter(|(id, _)| *id != of.user.id).map(|(_, stored)| stored),
        company: &company,
    };
    Effective::of(&of.account(), &of.own.stored(), bases)
}

/// A user as he would be as the sender user: with nobody but the company below him.
pub fn alone(of: &UserSettings) -> UserSettings {
    UserSettings {
        sender_user: None,
        ..of.clone()
    }
}

#[cfg(test)]
mod tests;
