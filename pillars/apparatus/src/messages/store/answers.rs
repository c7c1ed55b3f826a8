//! Standing answers: texts that an agency's people begin with.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "a.id, a.agency_id, a.title, a.body, a.active, a.changed_at, a.version";

/// A standing answer.
#[derive(Debug, Clone, FromRow)]
pub struct Answer {
    pub id: i64,
    pub agency_id: i64,
    pub title: String,
    pub body: String,
    pub active: bool,
    pub changed_at: i64,
    pub version: i64,
}

/// All of them, without conditions yet.
pub fn answer_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ten", sql: "a.title", number: false },
        SortKey { name: "sua", sql: "a.changed_at", number: true },
    ];
    ListQuery::new(COLUMNS, "standing_answer a", "a.id", &SORTS)
}

/// One by its number.
pub async fn answer(db: &impl Read, id: i64) -> Result<Option<Answer>> {
    db.row(&format!("SELECT {COLUMNS} FROM standing_answer a WHERE a.id = $1"), vec![id.into()]).await
}

/// Those in use of an agency and of the one above all, by title.
pub async fn answers_of(db: &impl Read, agencies: (i64, i64)) -> Result<Vec<Answer>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM standing_answer a WHERE a.active AND a.agency_id IN ($1, $2) ORDER BY a.title, a.id"
    );
    db.rows(&sql, vec![agencies.0.into(), agencies.1.into()]).await
}

/// Adds one.
pub async fn add_answer(tx: &Tx, agency: i64, title: &str, body: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO standing_answer (agency_id, title, folded, body, active, changed_at) VALUES ($1, $2, $3, $4, TRUE, $5)",
        vec![
            agency.into(),
            title.into(),
            kernel::text::fold(title).into(),
            body.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Changes one of the version that was looked at, to what stands in it; whether nobody else has changed it since.
pub async fn change_answer(tx: &Tx, answer: &Answer) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE standing_answer SET title = $2, folded = $3, body = $4, active = $5, changed_at = $6, \
             version = version + 1 WHERE id = $1 AND version = $7",
            vec![
                answer.id.into(),
                answer.title.clone().into(),
                kernel::text::fold(&answer.title).into(),
                answer.body.clone().into(),
                answer.active.into(),
                tx.at().micros().into(),
                answer.version.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}
