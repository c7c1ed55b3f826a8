//! Scores: what an agency gave for a criterion, what was measured, what was verified with its reason, what was said of it.

use super::super::rules::dec::Dec;
use super::super::rules::rule::Facts;
use super::super::rules::total::Given;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A score.
#[derive(Debug, Clone, Default, FromRow)]
pub struct ScoreRow {
    pub id: i64,
    pub code: String,
    pub not_applicable: bool,
    pub facts: String,
    pub own_points: Option<i64>,
    pub explanation: String,
    pub measured: String,
    pub measured_points: Option<i64>,
    pub verified_points: Option<i64>,
    pub verified_facts: String,
    pub reason: String,
    pub verified_by: Option<i64>,
    pub verified_name: String,
    pub objection: String,
    pub answer: String,
    pub answered_name: String,
    pub final_points: Option<i64>,
}

/// The scores of a sheet by the criterion's code.
pub type Scores = BTreeMap<String, ScoreRow>;

fn read(text: &str) -> Result<Facts> {
    if text.is_empty() { Ok(Facts::default()) } else { Ok(serde_json::from_str(text)?) }
}

impl ScoreRow {
    /// What the agency gave.
    pub fn given_facts(&self) -> Result<Facts> {
        read(&self.facts)
    }

    /// What the verifier found, where the rule was scored anew.
    pub fn found_facts(&self) -> Result<Facts> {
        read(&self.verified_facts)
    }

    /// The agency's own points.
    pub fn own(&self) -> Option<Dec> {
        self.own_points.map(Dec)
    }

    /// What was measured.
    pub fn measured(&self) -> Option<Dec> {
        self.measured_points.map(Dec)
    }

    /// What was verified.
    pub fn verified(&self) -> Option<Dec> {
        self.verified_points.map(Dec)
    }

    /// What counts in the end: the answer to an objection, else what was verified.
    pub fn last(&self) -> Option<Dec> {
        self.final_points.or(self.verified_points).map(Dec)
    }

    /// An objection that nobody has answered.
    pub fn is_open(&self) -> bool {
        !self.objection.is_empty() && self.answer.is_empty()
    }
}

/// Points of a sheet by one way of looking at its scores.
pub fn points(scores: &Scores, of: impl Fn(&ScoreRow) -> Option<Dec>) -> BTreeMap<String, Given> {
    scores
        .values()
        .map(|row| (row.code.clone(), Given { not_applicable: row.not_applicable, points: of(row) }))
        .collect()
}

const COLUMNS: &str = "c.id, c.code, c.not_applicable, c.facts, c.own_points, c.explanation, c.measured, \
                       c.measured_points, c.verified_points, c.verified_facts, c.reason, c.verified_by, c.verified_name, \
                       c.objection, c.answer, c.answered_name, c.final_points";

