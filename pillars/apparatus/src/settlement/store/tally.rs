//! Kept counts by agency and month, so that no page reads the dossiers of a year; made anew from them at will, with the same outcome.

use super::super::rules::{DISLIKED, Item, OFFICER_ITEMS, ONLINE, ONLINE_LATE};
use kernel::{Day, Period};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope, Tx};
use sea_orm::Value;

/// An agency's month.
pub type Cell = (i64, Period);

/// Counts of an agency and item over a time.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CountRow {
    pub agency_id: i64,
    pub item: String,
    pub numerator: i64,
    pub denominator: i64,
}

/// An online service somebody used at an agency.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UsedRow {
    pub agency_id: i64,
    pub procedure_code: String,
}

/// One writer of counts at a time, on PostgreSQL too: the row's lock lasts until the commit.
pub async fn lock(tx: &Tx) -> Result<()> {
    tx.exec("UPDATE settlement_state SET content = '' WHERE name = 'lock'", vec![]).await?;
    Ok(())
}

/// Counts a month of an agency anew, or everything.
pub async fn recount(tx: &Tx, cell: Option<Cell>) -> Result<()> {
    clear(tx, cell).await?;
    for item in Item::ALL {
        let column = item.code();
        count(tx, cell, column, &format!("d.{column}"), &format!("d.{column} IS NOT NULL")).await?;
    }
    let online = "CASE WHEN d.channel = 'online' THEN 1 ELSE 0 END";
    count(tx, cell, ONLINE, online, "d.q33 IS NOT NULL").await?;
    count(tx, cell, ONLINE_LATE, "1 - d.q21", "d.channel = 'online' AND d.q21 IS NOT NULL").await?;
    for item in OFFICER_ITEMS {
        count_officers(tx, cell, item.code()).await?;
    }
    let (within, params) = narrowed(cell);
    tx.exec(
        &format!(
            "INSERT INTO settlement_service (agency_id, month_on, procedure_code) \
             SELECT DISTINCT d.agency_id, SUBSTR(d.counted_on, 1, 7) || '-01', d.procedure_code FROM settlement_dossier d \
             WHERE d.channel = 'online' AND d.counted_on IS NOT NULL{within}"
        ),
        params,
    )
    .await?;
    Ok(())
}

async fn clear(tx: &Tx, cell: Option<Cell>) -> Result<()> {
    let (within, params) = match cell {
        Some((agency, month)) => (
            " AND agency_id = $1 AND month_on = $2",
            vec![Value::from(agency), month.first().to_string().into()],
        ),
        None => ("", Vec::new()),
    };
    // What is counted of sheets comes from elsewhere.
    let tally = format!("DELETE FROM settlement_tally WHERE item <> '{DISLIKED}'{within}");
    tx.exec(&tally, params.clone()).await?;
    let officers = format!("DELETE FROM settlement_officer WHERE item <> ''{within}");
    tx.exec(&officers, params.clone()).await?;
    let services = format!("DELETE FROM settlement_service WHERE procedure_code <> ''{within}");
    tx.exec(&services, params).await?;
    Ok(())
}

/// The condition that keeps dossiers of a month of an agency.
fn narrowed(cell: Option<Cell>) -> (&'static str, Vec<Value>) {
    match cell {
        Some((agency, month)) => (
            " AND d.agency_id = $1 AND d.counted_on >= $2 AND d.counted_on <= $3",
            vec![agency.into(), month.first().to_string().into(), month.last().to_string().into()],
        ),
        None => ("", Vec::new()),
    }
}

async fn count(tx: &Tx, cell: Option<Cell>, item: &str, numerator: &str, condition: &str) -> Result<()> {
    let (within, params) = narrowed(cell);
    tx.exec(
        &format!(
            "INSERT INTO settlement_tally (agency_id, month_on, item, numerator, denominator) \
             SELECT d.agency_id, SUBSTR(d.counted_on, 1, 7) || '-01', '{item}', CAST(SUM({numerator}) AS BIGINT), COUNT(*) \
             FROM settlement_dossier d WHERE {condition} AND d.counted_on IS NOT NULL{within} \
             GROUP BY d.agency_id, SUBSTR(d.counted_on, 1, 7)"
        ),
        params,
    )
    .await?;
    Ok(())
}

