//! Templates of checklists: for a field of the reform, from a day on.

use super::super::rules::Question;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A template.
#[derive(Debug, Clone, FromRow)]
pub struct Template {
    pub id: i64,
    pub field: String,
    pub valid_from: String,
    /// Its questions, as JSON.
    pub items: String,
    pub author_name: String,
}

impl Template {
    /// Its questions.
    pub fn questions(&self) -> Result<Vec<Question>> {
        Ok(serde_json::from_str(&self.items)?)
    }
}

const TEMPLATE: &str = "t.id, t.field, t.valid_from, t.items, t.author_name";

/// All templates; conditions name the table `t`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "linh-vuc", sql: "t.field", number: false },
        SortKey { name: "tu", sql: "t.valid_from", number: false },
    ];
    ListQuery::new(TEMPLATE, "inspection_template t", "t.id", &SORTS)
}

/// A template by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Template> {
    let sql = format!("SELECT {TEMPLATE} FROM inspection_template t WHERE t.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The templates in force on a day, one a field.
pub async fn in_force(db: &impl Read, on: Day) -> Result<Vec<Template>> {
    let sql = format!(
        "SELECT {TEMPLATE} FROM inspection_template t WHERE t.valid_from = (SELECT MAX(o.valid_from) FROM inspection_template o \
         WHERE o.field = t.field AND o.valid_from <= $1) ORDER BY t.field, t.id"
    );
    db.rows(&sql, vec![on.to_string().into()]).await
}

/// How many there are.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM inspection_template", vec![]).await
}

/// Keeps a template; none where the field has one from the same day.
pub async fn add(
    tx: &Tx,
    (field, from): (&str, Day),
    questions: &[Question],
    author: &str,
) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO inspection_template (field, valid_from, items, author_name, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (field, valid_from) DO NOTHING",
            vec![
                field.into(),
                from.to_string().into(),
                serde_json::to_string(questions)?.into(),
                author.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}
