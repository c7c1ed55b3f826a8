//! Versions of templates.

use super::super::rules::Template;
use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A version of a template.
#[derive(Debug, Clone, FromRow)]
pub struct TemplateRow {
    pub id: i64,
    pub code: String,
    pub version: i64,
    pub name: String,
    /// Sections and rows as YAML.
    pub body: String,
    /// draft or published.
    pub state: String,
    /// First day on which reports are begun with it; "" of a draft.
    pub valid_from: String,
    pub author_name: String,
    pub published_by: String,
}

impl TemplateRow {
    /// What it says.
    pub fn template(&self) -> Result<Template> {
        // What was published is never edited, and every report of its time is made with it: its text is read once.
        static READ: LazyLock<Mutex<HashMap<String, Template>>> = LazyLock::new(Mutex::default);
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(&self.body) {
            return Ok(known.clone());
        }
        let template: Template =
            serde_saphyr::from_str(&self.body).map_err(|e| Error::fault("report_template.body", e))?;
        if self.is_published() {
            read.insert(self.body.clone(), template.clone());
        }
        Ok(template)
    }

    /// Whether reports may be begun with it.
    pub fn is_published(&self) -> bool {
        self.state == "published"
    }
}

const ROW: &str =
    "t.id, t.code, t.version, t.name, t.body, t.state, t.valid_from, t.author_name, t.published_by";

/// All versions, the newest of each first.
pub async fn all(db: &impl Read) -> Result<Vec<TemplateRow>> {
    let sql = format!("SELECT {ROW} FROM report_template t ORDER BY t.code, t.version DESC");
    db.rows(&sql, vec![]).await
}

/// A version by id.
pub async fn get(db: &impl Read, id: i64) -> Result<TemplateRow> {
    let sql = format!("SELECT {ROW} FROM report_template t WHERE t.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The version of a code in force on a day.
pub async fn in_force(db: &impl Read, code: &str, on: Day) -> Result<Option<TemplateRow>> {
    let sql = format!(
        "SELECT {ROW} FROM report_template t WHERE t.code = $1 AND t.state = 'published' AND t.valid_from <= $2 \
         ORDER BY t.valid_from DESC, t.version DESC LIMIT 1"
    );
    db.row(&sql, vec![code.into(), on.to_string().into()]).await
}

/// Adds the next version of a code as a draft; its id.
pub async fn add(tx: &Tx, code: &str, name: &str, body: &str, author: &str) -> Result<i64> {
    let last = tx
        .number("SELECT COALESCE(MAX(version), 0) FROM report_template WHERE code = $1", vec![code.into()])
        .await?;
    tx.insert(
        "INSERT INTO report_template (code, version, name, body, state, valid_from, author_name, published_by, changed_at) \
         VALUES ($1, $2, $3, $4, 'draft', '', $5, '', $6)",
        vec![
            code.into(),
            (last + 1).into(),
            name.into(),
            body.into(),
            author.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Puts a draft in force from a day on; false where it is none.
pub async fn publish(tx: &Tx, id: i64, from: Day, by: &str) -> Result<bool> {
    let sql = "UPDATE report_template SET state = 'published', valid_from = $2, published_by = $3, changed_at = $4 \
               WHERE id = $1 AND state = 'draft'";
    let values = vec![id.into(), from.to_string().into(), by.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}
