//! The schedule's rows.

use crate::fees::rules::schedule::{Kind, Rate};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A row as stored.
#[derive(Debug, Clone, FromRow)]
pub struct RateRow {
    pub id: i64,
    pub procedure_code: String,
    pub kind: String,
    pub name: String,
    pub unit: String,
    pub amount: i64,
    pub from_on: String,
    pub to_on: Option<String>,
    pub basis: String,
    pub confirmed: bool,
}

impl RateRow {
    /// As the rules read it.
    pub fn rate(&self) -> Result<Rate> {
        let fault = |e: &dyn std::fmt::Display| Error::fault(format!("fee_rate {}", self.id), e);
        Ok(Rate {
            kind: Kind::from_code(&self.kind).ok_or_else(|| fault(&self.kind))?,
            name: self.name.clone(),
            unit: self.unit.clone(),
            amount: self.amount,
            from: self.from_on.parse().map_err(|_| fault(&self.from_on))?,
            to: self.to_on.as_deref().and_then(|d| d.parse().ok()),
            basis: self.basis.clone(),
        })
    }
}

/// A row to add.
#[derive(Debug, Clone)]
pub struct NewRate {
    pub procedure_code: String,
    pub rate: Rate,
    pub confirmed: bool,
}

const COLUMNS: &str =
    "r.id, r.procedure_code, r.kind, r.name, r.unit, r.amount, r.from_on, r.to_on, r.basis, r.confirmed";
const HEAD: &str =
    "INSERT INTO fee_rate (procedure_code, kind, name, unit, amount, from_on, to_on, basis, confirmed)";

fn values(new: NewRate) -> Vec<Value> {
    vec![
        new.procedure_code.into(),
        new.rate.kind.code().into(),
        new.rate.name.into(),
        new.rate.unit.into(),
        new.rate.amount.into(),
        new.rate.from.to_string().into(),
        new.rate.to.map(|d| d.to_string()).into(),
        new.rate.basis.into(),
        new.confirmed.into(),
    ]
}

/// All rows, by procedure; conditions name the table `r`.
pub fn rates() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "thu-tuc", sql: "r.procedure_code", number: false },
        SortKey { name: "tu", sql: "r.from_on", number: false },
        SortKey { name: "muc", sql: "r.amount", number: true },
    ];
    ListQuery::new(COLUMNS, "fee_rate r", "r.id", &SORTS)
}

/// The rows of a procedure, past ones too.
pub async fn rates_of(db: &impl Read, procedure: &str) -> Result<Vec<RateRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM fee_rate r WHERE r.procedure_code = $1 ORDER BY r.from_on, r.id");
    db.rows(&sql, vec![procedure.into()]).await
}

/// A row by id.
pub async fn rate(db: &impl Read, id: i64) -> Result<Option<RateRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_rate r WHERE r.id = $1"), vec![id.into()]).await
}

/// Adds a row.
pub async fn add_rate(tx: &Tx, new: NewRate) -> Result<i64> {
    tx.insert(&format!("{HEAD} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"), values(new)).await
}

/// Adds many rows.
pub async fn add_rates(tx: &Tx, rows: Vec<NewRate>) -> Result<()> {
    tx.insert_many(HEAD, rows.into_iter().map(values).collect()).await
}

/// Gives a row its last day.
pub async fn end_rate(tx: &Tx, id: i64, last: Day) -> Result<()> {
    tx.exec("UPDATE fee_rate SET to_on = $2 WHERE id = $1", vec![id.into(), last.to_string().into()]).await?;
    Ok(())
}

#[derive(FromRow)]
struct Known {
    procedure_code: String,
}

/// The procedures that have rows.
pub async fn known_procedures(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<Known> =
        db.rows("SELECT DISTINCT procedure_code FROM fee_rate ORDER BY procedure_code", vec![]).await?;
    Ok(rows.into_iter().map(|r| r.procedure_code).collect())
}
