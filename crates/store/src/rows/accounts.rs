//! Rows of accounts.

use super::{count, from_json, small, time, to_json};
use crate::{
    connections::OpenConnections,
    error::StoreError,
    messages::AccountStatus,
    queue::{AccountFault, HeldAccount, Lease, LeasedAccount, Route, Trouble},
};
use model::{AccountId, CompanyId, UserId};
use uuid::Uuid;

/// A route as it is stored, which is also the account's key within its company.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be written in JSON.
pub fn route_json(route: &Route) -> Result<String, StoreError> {
    to_json("route", route)
}

/// An account that was just leased.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct AccountRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub route: String,
    pub token: i64,
    pub trouble_since: Option<i64>,
    pub trouble_times: i64,
    pub connections: Option<String>,
}

impl TryFrom<AccountRow> for LeasedAccount {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        let trouble = |since| {
            Ok::<_, StoreError>(Trouble {
                since: time(since)?,
                times: small(row.trouble_times)?,
            })
        };
        Ok(Self {
            lease: Lease {
                account: AccountId::from_uuid(row.id),
                company: CompanyId::from_uuid(row.company_id),
                token: count(row.token)?,
            },
            route: from_json("route", &row.route)?,
            trouble: row.trouble_since.map(trouble).transpose()?,
            // They are a courtesy to others: what can not be read keeps no letter back.
            open: open_connections(row.connections.as_deref()),
        })
    }
}

/// What programs noted of their connections.
#[must_use]
pub fn open_connections(column: Option<&str>) -> Vec<OpenConnections> {
    column
        .and_then(|text| from_json("connections", text).ok())
        .unwrap_or_default()
}

/// An account as people see it.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct AccountStatusRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub route: String,
    /// Queued and leased messages.
    pub waiting: i64,
    /// The later one of `paced_until` and `trouble_until`, where it is still to come.
    pub not_before: Option<i64>,
    pub held_at: Option<i64>,
    pub held_why: Option<String>,
    pub trouble_since: Option<i64>,
    pub trouble_why: Option<String>,
    pub last_sent_at: Option<i64>,
}

impl TryFrom<AccountStatusRow> for AccountStatus {
    type Error = StoreError;

    fn try_from(row: AccountStatusRow) -> Result<Self, StoreError> {
        let fault = |since: Option<i64>, why: Option<String>| {
            let both = since.zip(why);
            both.map(|(since, why)| {
                Ok::<_, StoreError>((time(since)?, from_json::<AccountFault>("fault", &why)?))
            })
            .transpose()
        };
        Ok(Self {
            id: AccountId::from_uuid(row.id),
            company: CompanyId::from_uuid(row.company_id),
            route: from_json("route", &row.route)?,
            waiting: count(row.waiting)?,
            not_before: row.not_before.map(time).transpose()?,
            held: fault(row.held_at, row.held_why)?,
            trouble: fault(row.trouble_since, row.trouble_why)?,
            last_sent_at: row.last_sent_at.map(time).transpose()?,
        })
    }
}

/// An account that is held.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct HeldRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub route: String,
    pub held_at: i64,
    pub held_why: String,
    pub told_at: Option<i64>,
}

impl HeldRow {
    /// The account, with the users who have messages waiting on it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a column can not be read.
    pub fn with_users(self, users: Vec<UserId>) -> Result<HeldAccount, StoreError> {
        Ok(HeldAccount {
            account: AccountId::from_uuid(self.id),
            company: CompanyId::from_uuid(self.company_id),
            route: from_json("route", &self.route)?,
            since: time(self.held_at)?,
            why: from_json("fault", &self.held_why)?,
            told: self.told_at.is_some(),
            users,
        })
    }
}
