//! What a question about messages becomes in SQL. Its parts are constants of this program; what a person typed is bound.

use crate::columns::micros;
use model::message::MessageState;
use sqlx::{QueryBuilder, Sqlite};
use store::{
    MessageQuery,
    rows::{first_id_at, name_key},
};
use uuid::Uuid;

/// Adds the conditions behind `FROM messages m JOIN letters l ... WHERE`, without those about states and pages.
pub(super) fn conditions(sql: &mut QueryBuilder<Sqlite>, company: Uuid, query: &MessageQuery) {
    // A batch or a letter is the shortest way to its messages: a plus keeps SQLite from taking another one.
    let by_company = if query.batch.is_some() || query.letter.is_some() {
        "+m.company_id = "
    } else {
        "m.company_id = "
    };
    sql.push(by_company)
        .push_bind(company)
        .push(" AND m.state <> 'staged'");
    if let Some(user) = query.user {
        sql.push(" AND m.user_id = ").push_bind(*user.as_uuid());
    }
    if let Some(batch) = query.batch {
        sql.push(" AND m.batch_id = ").push_bind(*batch.as_uuid());
    }
    if let Some(letter) = query.letter {
        sql.push(" AND m.letter_id = ").push_bind(*letter.as_uuid());
    }
    if let Some(cause) = &query.cause {
        sql.push(" AND m.cause = ").push_bind(cause.clone());
    }
    if let Some(from) = query.from {
        sql.push(" AND m.id >= ").push_bind(first_id_at(from));
        sql.push(" AND m.created_at >= ").push_bind(micros(from));
    }
    if let Some(until) = query.until {
        // The millisecond in which it ends belongs to it in part.
        let next = until + std::time::Duration::from_millis(1);
        sql.push(" AND m.id < ").push_bind(first_id_at(next));
        sql.push(" AND m.created_at < ").push_bind(micros(until));
    }
    if let Some(search) = query
        .search
        .as_deref()
        .map(str::trim)
        .filter(|search| !search.is_empty())
    {
        let key = name_key(search);
        sql.push(" AND (instr(m.recipient_key, ").push_bind(key.clone());
        sql.push(") > 0 OR instr(l.subject_key, ").push_bind(key);
        sql.push(") > 0 OR l.reference = ")
            .push_bind(search.to_owned())
            .push(")");
    }
}

/// Adds what is asked of states and of the page before, and the order.
pub(super) fn page(sql: &mut QueryBuilder<Sqlite>, query: &MessageQuery, limit: u32) {
    states(sql, &query.states);
    if let Some(after) = query.after {
        sql.push(if query.oldest_first {
            " AND m.id > "
        } else {
            " AND m.id < "
        });
        sql.push_bind(*after.as_uuid());
    }
    sql.push(if query.oldest_first {
        " ORDER BY m.id"
    } else {
        " ORDER BY m.id DESC"
    });
    sql.push(" LIMIT ").push_bind(limit);
}

fn states(sql: &mut QueryBuilder<Sqlite>, states: &[MessageState]) {
    if states.is_empty() {
        return;
    }
    // Word by word as the migration has them: only then is the smaller index taken.
    if states.iter().all(|state| state.is_open()) {
        sql.push(" AND m.state IN ('queued', 'leased', 'sending', 'paused')");
    } else if states.iter().all(|state| {
        matches!(
            state,
            MessageState::Bounced | MessageState::Failed | MessageState::InDoubt
        )
    }) {
        sql.push(" AND m.state IN ('bounced', 'failed', 'in-doubt')");
    }
    sql.push(" AND m.state IN (");
    let mut words = sql.separated(", ");
    for state in states {
        words.push_bind(state.key());
    }
    sql.push(")");
}
