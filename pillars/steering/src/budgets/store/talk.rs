//! Comments of the offices on a budget and its lines, and the agency's answers.

use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A comment, on the whole budget or on a line.
#[derive(Debug, Clone, FromRow)]
pub struct Comment {
    pub id: i64,
    pub budget_id: i64,
    pub line_id: Option<i64>,
    pub round: i64,
    pub step: String,
    pub text: String,
    pub author_name: String,
    pub agency_id: i64,
    pub at: i64,
    pub answer: String,
    pub answered_by: String,
    pub answered_at: Option<i64>,
}

const COMMENT: &str =
    "id, budget_id, line_id, round, step, text, author_name, agency_id, at, answer, answered_by, answered_at";

/// Comments on a budget, the oldest first.
pub async fn of(db: &impl Read, budget: i64) -> Result<Vec<Comment>> {
    let sql = format!("SELECT {COMMENT} FROM budget_comment WHERE budget_id = $1 ORDER BY id");
    db.rows(&sql, vec![budget.into()]).await
}

/// A comment by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Comment> {
    let sql = format!("SELECT {COMMENT} FROM budget_comment WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Comments that nobody answered.
pub async fn unanswered(db: &impl Read, budget: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM budget_comment WHERE budget_id = $1 AND answered_at IS NULL";
    db.number(sql, vec![budget.into()]).await
}

/// What a comment is made of.
#[derive(Debug, Clone)]
pub struct NewComment {
    pub budget: i64,
    pub line: Option<i64>,
    pub round: i64,
    pub step: String,
    pub text: String,
    pub author: String,
    pub agency: i64,
}

/// Adds one.
pub async fn add(tx: &Tx, new: &NewComment) -> Result<i64> {
    tx.insert(
        "INSERT INTO budget_comment (budget_id, line_id, round, step, text, author_name, agency_id, at, answer, answered_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
        vec![
            new.budget.into(),
            new.line.into(),
            new.round.into(),
            new.step.clone().into(),
            new.text.clone().into(),
            new.author.clone().into(),
            new.agency.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Answers one; false where it is answered already.
pub async fn answer(tx: &Tx, id: i64, text: &str, by: &str) -> Result<bool> {
    let sql = "UPDATE budget_comment SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1 AND answered_at IS NULL";
    Ok(tx.exec(sql, vec![id.into(), text.into(), by.into(), tx.at().micros().into()]).await? > 0)
}
