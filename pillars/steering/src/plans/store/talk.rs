//! Comments on a plan and its lines with their answers; check-ins on a line with their evidence.

use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A comment, on the whole plan or on a line.
#[derive(Debug, Clone, FromRow)]
pub struct Comment {
    pub id: i64,
    pub plan_id: i64,
    pub edition: i64,
    pub line_id: Option<i64>,
    pub text: String,
    pub author_name: String,
    pub author_agency_id: i64,
    pub at: i64,
    pub answer: String,
    pub answered_by: String,
    pub answered_at: Option<i64>,
}

const COMMENT: &str = "id, plan_id, edition, line_id, text, author_name, author_agency_id, at, answer, answered_by, answered_at";

/// Comments of a plan, the oldest first.
pub async fn comments(db: &impl Read, plan: i64) -> Result<Vec<Comment>> {
    let sql = format!("SELECT {COMMENT} FROM plan_comment WHERE plan_id = $1 ORDER BY id");
    db.rows(&sql, vec![plan.into()]).await
}

/// A comment by id.
pub async fn comment(db: &impl Read, id: i64) -> Result<Comment> {
    let sql = format!("SELECT {COMMENT} FROM plan_comment WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Comments of an edition that nobody answered.
pub async fn unanswered(db: &impl Read, plan: i64, edition: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM plan_comment WHERE plan_id = $1 AND edition = $2 AND answered_at IS NULL";
    db.number(sql, vec![plan.into(), edition.into()]).await
}

/// What a new comment is made of.
#[derive(Debug, Clone)]
pub struct NewComment {
    pub plan: i64,
    pub edition: i64,
    pub line: Option<i64>,
    pub text: String,
    pub author: (i64, String),
    pub agency: i64,
}

/// Adds a comment.
pub async fn add_comment(tx: &Tx, new: &NewComment) -> Result<i64> {
    tx.insert(
        "INSERT INTO plan_comment (plan_id, edition, line_id, text, author_id, author_name, author_agency_id, at, answer, \
         answered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
        vec![
            new.plan.into(),
            new.edition.into(),
            new.line.into(),
            new.text.clone().into(),
            new.author.0.into(),
            new.author.1.clone().into(),
            new.agency.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Answers a comment; false where it has an answer.
pub async fn answer(tx: &Tx, id: i64, text: &str, by: &str) -> Result<bool> {
    let sql = "UPDATE plan_comment SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1 AND answered_at IS NULL";
    Ok(tx.exec(sql, vec![id.into(), text.into(), by.into(), tx.at().micros().into()]).await? > 0)
}

/// A check-in.
#[derive(Debug, Clone, Default, FromRow)]
pub struct CheckIn {
    pub id: i64,
    pub line_id: i64,
    pub percent: i64,
    pub done: bool,
    pub text: String,
    /// The measured value it was taken from, in words, or "".
    pub measured: String,
    pub measured_href: String,
    pub link_kind: String,
    pub link_label: String,
    pub link_href: String,
    pub link_agency_id: Option<i64>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    /// The day it happened, which may lie before the day it was told.
    pub happened_on: String,
    pub at: i64,
    pub author_name: String,
}

const CHECK_IN: &str = "id, line_id, percent, done, text, measured, measured_href, link_kind, link_label, link_href, \
                        link_agency_id, file_hash, file_name, happened_on, at, author_name";

/// Check-ins of a line, the newest first.
pub async fn check_ins(db: &impl Read, line: i64) -> Result<Vec<CheckIn>> {
    let sql = format!("SELECT {CHECK_IN} FROM plan_checkin WHERE line_id = $1 ORDER BY id DESC");
    db.rows(&sql, vec![line.into()]).await
}

/// A check-in by id.
pub async fn check_in(db: &impl Read, id: i64) -> Result<CheckIn> {
    let sql = format!("SELECT {CHECK_IN} FROM plan_checkin WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a check-in.
pub async fn add_check_in(tx: &Tx, new: &CheckIn, happened: Day) -> Result<i64> {
    tx.insert(
        "INSERT INTO plan_checkin (line_id, percent, done, text, measured, measured_href, link_kind, link_label, link_href, \
         link_agency_id, file_hash, file_name, happened_on, at, author_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        vec![
            new.line_id.into(),
            new.percent.into(),
            new.done.into(),
            new.text.clone().into(),
            new.measured.clone().into(),
            new.measured_href.clone().into(),
            new.link_kind.clone().into(),
            new.link_label.clone().into(),
            new.link_href.clone().into(),
            new.link_agency_id.into(),
            new.file_hash.clone().into(),
            new.file_name.clone().into(),
            happened.to_string().into(),
            tx.at().micros().into(),
            new.author_name.clone().into(),
        ],
    )
    .await
}
