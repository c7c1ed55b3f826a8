//! All SQL of definitions: the city's own versions of measures, with their way and what they rest on.

use super::super::document::Measure;
use super::super::rules::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::HashMap;

/// A definition with the measure it belongs to.
#[derive(Debug, Clone, FromRow)]
pub(in super::super) struct Definition {
    pub id: i64,
    pub measure_id: i64,
    pub code: String,
    pub slug: String,
    pub version: i64,
    pub state: String,
    pub content: String,
    /// What was in force when it was begun.
    pub base_content: String,
    /// What the programme itself says today.
    pub programme_content: String,
    pub reason: String,
    pub from_on: String,
    pub proposed_name: String,
    pub proposed_at: i64,
    pub submitted_at: Option<i64>,
    pub decided_name: String,
    pub decided_at: Option<i64>,
    pub remark: String,
    /// How often it was changed: who changes it says which one they saw.
    pub changes: i64,
}

impl Definition {
    /// Where it stands.
    pub(in super::super) fn state(&self) -> Result<State> {
        State::of(&self.state).ok_or_else(|| Error::fault("measure_definition.state", &self.state))
    }

    /// What it says.
    pub(in super::super) fn measure(&self) -> Result<Measure> {
        Ok(serde_json::from_str(&self.content)?)
    }

    /// What was in force when it was begun.
    pub(in super::super) fn base(&self) -> Result<Measure> {
        Ok(serde_json::from_str(&self.base_content)?)
    }

    /// The day it is to be in force from.
    pub(in super::super) fn from(&self) -> Option<Day> {
        self.from_on.parse().ok()
    }
}

const COLUMNS: &str = "d.id, d.measure_id, m.code, m.slug, d.version, d.state, d.content, d.base_content, \
                       m.content AS programme_content, d.reason, d.from_on, d.proposed_name, d.proposed_at, d.submitted_at, \
                       d.decided_name, d.decided_at, d.remark, d.changes";

/// A measure as its programme says it, and as it is defined on a day.
#[derive(Debug, Clone, FromRow)]
pub(in super::super) struct Defined {
    pub id: i64,
    pub content: String,
}

/// A measure by its slug, defined as on a day; withdrawn ones are not found.
pub(in super::super) async fn measure(db: &impl Read, slug: &str, on: Day) -> Result<Defined> {
    let found: Option<Defined> = db
        .row(
            "SELECT m.id, COALESCE((SELECT d.content FROM measure_definition d WHERE d.measure_id = m.id \
             AND d.state = 'approved' AND d.from_on <= $2 ORDER BY d.from_on DESC, d.version DESC LIMIT 1), m.content) \
             AS content FROM measure m WHERE m.slug = $1 AND NOT m.withdrawn ORDER BY m.id DESC LIMIT 1",
            vec![slug.into(), on.to_string().into()],
        )
        .await?;
    found.ok_or(Error::NotFound)
}

/// One by its id; 404 when there is none.
pub(in super::super) async fn get(db: &impl Read, id: i64) -> Result<Definition> {
    let found = db.row(&format!("SELECT {COLUMNS} FROM measure_definition d JOIN measure m ON m.id = d.measure_id WHERE d.id = $1"), vec![id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// Those of a measure that were approved, the newest first.
pub(in super::super) async fn approved(db: &impl Read, measure: i64) -> Result<Vec<Definition>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM measure_definition d JOIN measure m ON m.id = d.measure_id WHERE d.measure_id = $1 AND d.state = 'approved' \
             ORDER BY d.from_on DESC, d.version DESC"
        ),
        vec![measure.into()],
    )
    .await
}

/// Those that wait: for a reviewer, or given back to who wrote them.
pub(in super::super) async fn waiting(db: &impl Read, most: i64) -> Result<Vec<Definition>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM measure_definition d JOIN measure m ON m.id = d.measure_id WHERE d.state IN ('submitted', 'returned') ORDER BY d.id LIMIT $1"),
        vec![most.into()],
    )
    .await
}

