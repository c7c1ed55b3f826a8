//! Points of entries by criterion, with bonus and penalty.

use super::super::rules::Points;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A criterion of an entry.
#[derive(Debug, Clone, FromRow)]
pub struct Point {
    pub entry_id: i64,
    pub code: String,
    /// The agency's own points.
    pub own: Option<i64>,
    pub note: String,
    /// Points by the city's records.
    pub measured: Option<i64>,
    /// The value behind them, in words.
    pub shown: String,
    /// Records behind it.
    pub count: i64,
    /// Where they are.
    pub href: String,
    /// Points of the appraisal, where it says otherwise.
    pub appraised: Option<i64>,
    pub reason: String,
}

impl Point {
    /// The points that count: the appraisal's, else measured ones, else the agency's own.
    pub fn counts(&self) -> Option<Points> {
        self.appraised.or(self.measured).or(self.own).map(Points)
    }
}

const POINT: &str =
    "p.entry_id, p.code, p.own, p.note, p.measured, p.shown, p.count, p.href, p.appraised, p.reason";

/// The points of an entry.
pub async fn of_entry(db: &impl Read, entry: i64) -> Result<Vec<Point>> {
    let sql = format!("SELECT {POINT} FROM emulation_point p WHERE p.entry_id = $1 ORDER BY p.id");
    db.rows(&sql, vec![entry.into()]).await
}

/// The points of all entries of a round.
pub async fn of_round(db: &impl Read, round: i64) -> Result<Vec<Point>> {
    let sql = format!(
        "SELECT {POINT} FROM emulation_point p JOIN emulation_entry e ON e.id = p.entry_id WHERE e.round_id = $1 ORDER BY p.id"
    );
    db.rows(&sql, vec![round.into()]).await
}

/// What the city's records say of a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    pub points: Option<i64>,
    pub shown: String,
    pub count: i64,
    pub href: String,
}

/// Keeps what the records say.
pub async fn set_measured(tx: &Tx, entry: i64, code: &str, found: &Measured) -> Result<()> {
    tx.exec(
        "INSERT INTO emulation_point (entry_id, code, note, measured, shown, count, href, reason) \
         VALUES ($1, $2, '', $3, $4, $5, $6, '') \
         ON CONFLICT (entry_id, code) DO UPDATE SET measured = $3, shown = $4, count = $5, href = $6",
        vec![
            entry.into(),
            code.into(),
            found.points.into(),
            found.shown.clone().into(),
            found.count.into(),
            found.href.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Keeps the agency's own points.
pub async fn set_own(tx: &Tx, entry: i64, code: &str, own: Option<Points>, note: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO emulation_point (entry_id, code, own, note, shown, count, href, reason) \
         VALUES ($1, $2, $3, $4, '', 0, '', '') ON CONFLICT (entry_id, code) DO UPDATE SET own = $3, note = $4",
        vec![entry.into(), code.into(), own.map(|p| p.0).into(), note.into()],
    )
    .await?;
    Ok(())
}

/// Keeps the appraisal's points, or takes them back.
pub async fn set_appraised(
    tx: &Tx,
    entry: i64,
    code: &str,
    points: Option<Points>,
    reason: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO emulation_point (entry_id, code, note, shown, count, href, appraised, reason) \
         VALUES ($1, $2, '', '', 0, '', $3, $4) ON CONFLICT (entry_id, code) DO UPDATE SET appraised = $3, reason = $4",
        vec![entry.into(), code.into(), points.map(|p| p.0).into(), reason.into()],
    )
    .await?;
    Ok(())
}

/// Bonus or penalty.
#[derive(Debug, Clone, FromRow)]
pub struct Extra {
    pub id: i64,
    pub entry_id: i64,
    pub points: i64,
    pub reason: String,
    /// Where its evidence is, or "".
    pub href: String,
    pub author_name: String,
    pub at: i64,
}

const EXTRA: &str = "x.id, x.entry_id, x.points, x.reason, x.href, x.author_name, x.at";

/// Bonus and penalty of an entry.
pub async fn extras(db: &impl Read, entry: i64) -> Result<Vec<Extra>> {
    let sql = format!("SELECT {EXTRA} FROM emulation_extra x WHERE x.entry_id = $1 ORDER BY x.id");
    db.rows(&sql, vec![entry.into()]).await
}

/// Bonus and penalty of all entries of a round.
pub async fn extras_of_round(db: &impl Read, round: i64) -> Result<Vec<Extra>> {
    let sql = format!(
        "SELECT {EXTRA} FROM emulation_extra x JOIN emulation_entry e ON e.id = x.entry_id WHERE e.round_id = $1 ORDER BY x.id"
    );
    db.rows(&sql, vec![round.into()]).await
}

/// Adds one; false where the entry has one for the same reason.
pub async fn add_extra(tx: &Tx, entry: i64, points: Points, (reason, href): (&str, &str)) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO emulation_extra (entry_id, points, reason, href, author_name, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (entry_id, reason) DO NOTHING",
            vec![
                entry.into(),
                points.0.into(),
                reason.into(),
                href.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

/// Takes one of an entry away; what it was.
pub async fn drop_extra(tx: &Tx, entry: i64, id: i64) -> Result<Option<Extra>> {
    let sql = format!("SELECT {EXTRA} FROM emulation_extra x WHERE x.id = $1 AND x.entry_id = $2");
    let found = tx.row(&sql, vec![id.into(), entry.into()]).await?;
    tx.exec("DELETE FROM emulation_extra WHERE id = $1 AND entry_id = $2", vec![id.into(), entry.into()])
        .await?;
    Ok(found)
}
