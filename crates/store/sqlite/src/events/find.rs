//! What a question about events becomes in SQL. Its parts are constants of this program; what a person typed is bound.

use crate::columns::micros;
use model::event::Kind;
use sqlx::{QueryBuilder, Sqlite};
use store::{
    EventQuery,
    rows::{first_id_at, name_key},
};
use uuid::Uuid;

/// What a person searches for; none where it is nothing.
pub(super) fn search_of(query: &EventQuery) -> Option<String> {
    let search = query.search.as_deref().map(str::trim);
    search.filter(|search| !search.is_empty()).map(name_key)
}

/// Adds the conditions behind `FROM events e JOIN inbound_mails i ... WHERE`, without those about kinds, trust and pages.
pub(super) fn conditions(sql: &mut QueryBuilder<Sqlite>, company: Uuid, query: &EventQuery) {
    // Each of these is a shorter way: a plus keeps SQLite from taking the company's.
    let shorter = query.batch.is_some() || query.message.is_some() || query.user.is_some();
    sql.push(if shorter {
        "+e.company_id = "
    } else {
        "e.company_id = "
    });
    sql.push_bind(company);
    if let Some(message) = query.message {
        sql.push(" AND e.message_id = ").push_bind(*message.as_uuid());
    }
    if let Some(batch) = query.batch {
        sql.push(" AND e.batch_id = ").push_bind(*batch.as_uuid());
    }
    if let Some(user) = query.user {
        sql.push(" AND e.user_id = ").push_bind(*user.as_uuid());
    }
    if let Some(cause) = query.cause {
        sql.push(" AND e.cause = ").push_bind(cause.key());
    }
    if let Some(from) = query.from {
        sql.push(" AND e.id >= ").push_bind(first_id_at(from));
        sql.push(" AND e.received_at >= ").push_bind(micros(from));
    }
    if let Some(until) = query.until {
        // The millisecond in which it ends belongs to it in part.
        let next = until
            .checked_add(std::time::Duration::from_millis(1))
            .unwrap_or(until);
        sql.push(" AND e.id < ").push_bind(first_id_at(next));
        sql.push(" AND e.received_at < ").push_bind(micros(until));
    }
    if let Some(key) = search_of(query) {
        sql.push(" AND (instr(e.recipient_key, ").push_bind(key.clone());
        sql.push(") > 0 OR instr(i.subject_key, ")
            .push_bind(key)
            .push(") > 0)");
    }
}

/// Adds what is asked of kinds, of trust and of the page before, and the order.
pub(super) fn page(sql: &mut QueryBuilder<Sqlite>, query: &EventQuery, limit: u32) {
    kinds(sql, &query.kinds);
    match query.trusted {
        Some(true) => {
            sql.push(" AND e.distrust IS NULL");
        }
        Some(false) => {
            sql.push(" AND e.distrust IS NOT NULL");
        }
        None => {}
    }
    if let Some(after) = query.after {
        sql.push(if query.oldest_first {
            " AND e.id > "
        } else {
            " AND e.id < "
        });
        sql.push_bind(*after.as_uuid());
    }
    sql.push(if query.oldest_first {
        " ORDER BY e.id"
    } else {
        " ORDER BY e.id DESC"
    });
    sql.push(" LIMIT ").push_bind(limit);
}

fn kinds(sql: &mut QueryBuilder<Sqlite>, kinds: &[Kind]) {
    match kinds {
        [] => {}
        // The index of kinds is in the order of the page for one alone.
        [kind] => {
            sql.push(" AND e.kind = ").push_bind(kind.key());
        }
        kinds => {
            sql.push(" AND +e.kind IN (");
            let mut words = sql.separated(", ");
            for kind in kinds {
                words.push_bind(kind.key());
            }
            sql.push(")");
        }
    }
}
