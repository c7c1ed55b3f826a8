//! Questions to other units and to experts about a dossier: asked, answered, withdrawn, or passed over after their day.

use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// The opinion of another unit or of an expert.
#[derive(Debug, Clone, FromRow)]
pub struct Opinion {
    /// Id.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Unit asked; of an expert, the agency that writes the answer down.
    pub unit_id: i64,
    /// Expert asked, in words.
    pub expert: Option<String>,
    /// Question.
    pub question: String,
    /// Answer due, ISO day.
    pub due_on: String,
    /// Who asked.
    pub asked_by: String,
    /// Their account.
    pub asked_by_id: Option<i64>,
    /// When.
    pub asked_at: i64,
    /// Answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<i64>,
    /// When it ended without an answer.
    pub closed_at: Option<i64>,
    /// Who ended it.
    pub closed_by: Option<String>,
    /// How: `withdrawn` or `silent`.
    pub closed_as: Option<String>,
    /// Why, in words.
    pub close_note: Option<String>,
}

impl Opinion {
    /// Whether an answer is still waited for.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none() && self.closed_at.is_none()
    }

    /// Whether its day has passed without an answer; a day that cannot be read has.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_open() && self.due_on.parse::<Day>().ok().is_none_or(|due| due < today)
    }
}

/// How a question ends without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Who asked does not need it any more.
    Withdrawn,
    /// The day passed and the dossier goes on without it.
    Silent,
}

const OPINION: &str = "SELECT id, dossier_id, unit_id, expert, question, due_on, asked_by, asked_by_id, asked_at, answer, \
                       answered_by, answered_at, closed_at, closed_by, closed_as, close_note FROM dossier_opinion";

/// Asks a unit, or an expert whose answer the unit writes down.
pub async fn add_opinion(
    tx: &Tx,
    dossier: i64,
    (unit, expert): (i64, Option<&str>),
    question: &str,
    due_on: Day,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO dossier_opinion (dossier_id, unit_id, expert, question, due_on, asked_by, asked_at, asked_by_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            dossier.into(),
            unit.into(),
            expert.map(str::to_owned).into(),
            question.into(),
            due_on.to_string().into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
            tx.by().account_id.into(),
        ],
    )
    .await
}

/// Writes the answer, once.
pub async fn answer_opinion(tx: &Tx, id: i64, answer: &str) -> Result<()> {
    let done = tx
        .exec(
            "UPDATE dossier_opinion SET answer = $2, answered_by = $3, answered_at = $4 \
             WHERE id = $1 AND answered_at IS NULL AND closed_at IS NULL",
            vec![id.into(), answer.into(), tx.by().name.clone().into(), tx.at().micros().into()],
        )
        .await?;
    if done == 0 { Err(platform::Refusal::new("one-stop-refused-answered-already").into()) } else { Ok(()) }
}

/// Ends a question without an answer.
pub async fn close_opinion(tx: &Tx, id: i64, how: Closed, note: &str) -> Result<()> {
    let word = match how {
        Closed::Withdrawn => "withdrawn",
        Closed::Silent => "silent",
    };
    let done = tx
        .exec(
            "UPDATE dossier_opinion SET closed_at = $2, closed_by = $3, closed_as = $4, close_note = $5 \
             WHERE id = $1 AND answered_at IS NULL AND closed_at IS NULL",
            vec![id.into(), tx.at().micros().into(), tx.by().name.clone().into(), word.into(), note.into()],
        )
        .await?;
    if done == 0 { Err(platform::Refusal::new("one-stop-refused-opinion-ended").into()) } else { Ok(()) }
}

/// One opinion.
pub async fn opinion(db: &impl Read, id: i64) -> Result<Opinion> {
    db.row(&format!("{OPINION} WHERE id = $1"), vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The opinions on a dossier.
pub async fn opinions(db: &impl Read, dossier: i64) -> Result<Vec<Opinion>> {
    db.rows(&format!("{OPINION} WHERE dossier_id = $1 ORDER BY id"), vec![dossier.into()]).await
}