async fn count_officers(tx: &Tx, cell: Option<Cell>, item: &str) -> Result<()> {
    let (within, params) = narrowed(cell);
    tx.exec(
        &format!(
            "INSERT INTO settlement_officer (agency_id, month_on, account_id, item, name, numerator, denominator) \
             SELECT d.agency_id, SUBSTR(d.counted_on, 1, 7) || '-01', h.account_id, '{item}', MAX(h.name), \
             CAST(SUM(d.{item}) AS BIGINT), COUNT(*) \
             FROM settlement_dossier d JOIN settlement_hand h ON h.dossier_id = d.dossier_id \
             WHERE d.{item} IS NOT NULL AND d.counted_on IS NOT NULL{within} \
             GROUP BY d.agency_id, SUBSTR(d.counted_on, 1, 7), h.account_id"
        ),
        params,
    )
    .await?;
    Ok(())
}

/// Keeps how many sheets of an agency's month were answered and how many were disliked.
pub async fn put_disliked(tx: &Tx, (agency, month): (i64, Day), disliked: i64, sheets: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO settlement_tally (agency_id, month_on, item, numerator, denominator) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (agency_id, month_on, item) DO UPDATE SET numerator = excluded.numerator, \
         denominator = excluded.denominator",
        vec![agency.into(), month.to_string().into(), DISLIKED.into(), disliked.into(), sheets.into()],
    )
    .await?;
    Ok(())
}

/// Forgets what was counted of sheets, before all of them are counted anew.
pub async fn clear_disliked(tx: &Tx) -> Result<()> {
    tx.exec("DELETE FROM settlement_tally WHERE item = $1", vec![DISLIKED.into()]).await?;
    Ok(())
}

/// The counts of a time by agency and item, within a scope.
pub async fn counts(db: &impl Read, period: Period, scope: &Scope) -> Result<Vec<CountRow>> {
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT agency_id, item, CAST(SUM(numerator) AS BIGINT) AS numerator, \
             CAST(SUM(denominator) AS BIGINT) AS denominator FROM settlement_tally \
             WHERE month_on >= $1 AND month_on <= $2{within} GROUP BY agency_id, item ORDER BY agency_id, item"
        ),
        params,
    )
    .await
}

/// The online services used in a time, within a scope.
pub async fn used(db: &impl Read, period: Period, scope: &Scope) -> Result<Vec<UsedRow>> {
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT DISTINCT agency_id, procedure_code FROM settlement_service \
             WHERE month_on >= $1 AND month_on <= $2{within} ORDER BY agency_id, procedure_code"
        ),
        params,
    )
    .await
}

#[derive(FromRow)]
struct Ends {
    earliest: Option<String>,
    latest: Option<String>,
}

/// First days of the first and the last month with counts.
pub async fn months(db: &impl Read) -> Result<Option<(Day, Day)>> {
    let sql = "SELECT MIN(month_on) AS earliest, MAX(month_on) AS latest FROM settlement_tally";
    let ends: Option<Ends> = db.row(sql, vec![]).await?;
    Ok(ends.and_then(|e| Some((e.earliest?.parse().ok()?, e.latest?.parse().ok()?))))
}

/// A remembered text; none where it was never set.
pub async fn state(db: &impl Read, name: &str) -> Result<Option<String>> {
    let sql = "SELECT content FROM settlement_state WHERE name = $1";
    let row: Option<(String,)> = db.row(sql, vec![name.into()]).await?;
    Ok(row.map(|(content,)| content))
}

/// Remembers a text.
pub async fn set_state(tx: &Tx, name: &str, content: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO settlement_state (name, content) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        vec![name.into(), content.into()],
    )
    .await?;
    Ok(())
}
