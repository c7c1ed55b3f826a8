//! The last colour and outlook of each measure, and what turned.

use super::super::rules::{Outlook, Shine, Stood, Turn};
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::HashMap;

#[derive(FromRow)]
struct Kept {
    measure: String,
    period: String,
    light: String,
    outlook: String,
}

/// Where the measures of an agency stood when they were last looked at, by code.
pub(in super::super) async fn stood(db: &impl Read, agency: i64) -> Result<HashMap<String, Stood>> {
    let sql =
        "SELECT measure, period, light, outlook FROM target_light WHERE agency_id = $1 ORDER BY measure";
    let rows: Vec<Kept> = db.rows(sql, vec![agency.into()]).await?;
    let light = |code: &str| Shine::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shine::Grey);
    Ok(rows
        .into_iter()
        .map(|k| {
            let stood = Stood { light: light(&k.light), outlook: Outlook::of(&k.outlook), period: k.period };
            (k.measure, stood)
        })
        .collect())
}

/// Keeps where a measure stands.
pub(in super::super) async fn keep(tx: &Tx, measure: &str, agency: i64, stood: &Stood) -> Result<()> {
    tx.exec(
        "INSERT INTO target_light (measure, agency_id, period, light, outlook) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (measure, agency_id) DO UPDATE SET period = excluded.period, light = excluded.light, \
         outlook = excluded.outlook",
        vec![
            measure.into(),
            agency.into(),
            stood.period.clone().into(),
            stood.light.code().into(),
            stood.outlook.code().into(),
        ],
    )
    .await?;
    Ok(())
}

/// A turn with what it rests on.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(in super::super) struct TurnRow {
    pub id: i64,
    pub measure: String,
    pub agency_id: i64,
    pub on_day: String,
    pub period: String,
    /// light or outlook.
    pub kind: String,
    pub was: String,
    pub turned: String,
    pub worse: bool,
    pub value: Option<f64>,
    pub count: i64,
    /// People told.
    pub told: i64,
}

const COLUMNS: &str = "t.id, t.measure, t.agency_id, t.on_day, t.period, t.kind, t.was, t.turned, t.worse, t.value, t.count, t.told";

/// What a turn is of.
pub(in super::super) struct Of<'a> {
    pub measure: &'a str,
    pub agency: i64,
    pub on: String,
    pub period: &'a str,
    pub value: Option<f64>,
    pub count: i64,
    pub told: i64,
}

/// Adds a turn; its number, none when that of the day is kept already.
pub(in super::super) async fn add(tx: &Tx, of: &Of<'_>, turn: &Turn) -> Result<Option<i64>> {
    let added = tx
        .exec(
            "INSERT INTO target_turn (measure, agency_id, on_day, period, kind, was, turned, worse, value, count, told) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (measure, agency_id, on_day, kind) DO NOTHING",
            vec![
                of.measure.into(),
                of.agency.into(),
                of.on.clone().into(),
                of.period.into(),
                turn.kind.into(),
                turn.was.into(),
                turn.now.into(),
                turn.worse.into(),
                of.value.into(),
                of.count.into(),
                of.told.into(),
            ],
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    let sql =
        "SELECT id FROM target_turn WHERE measure = $1 AND agency_id = $2 AND on_day = $3 AND kind = $4";
    let values = vec![of.measure.into(), of.agency.into(), of.on.clone().into(), turn.kind.into()];
    tx.number(sql, values).await.map(Some)
}

/// What turned of a measure at an agency, the newest first.
pub(in super::super) async fn of(
    db: &impl Read,
    measure: &str,
    agency: i64,
    most: i64,
) -> Result<Vec<TurnRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM target_turn t WHERE t.measure = $1 AND t.agency_id = $2 ORDER BY t.on_day DESC, t.id DESC LIMIT $3"
    );
    db.rows(&sql, vec![measure.into(), agency.into(), most.into()]).await
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "ngay", sql: "t.on_day", number: false },
    SortKey { name: "chi-tieu", sql: "t.measure", number: false },
    SortKey { name: "so", sql: "t.count", number: true },
];

/// The list of turns.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "target_turn t", "t.id", &SORTS).descending()
}
