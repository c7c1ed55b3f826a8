//! Answers, and what their receivers said of them.

use kernel::Day;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "a.id, a.petition_id, a.at, a.agency_id, a.outcome, a.criteria, a.text, a.token, a.level, a.comment, \
     a.rated_on";

/// An answer.
#[derive(Debug, Clone, FromRow)]
pub struct Answer {
    pub id: i64,
    pub petition_id: i64,
    pub at: i64,
    pub agency_id: i64,
    pub outcome: String,
    pub criteria: String,
    pub text: String,
    pub token: String,
    pub level: String,
    pub comment: String,
    pub rated_on: Option<String>,
}

/// An answer to give.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub petition_id: i64,
    pub at: i64,
    pub agency_id: i64,
    pub outcome: &'static str,
    pub criteria: String,
    pub text: String,
    pub token: String,
}

/// Gives an answer.
pub async fn add_answer(tx: &Tx, new: NewAnswer) -> Result<i64> {
    tx.insert(
        "INSERT INTO petition_answer (petition_id, at, agency_id, outcome, criteria, text, token, level, comment) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', '')",
        vec![
            new.petition_id.into(),
            new.at.into(),
            new.agency_id.into(),
            new.outcome.into(),
            new.criteria.into(),
            new.text.into(),
            new.token.into(),
        ],
    )
    .await
}

/// The answers of a petition, the latest first.
pub async fn answers_of(db: &impl Read, petition: i64) -> Result<Vec<Answer>> {
    let sql = format!("SELECT {COLUMNS} FROM petition_answer a WHERE a.petition_id = $1 ORDER BY a.id DESC");
    db.rows(&sql, vec![petition.into()]).await
}

/// The answer that a link rates.
pub async fn answer_by_token(db: &impl Read, token: &str) -> Result<Option<Answer>> {
    let sql = format!("SELECT {COLUMNS} FROM petition_answer a WHERE a.token = $1");
    db.row(&sql, vec![token.into()]).await
}

/// Keeps what was said of an answer; false if it was said already.
pub async fn rate(tx: &Tx, id: i64, level: &str, comment: &str, on: Day) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE petition_answer SET level = $2, comment = $3, rated_on = $4 WHERE id = $1 AND rated_on IS NULL",
            vec![id.into(), level.into(), comment.into(), on.to_string().into()],
        )
        .await?;
    Ok(touched > 0)
}