/// The scores of a sheet.
pub async fn of_sheet(db: &impl Read, sheet: i64) -> Result<Scores> {
    let sql = format!("SELECT {COLUMNS} FROM par_score c WHERE c.sheet_id = $1");
    let rows: Vec<ScoreRow> = db.rows(&sql, vec![sheet.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
}

/// One score; an empty one where nothing is kept yet.
pub async fn one(db: &impl Read, sheet: i64, code: &str) -> Result<ScoreRow> {
    let sql = format!("SELECT {COLUMNS} FROM par_score c WHERE c.sheet_id = $1 AND c.code = $2");
    let found = db.row(&sql, vec![sheet.into(), code.into()]).await?;
    Ok(found.unwrap_or_else(|| ScoreRow { code: code.to_owned(), ..ScoreRow::default() }))
}

/// An objection that nobody has answered, with its sheet.
#[derive(Debug, Clone, FromRow)]
pub struct Objection {
    pub id: i64,
    pub sheet_id: i64,
    pub code: String,
    pub agency_id: i64,
    pub owner_id: i64,
    pub year: i64,
    pub verified_by: Option<i64>,
    pub verified_name: String,
    pub verified_at: Option<i64>,
}

/// Objections that wait for their answer, the oldest first.
pub async fn objections(db: &impl Read, most: i64) -> Result<Vec<Objection>> {
    let sql = "SELECT c.id, c.sheet_id, c.code, s.agency_id, r.owner_id, s.year, c.verified_by, c.verified_name, s.verified_at \
               FROM par_score c JOIN par_sheet s ON s.id = c.sheet_id JOIN par_round r ON r.id = s.round_id \
               WHERE s.state = 'verified' AND c.objection <> '' AND c.answer = '' ORDER BY c.id LIMIT $1";
    db.rows(sql, vec![most.into()]).await
}

/// What the agency says of a criterion.
#[derive(Debug, Clone, Default)]
pub struct Own {
    pub not_applicable: bool,
    pub facts: Facts,
    pub points: Option<Dec>,
    pub explanation: String,
}

/// Keeps what the agency says; the score's id.
pub async fn assess(tx: &Tx, sheet: i64, code: &str, own: &Own) -> Result<i64> {
    tx.insert(
        "INSERT INTO par_score (sheet_id, code, not_applicable, facts, own_points, explanation, measured, verified_facts, reason, \
         verified_name, objection, answer, answered_name, version) \
         VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '', '', '', '', 1) \
         ON CONFLICT (sheet_id, code) DO UPDATE SET not_applicable = excluded.not_applicable, facts = excluded.facts, \
         own_points = excluded.own_points, explanation = excluded.explanation, version = par_score.version + 1",
        vec![
            sheet.into(),
            code.into(),
            own.not_applicable.into(),
            serde_json::to_string(&own.facts)?.into(),
            own.points.map(|p| p.0).into(),
            own.explanation.clone().into(),
        ],
    )
    .await
}

/// Keeps what was measured when the sheet was handed in; the row is made where the agency said nothing.
pub async fn measure(tx: &Tx, sheet: i64, code: &str, facts: &Facts, points: Option<Dec>) -> Result<()> {
    tx.exec(
        "INSERT INTO par_score (sheet_id, code, not_applicable, facts, explanation, measured, measured_points, verified_facts, \
         reason, verified_name, objection, answer, answered_name, version) \
         VALUES ($1, $2, FALSE, '', '', $3, $4, '', '', '', '', '', '', 1) \
         ON CONFLICT (sheet_id, code) DO UPDATE SET measured = excluded.measured, measured_points = excluded.measured_points, \
         version = par_score.version + 1",
        vec![
            sheet.into(),
            code.into(),
            serde_json::to_string(facts)?.into(),
            points.map(|p| p.0).into(),
        ],
    )
    .await?;
    Ok(())
}

/// What a verifier found.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    pub not_applicable: bool,
    pub facts: Facts,
    pub points: Option<Dec>,
    pub reason: String,
}

/// Keeps a verdict; the row is made where the agency said nothing. The score's id.
pub async fn verify(tx: &Tx, sheet: i64, code: &str, verdict: &Verdict) -> Result<i64> {
    tx.insert(
        "INSERT INTO par_score (sheet_id, code, not_applicable, facts, explanation, measured, verified_points, verified_facts, \
         reason, verified_by, verified_name, objection, answer, answered_name, version) \
         VALUES ($1, $2, $3, '', '', '', $4, $5, $6, $7, $8, '', '', '', 1) \
         ON CONFLICT (sheet_id, code) DO UPDATE SET not_applicable = excluded.not_applicable, \
         verified_points = excluded.verified_points, verified_facts = excluded.verified_facts, reason = excluded.reason, \
         verified_by = excluded.verified_by, verified_name = excluded.verified_name, version = par_score.version + 1",
        vec![
            sheet.into(),
            code.into(),
            verdict.not_applicable.into(),
            verdict.points.map(|p| p.0).into(),
            serde_json::to_string(&verdict.facts)?.into(),
            verdict.reason.clone().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
        ],
    )
    .await
}

/// Keeps an objection to a verdict; false where there is one, or no verdict.
pub async fn object(tx: &Tx, score: i64, text: &str) -> Result<bool> {
    let sql = "UPDATE par_score SET objection = $2, version = version + 1 \
               WHERE id = $1 AND objection = '' AND verified_name <> ''";
    Ok(tx.exec(sql, vec![score.into(), text.into()]).await? > 0)
}

/// Keeps the answer to an objection with the points that count; false where there is nothing to answer.
pub async fn answer(tx: &Tx, score: i64, text: &str, points: Dec) -> Result<bool> {
    let sql = "UPDATE par_score SET answer = $2, final_points = $3, answered_name = $4, version = version + 1 \
               WHERE id = $1 AND objection <> '' AND answer = ''";
    let params = vec![score.into(), text.into(), points.0.into(), tx.by().name.clone().into()];
    Ok(tx.exec(sql, params).await? > 0)
}
