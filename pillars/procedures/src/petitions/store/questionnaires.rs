//! Questionnaires and their answers.

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A questionnaire.
#[derive(Debug, Clone, FromRow)]
pub struct Questionnaire {
    pub id: i64,
    pub agency_id: i64,
    pub title: String,
    pub content: String,
    pub target: String,
    pub way: String,
    pub issued_on: String,
    pub due_on: String,
    pub closed_on: Option<String>,
    pub conclusion: String,
}

impl Questionnaire {
    /// The day until which answers are awaited.
    pub fn due(&self) -> Result<Day> {
        self.due_on.parse().map_err(|_| Error::fault("questionnaire.due_on", &self.due_on))
    }
}

/// One in the list, with how many it was sent to and how many answered.
#[derive(Debug, Clone, FromRow)]
pub struct QuestionnaireRow {
    pub id: i64,
    pub agency_id: i64,
    pub title: String,
    pub issued_on: String,
    pub due_on: String,
    pub closed_on: Option<String>,
    pub sent: i64,
    pub answered: i64,
}

/// One to issue.
#[derive(Debug, Clone)]
pub struct NewQuestionnaire {
    pub agency_id: i64,
    pub title: String,
    pub content: String,
    pub target: String,
    pub way: &'static str,
    pub issued_on: Day,
    pub due_on: Day,
}

/// Whom it was sent to, and what they said.
#[derive(Debug, Clone, FromRow)]
pub struct Reply {
    pub id: i64,
    pub respondent: String,
    pub chased_on: Option<String>,
    pub answered_on: Option<String>,
    pub answer: String,
}

/// The list, the newest first; conditions name the table `q`.
pub fn questionnaires() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ngay", sql: "q.issued_on", number: false },
        SortKey { name: "han", sql: "q.due_on", number: false },
    ];
    ListQuery::new(
        "q.id, q.agency_id, q.title, q.issued_on, q.due_on, q.closed_on, \
         (SELECT COUNT(*) FROM questionnaire_reply r WHERE r.questionnaire_id = q.id) AS sent, \
         (SELECT COUNT(*) FROM questionnaire_reply r WHERE r.questionnaire_id = q.id AND r.answered_on IS NOT NULL) AS answered",
        "questionnaire q",
        "q.id",
        &SORTS,
    )
    .descending()
}

/// Issues one.
pub async fn add_questionnaire(tx: &Tx, new: NewQuestionnaire) -> Result<i64> {
    let folded = kernel::text::fold(&format!("{} {}", new.title, new.target));
    tx.insert(
        "INSERT INTO questionnaire (agency_id, title, folded, content, target, way, issued_on, due_on, conclusion) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
        vec![
            new.agency_id.into(),
            new.title.into(),
            folded.into(),
            new.content.into(),
            new.target.into(),
            new.way.into(),
            new.issued_on.to_string().into(),
            new.due_on.to_string().into(),
        ],
    )
    .await
}

/// One by its id.
pub async fn questionnaire(db: &impl Read, id: i64) -> Result<Questionnaire> {
    let sql = "SELECT id, agency_id, title, content, target, way, issued_on, due_on, closed_on, conclusion \
               FROM questionnaire WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Whom it was sent to.
pub async fn replies(db: &impl Read, id: i64) -> Result<Vec<Reply>> {
    let sql = "SELECT id, respondent, chased_on, answered_on, answer FROM questionnaire_reply \
               WHERE questionnaire_id = $1 ORDER BY id";
    db.rows(sql, vec![id.into()]).await
}

/// How many it was sent to, and how many of them answered.
pub fn reply_counts(replies: &[Reply]) -> (i64, i64) {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (count(replies.len()), count(replies.iter().filter(|r| r.answered_on.is_some()).count()))
}

/// Adds whom it is sent to.
pub async fn add_reply(tx: &Tx, questionnaire: i64, respondent: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO questionnaire_reply (questionnaire_id, respondent, answer) VALUES ($1, $2, '')",
        vec![questionnaire.into(), respondent.into()],
    )
    .await
}

/// Holds an open one for this transaction, so that it is not closed meanwhile; false if it is closed.
pub async fn lock(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE questionnaire SET conclusion = conclusion WHERE id = $1 AND closed_on IS NULL";
    Ok(tx.exec(sql, vec![id.into()]).await? > 0)
}

/// Books an answer; false if one is booked already, or if it is none of this questionnaire's.
pub async fn answer_reply(tx: &Tx, questionnaire: i64, reply: i64, answer: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE questionnaire_reply SET answer = $3, answered_on = $4 \
               WHERE id = $2 AND questionnaire_id = $1 AND answered_on IS NULL";
    let values = vec![questionnaire.into(), reply.into(), answer.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Notes that who has not answered was chased; how many.
pub async fn chase(tx: &Tx, questionnaire: i64, on: Day) -> Result<u64> {
    let sql =
        "UPDATE questionnaire_reply SET chased_on = $2 WHERE questionnaire_id = $1 AND answered_on IS NULL";
    tx.exec(sql, vec![questionnaire.into(), on.to_string().into()]).await
}

/// Closes it with what was decided; false if it was closed already.
pub async fn close(tx: &Tx, id: i64, conclusion: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE questionnaire SET conclusion = $2, closed_on = $3 WHERE id = $1 AND closed_on IS NULL";
    Ok(tx.exec(sql, vec![id.into(), conclusion.into(), on.to_string().into()]).await? > 0)
}
