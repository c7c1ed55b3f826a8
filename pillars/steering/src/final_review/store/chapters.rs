//! Chapters of a review, each written by an agency.

use super::super::rules::ChapterState;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A chapter.
#[derive(Debug, Clone, FromRow)]
pub struct Chapter {
    pub id: i64,
    pub review_id: i64,
    pub position: i64,
    pub title: String,
    pub agency_id: i64,
    pub due_on: String,
    pub state: String,
    pub text: String,
    /// Why it was given back.
    pub reason: String,
    pub submitted_on: Option<String>,
    pub submitted_name: String,
    pub changed_at: i64,
    pub version: i64,
}

impl Chapter {
    /// Where it stands.
    pub fn state(&self) -> Result<ChapterState> {
        ChapterState::from_code(&self.state)
            .ok_or_else(|| Error::fault("final_review_chapter.state", &self.state))
    }
}

const CHAPTER: &str = "c.id, c.review_id, c.position, c.title, c.agency_id, c.due_on, c.state, c.text, c.reason, \
                       c.submitted_on, c.submitted_name, c.changed_at, c.version";

/// All chapters by term; conditions name the table `c`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "han", sql: "c.due_on", number: false },
        SortKey { name: "chuong", sql: "c.title", number: false },
        SortKey { name: "co-quan", sql: "c.agency_id", number: true },
    ];
    ListQuery::new(CHAPTER, "final_review_chapter c", "c.id", &SORTS)
}

/// The chapters of a review in order.
pub async fn of_review(db: &impl Read, review: i64) -> Result<Vec<Chapter>> {
    let sql = format!(
        "SELECT {CHAPTER} FROM final_review_chapter c WHERE c.review_id = $1 ORDER BY c.position, c.id"
    );
    db.rows(&sql, vec![review.into()]).await
}

/// A chapter by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Chapter> {
    let sql = format!("SELECT {CHAPTER} FROM final_review_chapter c WHERE c.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a chapter; none where the review has one of this title.
pub async fn add(
    tx: &Tx,
    review: i64,
    (position, title): (i64, &str),
    (agency, due): (i64, Day),
) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO final_review_chapter (review_id, position, title, agency_id, due_on, state, text, reason, \
             submitted_name, changed_at, version) VALUES ($1, $2, $3, $4, $5, 'assigned', '', '', '', $6, 1) \
             ON CONFLICT (review_id, title) DO NOTHING",
            vec![
                review.into(),
                position.into(),
                title.into(),
                agency.into(),
                due.to_string().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Keeps its text; false if somebody was faster.
pub async fn write(tx: &Tx, chapter: &Chapter, text: &str) -> Result<bool> {
    let sql = "UPDATE final_review_chapter SET text = $3, version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2";
    let values = vec![chapter.id.into(), chapter.version.into(), text.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Sends it; false if somebody was faster.
pub async fn submit(tx: &Tx, chapter: &Chapter, by: &str) -> Result<bool> {
    let sql = "UPDATE final_review_chapter SET state = 'submitted', submitted_on = $3, submitted_name = $4, reason = '', \
               version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let at = tx.at();
    let values = vec![
        chapter.id.into(),
        chapter.version.into(),
        at.day().to_string().into(),
        by.into(),
        at.micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, chapter: &Chapter, to: ChapterState, reason: &str) -> Result<bool> {
    let sql = "UPDATE final_review_chapter SET state = $3, reason = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        chapter.id.into(),
        chapter.version.into(),
        to.code().into(),
        reason.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}
