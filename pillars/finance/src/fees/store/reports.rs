//! What was taken and given back in a time: by field, procedure, dossier and agency, by kind and by way.

use kernel::Period;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};

/// The sums of one field, procedure, dossier or agency, đồng.
#[derive(Debug, Clone, FromRow)]
pub struct Total {
    /// Its code; of an agency its id.
    pub code: String,
    /// Its name, where the demand keeps one.
    pub name: String,
    /// Demands with payments.
    pub demands: i64,
    /// Phí.
    pub fee: i64,
    /// Lệ phí.
    pub charge: i64,
    /// Cước bưu chính.
    pub postage: i64,
    /// Paid beyond what was owed.
    pub over: i64,
    /// All that came.
    pub taken: i64,
}

/// What is summed by: (the code's column, the name's).
const BY: [(&str, (&str, &str)); 4] = [
    ("linh-vuc", ("d.field", "''")),
    ("thu-tuc", ("d.procedure_code", "MAX(d.procedure_name)")),
    ("ho-so", ("d.dossier_code", "MAX(d.procedure_name)")),
    ("co-quan", ("CAST(p.agency_id AS TEXT)", "''")),
];

/// The sums of a time within a scope, by a word of [`BY`].
pub async fn totals(db: &impl Read, by: &str, period: Period, scope: &Scope) -> Result<Vec<Total>> {
    let (code, name) =
        BY.iter().find(|(word, _)| *word == by).map_or(("d.field", "''"), |(_, columns)| *columns);
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("p.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let part = |kind: &str| {
        format!(
            "COALESCE(CAST(SUM((SELECT CAST(SUM(s.amount) AS BIGINT) FROM fee_part s JOIN fee_line l ON l.id = s.line_id \
             WHERE s.payment_id = p.id AND l.kind = '{kind}')) AS BIGINT), 0)"
        )
    };
    let (fee, charge, postage) = (part("fee"), part("charge"), part("postage"));
    let shared = "COALESCE(CAST(SUM((SELECT CAST(SUM(s.amount) AS BIGINT) FROM fee_part s WHERE s.payment_id = p.id)) \
                  AS BIGINT), 0)";
    db.rows(
        &format!(
            "SELECT {code} AS code, {name} AS name, COUNT(DISTINCT p.demand_id) AS demands, {fee} AS fee, {charge} AS charge, \
             {postage} AS postage, CAST(SUM(p.amount) AS BIGINT) - {shared} AS over, CAST(SUM(p.amount) AS BIGINT) AS taken \
             FROM fee_payment p JOIN fee_demand d ON d.id = p.demand_id \
             WHERE p.cancelled_at IS NULL AND p.paid_on >= $1 AND p.paid_on <= $2{within} GROUP BY {code} ORDER BY {code}"
        ),
        params,
    )
    .await
}

#[derive(FromRow)]
struct Way {
    agency_id: i64,
    way: String,
    amount: i64,
}

/// What came and what was given back in a time: (agency, way, đồng); what was given back under the way "refund".
pub async fn ways(db: &impl Read, period: Period, scope: &Scope) -> Result<Vec<(i64, String, i64)>> {
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let mut found: Vec<Way> = db
        .rows(
            &format!(
                "SELECT agency_id, way, CAST(SUM(amount) AS BIGINT) AS amount FROM fee_payment \
                 WHERE cancelled_at IS NULL AND paid_on >= $1 AND paid_on <= $2{within} GROUP BY agency_id, way"
            ),
            params.clone(),
        )
        .await?;
    let given: Vec<Way> = db
        .rows(
            &format!(
                "SELECT agency_id, 'refund' AS way, CAST(SUM(amount) AS BIGINT) AS amount FROM fee_refund \
                 WHERE state = 'done' AND done_on >= $1 AND done_on <= $2{within} GROUP BY agency_id"
            ),
            params,
        )
        .await?;
    found.extend(given);
    Ok(found.into_iter().map(|w| (w.agency_id, w.way, w.amount)).collect())
}
