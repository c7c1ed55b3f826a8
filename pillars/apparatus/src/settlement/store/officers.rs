//! Kept counts by official.

use kernel::Period;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// Points of an official at an agency in one indicator.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OfficerRow {
    pub agency_id: i64,
    pub account_id: i64,
    pub name: String,
    pub item: String,
    pub numerator: i64,
    pub denominator: i64,
}

/// The officials of a time within a scope, or one of them.
pub async fn officers(
    db: &impl Read,
    period: Period,
    scope: &Scope,
    account: Option<i64>,
) -> Result<Vec<OfficerRow>> {
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let mut within =
        scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    if let Some(account) = account {
        params.push(account.into());
        within.push_str(&format!(" AND account_id = ${}", params.len()));
    }
    db.rows(
        &format!(
            "SELECT agency_id, account_id, MAX(name) AS name, item, CAST(SUM(numerator) AS BIGINT) AS numerator, \
             CAST(SUM(denominator) AS BIGINT) AS denominator FROM settlement_officer \
             WHERE month_on >= $1 AND month_on <= $2{within} GROUP BY agency_id, account_id, item \
             ORDER BY agency_id, account_id, item"
        ),
        params,
    )
    .await
}

#[derive(FromRow)]
struct At {
    agency_id: i64,
}

/// The agencies an official worked for, however long ago: who may see one of them may see the page.
pub async fn agencies_of(db: &impl Read, account: i64) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT agency_id FROM settlement_officer WHERE account_id = $1 ORDER BY agency_id";
    let rows: Vec<At> = db.rows(sql, vec![account.into()]).await?;
    Ok(rows.into_iter().map(|r| r.agency_id).collect())
}

/// What is kept of an official for one month, agency and indicator.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeptCount {
    pub agency_id: i64,
    pub month_on: String,
    pub item: String,
    pub numerator: i64,
    pub denominator: i64,
}

/// Everything that is kept of an official.
pub async fn counts_of(db: &impl Read, account: i64) -> Result<Vec<KeptCount>> {
    let sql = "SELECT agency_id, month_on, item, numerator, denominator FROM settlement_officer WHERE account_id = $1 \
               ORDER BY month_on, agency_id, item";
    db.rows(sql, vec![account.into()]).await
}

/// Forgets an official; the counts of agencies stay.
pub async fn forget_officer(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM settlement_hand WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec("DELETE FROM settlement_officer WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
