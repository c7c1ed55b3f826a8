//! Saved scenarios: the question, and what came out the day it was asked.

use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A saved scenario.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(in super::super) struct Scenario {
    pub id: i64,
    pub name: String,
    pub measure: String,
    pub period: String,
    pub rule: String,
    pub figure: Option<f64>,
    pub value_now: Option<f64>,
    pub value_then: Option<f64>,
    pub agency_id: i64,
    pub author_name: String,
    pub at: i64,
}

const COLUMNS: &str = "s.id, s.name, s.measure, s.period, s.rule, s.figure, s.value_now, s.value_then, s.agency_id, s.author_name, s.at";

/// Keeps one under the key of its form; its number, also where the same form was sent before.
pub(in super::super) async fn add(tx: &Tx, key: &str, new: &Scenario) -> Result<(i64, bool)> {
    let values = vec![
        key.into(),
        new.name.clone().into(),
        new.measure.clone().into(),
        new.period.clone().into(),
        new.rule.clone().into(),
        new.figure.into(),
        new.value_now.into(),
        new.value_then.into(),
        new.agency_id.into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
    ];
    let added = tx
        .exec(
            "INSERT INTO target_scenario (sent_key, name, measure, period, rule, figure, value_now, value_then, agency_id, \
             author_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (sent_key) DO NOTHING",
            values,
        )
        .await?;
    let id = tx.number("SELECT id FROM target_scenario WHERE sent_key = $1", vec![key.into()]).await?;
    Ok((id, added > 0))
}

/// One by its id; 404 when there is none.
pub(in super::super) async fn get(db: &impl Read, id: i64) -> Result<Scenario> {
    let sql = format!("SELECT {COLUMNS} FROM target_scenario s WHERE s.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "luu-luc", sql: "s.at", number: true },
    SortKey { name: "ten", sql: "s.name", number: false },
    SortKey { name: "chi-tieu", sql: "s.measure", number: false },
];

/// The list of saved scenarios.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "target_scenario s", "s.id", &SORTS).descending()
}
