//! How procedures are used: settled dossiers counted by time spent, and those received in a period.

use contracts::procedure_uses::Spent;
use kernel::Period;
use platform::Read;
use platform::error::Result;
use platform::store::FromRow;

#[derive(FromRow)]
struct Counted {
    procedure_code: String,
    agency_id: i64,
    half_days: i64,
    dossiers: i64,
    late: i64,
}

/// What was settled in a period, by procedure, agency and time spent; late is a minute begun after the promise.
pub async fn spent(db: &impl Read, period: Period) -> Result<Vec<Spent>> {
    let rows: Vec<Counted> = db
        .rows(
            "SELECT d.procedure_code, d.agency_id, d.half_days, COUNT(*) AS dossiers, \
             CAST(SUM(CASE WHEN d.due_at IS NOT NULL AND d.settled_at >= d.due_at + 60000000 THEN 1 ELSE 0 END) AS BIGINT) \
             AS late FROM dossier d WHERE d.settled_on >= $1 AND d.settled_on <= $2 AND d.half_days IS NOT NULL \
             GROUP BY d.procedure_code, d.agency_id, d.half_days",
            vec![period.first().to_string().into(), period.last().to_string().into()],
        )
        .await?;
    let told = |c: Counted| Spent {
        procedure: c.procedure_code,
        agency_id: c.agency_id,
        half_days: c.half_days,
        dossiers: c.dossiers,
        late: c.late,
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Ids of a procedure's dossiers received in a period, the newest first.
pub async fn received_ids(db: &impl Read, procedure: &str, period: Period, most: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = db
        .rows(
            "SELECT id FROM dossier WHERE received_on >= $1 AND received_on <= $2 AND procedure_code = $3 \
             ORDER BY id DESC LIMIT $4",
            vec![
                period.first().to_string().into(),
                period.last().to_string().into(),
                procedure.into(),
                most.into(),
            ],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
