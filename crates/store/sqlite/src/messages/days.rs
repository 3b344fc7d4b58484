//! What was accepted on which day.

use crate::{
    columns::{failed, micros, to_json},
    company::Company,
    queue::hex,
};
use jiff::Timestamp;
use model::UserId;
use std::time::Duration;
use store::{
    DayCounts, StoreError,
    rows::{count, first_id_at, parsed},
};

pub(super) async fn days(
    part: &Company,
    user: Option<UserId>,
    days: &[Timestamp],
) -> Result<Vec<DayCounts>, StoreError> {
    let mut counted: Vec<DayCounts> = days
        .windows(2)
        .map(|day| DayCounts {
            begins: micros(day[0]),
            ..DayCounts::default()
        })
        .collect();
    // By id, which begins with the millisecond; the one in which a day ends belongs to two.
    let bounds = days.windows(2).map(|day| {
        let last = first_id_at(day[1] + Duration::from_millis(1));
        (
            hex(&first_id_at(day[0])),
            hex(&last),
            micros(day[0]),
            micros(day[1]),
        )
    });
    let bounds = to_json("days", &bounds.collect::<Vec<_>>())?;
    let (company, user) = (part.uuid(), user.map(|user| *user.as_uuid()));
    let rows = sqlx::query!(
        r#"SELECT d.key + 0 AS "day!: i64", m.state AS "state!", count(*) AS "number!: i64"
        FROM json_each(?1) d CROSS JOIN messages m ON m.company_id = ?2
            AND m.id >= unhex(d.value ->> 0) AND m.id < unhex(d.value ->> 1)
        WHERE m.created_at >= d.value ->> 2 AND m.created_at < d.value ->> 3 AND m.state <> 'staged'
            AND (?3 IS NULL OR m.user_id = ?3)
        GROUP BY d.key, m.state"#,
        bounds,
        company,
        user
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)?;
    for row in rows {
        let day = usize::try_from(row.day).ok().and_then(|day| counted.get_mut(day));
        let day = day.ok_or(StoreError::Damaged { what: "day" })?;
        day.counts.add(parsed("state", &row.state)?, count(row.number)?);
    }
    Ok(counted)
}
