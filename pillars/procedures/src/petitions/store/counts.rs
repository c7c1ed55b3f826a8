//! What petitions come to: for the page of figures, the report, and the port.

use super::super::rules::index::Standing;
use kernel::{Day, Period};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};

/// Petitions given in a period, by channel, content and state.
#[derive(Debug, Clone, FromRow)]
pub struct CountRow {
    pub channel: String,
    pub topic: String,
    pub state: String,
    pub petitions: i64,
    pub late: i64,
}

/// The counts of what was given in a period, within a scope.
pub async fn count_rows(db: &impl Read, period: Period, scope: &Scope, today: Day) -> Result<Vec<CountRow>> {
    let mut params =
        vec![period.first().to_string().into(), period.last().to_string().into(), today.to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT channel, topic, state, COUNT(*) AS petitions, CAST(SUM(CASE WHEN state NOT IN ('incomplete', 'merged') \
             AND COALESCE(settled_on, $3) > due_on THEN 1 ELSE 0 END) AS BIGINT) AS late FROM petition \
             WHERE given_on >= $1 AND given_on <= $2{within} GROUP BY channel, topic, state ORDER BY channel, topic, state"
        ),
        params,
    )
    .await
}

#[derive(FromRow)]
struct Sums {
    total: i64,
    late: i64,
    disliked: i64,
    repeated: i64,
}

/// What an agency's petitions come to from a day to another.
#[derive(Debug, Clone, FromRow)]
pub struct AgencyRow {
    pub agency_id: i64,
    pub total: i64,
    pub on_time: i64,
    pub overdue: i64,
    pub disliked: i64,
    pub repeated: i64,
}

/// The same as [`standing_of`], agency by agency.
pub async fn by_agency(db: &impl Read, days: (Day, Day), today: Day) -> Result<Vec<AgencyRow>> {
    db.rows(
        "SELECT agency_id, COUNT(*) AS total, \
         CAST(SUM(CASE WHEN settled_on IS NOT NULL AND settled_on <= due_on THEN 1 ELSE 0 END) AS BIGINT) AS on_time, \
         CAST(SUM(CASE WHEN settled_on IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS overdue, \
         CAST(SUM(CASE WHEN disliked > 0 THEN 1 ELSE 0 END) AS BIGINT) AS disliked, \
         CAST(SUM(CASE WHEN reopened > 0 THEN 1 ELSE 0 END) AS BIGINT) AS repeated FROM petition \
         WHERE state NOT IN ('incomplete', 'merged') AND COALESCE(settled_on, due_on) >= $1 \
         AND COALESCE(settled_on, due_on) <= $2 AND (settled_on IS NOT NULL OR due_on < $3) \
         GROUP BY agency_id ORDER BY agency_id",
        vec![days.0.to_string().into(), days.1.to_string().into(), today.to_string().into()],
    )
    .await
}

/// Petitions given on one procedure.
#[derive(Debug, Clone, FromRow)]
pub struct ProcedureRow {
    pub procedure_code: String,
    pub petitions: i64,
}

/// Petitions given from a day to a day, procedure by procedure.
pub async fn by_procedure(db: &impl Read, (from, to): (Day, Day)) -> Result<Vec<ProcedureRow>> {
    db.rows(
        "SELECT procedure_code, COUNT(*) AS petitions FROM petition WHERE procedure_code <> '' \
         AND given_on >= $1 AND given_on <= $2 GROUP BY procedure_code ORDER BY procedure_code",
        vec![from.to_string().into(), to.to_string().into()],
    )
    .await
}

/// What was handled in a period, or whose term passed in it without: the records of both indicators.
pub async fn standing_of(db: &impl Read, period: Period, scope: &Scope, today: Day) -> Result<Standing> {
    let mut params =
        vec![period.first().to_string().into(), period.last().to_string().into(), today.to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sums: Option<Sums> = db
        .row(
            &format!(
                "SELECT COUNT(*) AS total, \
                 CAST(COALESCE(SUM(CASE WHEN settled_on IS NULL OR settled_on > due_on THEN 1 ELSE 0 END), 0) AS BIGINT) AS late, \
                 CAST(COALESCE(SUM(CASE WHEN disliked > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS disliked, \
                 CAST(COALESCE(SUM(CASE WHEN reopened > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS repeated FROM petition \
                 WHERE state NOT IN ('incomplete', 'merged') AND COALESCE(settled_on, due_on) >= $1 \
                 AND COALESCE(settled_on, due_on) <= $2 AND (settled_on IS NOT NULL OR due_on < $3){within}"
            ),
            params,
        )
        .await?;
    Ok(sums.map_or_else(Standing::default, |s| Standing {
        total: s.total,
        late: s.late,
        disliked: s.disliked,
        repeated: s.repeated,
    }))
}
