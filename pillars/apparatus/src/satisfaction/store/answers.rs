//! Answers, one row a question.

use super::super::rules::sheet::Answer;
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// An answer in the staff's list: nothing in it names a person or a dossier.
#[derive(Debug, Clone, FromRow)]
pub struct AnswerRow {
    pub invite_id: i64,
    pub agency_id: i64,
    pub procedure_code: String,
    pub set_id: i64,
    pub question: String,
    pub value: Option<i64>,
    pub channel: String,
    pub source: String,
    pub answered_on: String,
}

/// The list of answers, newest first; conditions name the tables `a` (answer) and `i` (sheet).
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ngay", sql: "a.answered_on", number: false },
        SortKey { name: "muc", sql: "COALESCE(a.value, 0)", number: true },
    ];
    ListQuery::new(
        "a.invite_id, a.agency_id, i.procedure_code, i.set_id, a.question, a.value, i.channel, i.source, a.answered_on",
        "survey_answer a JOIN survey_invite i ON i.id = a.invite_id",
        "a.id",
        &SORTS,
    )
    .descending()
}

/// An answer of a sheet.
#[derive(Debug, Clone, FromRow)]
pub struct SheetAnswer {
    pub question: String,
    pub value: Option<i64>,
}

/// The answers of a sheet in the order they were asked.
pub async fn answers_of(db: &impl Read, invite_id: i64) -> Result<Vec<SheetAnswer>> {
    db.rows(
        "SELECT question, value FROM survey_answer WHERE invite_id = $1 ORDER BY id",
        vec![invite_id.into()],
    )
    .await
}

/// Adds the answers of sheets: (sheet, agency, day, answers).
pub async fn insert_answers(tx: &Tx, sheets: &[(i64, i64, Day, Vec<Answer>)]) -> Result<()> {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for (invite, agency, day, answers) in sheets {
        for answer in answers {
            rows.push(vec![
                (*invite).into(),
                (*agency).into(),
                answer.question.clone().into(),
                answer.factor.clone().into(),
                answer.value.into(),
                answer.satisfied.map(i64::from).into(),
                day.to_string().into(),
            ]);
        }
    }
    tx.insert_many(
        "INSERT INTO survey_answer (invite_id, agency_id, question, factor, value, satisfied, answered_on)",
        rows,
    )
    .await
}

/// The sheet an answer stands on.
pub async fn sheet_of(db: &impl Read, answer_id: i64) -> Result<Option<i64>> {
    let sheet =
        db.number("SELECT invite_id FROM survey_answer WHERE id = $1", vec![answer_id.into()]).await?;
    Ok(Some(sheet).filter(|id| *id > 0))
}

/// Evidence of `satisfaction_rate`: one row a valid answer.
/// The record is the answer, since a sheet has several and lists page by (day, record).
pub const EVIDENCE: &str = "SELECT a.id AS record_id, 'Phiếu ' || CAST(a.invite_id AS TEXT) AS label, a.agency_id AS agency_id, \
     a.answered_on AS on_day, CAST(NULL AS TEXT) AS until_day, i.procedure_code AS procedure_code, i.field AS field, \
     i.channel AS channel, a.factor AS reason, a.satisfied AS numerator, CAST(1 AS BIGINT) AS denominator, \
     CAST(0 AS BIGINT) AS value, a.invite_id AS cluster \
     FROM survey_answer a JOIN survey_invite i ON i.id = a.invite_id WHERE a.value IS NOT NULL";