/// The one of a measure that is on its way, if there is one.
pub(in super::super) async fn open(db: &impl Read, measure: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> = db
        .row(
            "SELECT id FROM measure_definition WHERE measure_id = $1 AND state IN ('draft', 'submitted', 'returned') \
             ORDER BY id LIMIT 1",
            vec![measure.into()],
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

/// Number of the version in force on a day, by the measure's code; measures that stand as imported are left out.
pub(in super::super) async fn in_force(db: &impl Read, on: Day) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = db
        .rows(
            "SELECT m.code, d.version FROM measure m JOIN measure_definition d ON d.id = (SELECT n.id \
             FROM measure_definition n WHERE n.measure_id = m.id AND n.state = 'approved' AND n.from_on <= $1 \
             ORDER BY n.from_on DESC, n.version DESC LIMIT 1) WHERE NOT m.withdrawn ORDER BY m.id",
            vec![on.to_string().into()],
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Adds a draft as the next version of its measure; `None` when somebody else was faster.
pub(in super::super) async fn add(
    tx: &Tx,
    measure: i64,
    (content, base): (&str, &str),
    (reason, from): (&str, Day),
) -> Result<Option<i64>> {
    let version = tx
        .number(
            "SELECT COALESCE(MAX(version), 0) + 1 FROM measure_definition WHERE measure_id = $1",
            vec![measure.into()],
        )
        .await?;
    let added = tx
        .exec(
            "INSERT INTO measure_definition (measure_id, version, state, content, base_content, reason, from_on, \
             proposed_name, proposed_at, decided_name, remark, changes) \
             VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, '', '', 0) ON CONFLICT (measure_id, version) DO NOTHING",
            vec![
                measure.into(),
                version.into(),
                content.into(),
                base.into(),
                reason.into(),
                from.to_string().into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    let sql = "SELECT id FROM measure_definition WHERE measure_id = $1 AND version = $2";
    tx.number(sql, vec![measure.into(), version.into()]).await.map(Some)
}

/// Writes other words over a draft; false when it was changed meanwhile.
pub(in super::super) async fn rewrite(
    tx: &Tx,
    seen: &Definition,
    content: &str,
    (reason, from): (&str, Day),
) -> Result<bool> {
    let sql = "UPDATE measure_definition SET content = $3, reason = $4, from_on = $5, proposed_name = $6, proposed_at = $7, \
               changes = changes + 1 WHERE id = $1 AND changes = $2";
    let values = vec![
        seen.id.into(),
        seen.changes.into(),
        content.into(),
        reason.into(),
        from.to_string().into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves one on its way; false when it was changed meanwhile.
pub(in super::super) async fn stand(tx: &Tx, seen: &Definition, to: State, remark: &str) -> Result<bool> {
    let now = tx.at().micros();
    let (submitted, decided) = match to {
        State::Submitted => (Some(now), None),
        State::Returned | State::Approved => (seen.submitted_at, Some(now)),
        State::Draft | State::Dropped => (seen.submitted_at, seen.decided_at),
    };
    let by = if decided == Some(now) { tx.by().name.clone() } else { seen.decided_name.clone() };
    let sql = "UPDATE measure_definition SET state = $3, remark = $4, submitted_at = $5, decided_at = $6, \
               decided_name = $7, changes = changes + 1 WHERE id = $1 AND changes = $2";
    let values = vec![
        seen.id.into(),
        seen.changes.into(),
        to.code().into(),
        remark.into(),
        submitted.into(),
        decided.into(),
        by.into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Makes the demo's own past of one: the moments of its way.
pub(in super::super) async fn backdate(tx: &Tx, id: i64, at: i64) -> Result<()> {
    let sql = "UPDATE measure_definition SET proposed_at = $2, submitted_at = CASE WHEN submitted_at IS NULL THEN NULL ELSE $2 END, \
               decided_at = CASE WHEN decided_at IS NULL THEN NULL ELSE $2 END WHERE id = $1";
    tx.exec(sql, vec![id.into(), at.into()]).await?;
    Ok(())
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "lap-luc", sql: "d.proposed_at", number: true },
    SortKey { name: "chi-tieu", sql: "m.code", number: false },
    SortKey { name: "tu-ngay", sql: "d.from_on", number: false },
];

/// The list of definitions.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "measure_definition d JOIN measure m ON m.id = d.measure_id", "d.id", &SORTS)
        .descending()
}
