//! Dossiers counted by procedure, and the list of those received of one procedure in one year.

use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope};

/// Dossiers of a procedure received from a day to a day within a scope.
pub async fn received_count(
    db: &impl Read,
    procedure: &str,
    (from, to): (Day, Day),
    scope: &Scope,
) -> Result<i64> {
    let mut params = vec![procedure.into(), from.to_string().into(), to.to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.number(
        &format!(
            "SELECT COUNT(*) FROM dossier WHERE procedure_code = $1 AND received_on >= $2 AND received_on <= $3{within}"
        ),
        params,
    )
    .await
}

/// How the dossiers of a procedure fared.
#[derive(Debug, Clone, FromRow)]
pub struct Fared {
    pub procedure_code: String,
    pub received: i64,
    pub settled: i64,
    pub late: i64,
    pub sent_back: i64,
    pub refused: i64,
    pub half_days: i64,
    pub timed: i64,
}

/// Of those received from a day to a day, by procedure; a minute begun after the promise is late.
pub async fn fared(db: &impl Read, (from, to): (Day, Day)) -> Result<Vec<Fared>> {
    db.rows(
        "SELECT d.procedure_code, COUNT(*) AS received, \
         CAST(SUM(CASE WHEN d.settled_on IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS settled, \
         CAST(SUM(CASE WHEN d.settled_at >= d.due_at + 60000000 THEN 1 ELSE 0 END) AS BIGINT) AS late, \
         CAST(SUM(CASE WHEN d.supplement_count > 0 THEN 1 ELSE 0 END) AS BIGINT) AS sent_back, \
         CAST(SUM(CASE WHEN d.state = 3 OR d.outcome = 'refused' THEN 1 ELSE 0 END) AS BIGINT) AS refused, \
         CAST(SUM(COALESCE(d.half_days, 0)) AS BIGINT) AS half_days, COUNT(d.half_days) AS timed \
         FROM dossier d WHERE d.received_on >= $1 AND d.received_on <= $2 \
         GROUP BY d.procedure_code ORDER BY d.procedure_code",
        vec![from.to_string().into(), to.to_string().into()],
    )
    .await
}

/// Requests for papers of a procedure, for one reason.
#[derive(Debug, Clone, FromRow)]
pub struct AskedFor {
    pub procedure_code: String,
    pub reason_code: String,
    pub n: i64,
}

/// Requests for papers from a day to a day, the most frequent reasons first.
pub async fn asked_for(db: &impl Read, (from, to): (Day, Day)) -> Result<Vec<AskedFor>> {
    db.rows(
        "SELECT d.procedure_code, s.reason_code, COUNT(*) AS n FROM dossier_supplement s \
         JOIN dossier d ON d.id = s.dossier_id WHERE s.asked_on >= $1 AND s.asked_on <= $2 \
         GROUP BY d.procedure_code, s.reason_code ORDER BY n DESC, d.procedure_code, s.reason_code",
        vec![from.to_string().into(), to.to_string().into()],
    )
    .await
}

/// A received dossier, without its people.
#[derive(Debug, Clone, FromRow)]
pub struct ReceivedRow {
    pub id: i64,
    pub code: String,
    pub agency_id: i64,
    pub state: i64,
    pub received_at: Option<i64>,
    pub due_at: Option<i64>,
    pub settled_at: Option<i64>,
}

/// The dossiers of a procedure received from a day to a day.
pub fn received_list(procedure: &str, (from, to): (Day, Day)) -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "nhan", sql: "COALESCE(d.received_at, 0)", number: true },
        SortKey { name: "ma", sql: "d.code", number: false },
    ];
    let mut list = ListQuery::new(
        "d.id, d.code, d.agency_id, d.state, d.received_at, d.due_at, d.settled_at",
        "dossier d",
        "d.id",
        &SORTS,
    );
    list.and("d.procedure_code = ?", [procedure.into()]);
    list.and("d.received_on >= ?", [from.to_string().into()]);
    list.and("d.received_on <= ?", [to.to_string().into()]);
    list
}
