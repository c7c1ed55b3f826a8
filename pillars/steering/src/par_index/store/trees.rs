//! Trees by year and level.

use super::super::rules::tree::Tree;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A tree as it is kept.
#[derive(Debug, Clone, FromRow)]
pub struct TreeRow {
    pub id: i64,
    pub code: String,
    pub year: i64,
    pub level: String,
    pub name: String,
    pub name_en: String,
    pub source: String,
    pub confirmed: bool,
    pub ready: bool,
    pub leaves: i64,
    pub content: String,
    pub version: i64,
    pub changed_name: String,
    pub changed_by: Option<i64>,
    pub changed_at: i64,
    pub approved: bool,
    pub approved_name: String,
}

impl TreeRow {
    /// The tree itself.
    pub fn tree(&self) -> Result<Tree> {
        Ok(serde_json::from_str(&self.content)?)
    }
}

const COLUMNS: &str = "t.id, t.code, t.year, t.level, t.name, t.name_en, t.source, t.confirmed, t.ready, t.leaves, t.content, \
                       t.version, t.changed_name, t.changed_by, t.changed_at, t.approved, t.approved_name";

/// All trees, the newest year first; conditions name the table `t`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "nam", sql: "t.year", number: true },
        SortKey { name: "ten", sql: "t.folded", number: false },
        SortKey { name: "cap", sql: "t.level", number: false },
    ];
    ListQuery::new(COLUMNS, "par_tree t", "t.id", &SORTS).descending()
}

/// A tree by id.
pub async fn get(db: &impl Read, id: i64) -> Result<TreeRow> {
    let sql = format!("SELECT {COLUMNS} FROM par_tree t WHERE t.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// A tree by its code.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<TreeRow>> {
    let sql = format!("SELECT {COLUMNS} FROM par_tree t WHERE t.code = $1");
    db.row(&sql, vec![code.into()]).await
}

/// Those that wait for a second person, the longest first.
pub async fn proposed(db: &impl Read, most: i64) -> Result<Vec<TreeRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM par_tree t WHERE NOT t.approved ORDER BY t.changed_at, t.id LIMIT $1");
    db.rows(&sql, vec![most.into()]).await
}

/// Approves the version that was read; false if somebody was faster.
pub async fn approve(tx: &Tx, row: &TreeRow) -> Result<bool> {
    let sql = "UPDATE par_tree SET approved = TRUE, approved_name = $3, approved_at = $4, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let params =
        vec![row.id.into(), row.version.into(), tx.by().name.clone().into(), tx.at().micros().into()];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Those that can be used, the newest first.
pub async fn ready(db: &impl Read) -> Result<Vec<TreeRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_tree t WHERE t.ready AND t.approved ORDER BY t.year DESC, t.level, t.id"
    );
    db.rows(&sql, vec![]).await
}

fn values(tx: &Tx, tree: &Tree) -> Result<Vec<Value>> {
    let leaves = i64::try_from(tree.leaves().len()).unwrap_or(i64::MAX);
    Ok(vec![
        tree.code.clone().into(),
        i64::from(tree.year).into(),
        tree.level.clone().into(),
        tree.name.clone().into(),
        tree.name_en.clone().into(),
        kernel::text::fold(&format!("{} {} {}", tree.name, tree.code, tree.source)).into(),
        tree.source.clone().into(),
        tree.confirmed.into(),
        tree.problems().is_empty().into(),
        leaves.into(),
        serde_json::to_string(tree)?.into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
        tx.by().account_id.into(),
        // What the program ships needs no second person; what somebody brings in or changes does.
        tx.by().account_id.is_none().into(),
    ])
}

/// Adds a tree; its id.
pub async fn add(tx: &Tx, tree: &Tree) -> Result<i64> {
    tx.insert(
        "INSERT INTO par_tree (code, year, level, name, name_en, folded, source, confirmed, ready, leaves, content, changed_name, \
         changed_at, changed_by, approved, approved_name, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', 1)",
        values(tx, tree)?,
    )
    .await
}

/// Puts another tree in the place of the version that was read; false if somebody was faster.
pub async fn replace(tx: &Tx, row: &TreeRow, tree: &Tree) -> Result<bool> {
    let mut values = values(tx, tree)?;
    values.push(row.id.into());
    values.push(row.version.into());
    let sql = "UPDATE par_tree SET code = $1, year = $2, level = $3, name = $4, name_en = $5, folded = $6, source = $7, \
               confirmed = $8, ready = $9, leaves = $10, content = $11, changed_name = $12, changed_at = $13, changed_by = $14, \
               approved = $15, approved_name = '', version = version + 1 WHERE id = $16 AND version = $17";
    Ok(tx.exec(sql, values).await? > 0)
}
