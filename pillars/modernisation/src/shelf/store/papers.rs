//! The papers of the shelf.

use super::super::rules::tenure::{Tenure, tenure};
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "p.id, p.account_id, p.source, p.kind, p.name, p.number, p.agency_id, p.vouched_by, \
                       p.vouched_on, p.valid_to, p.file_hash, p.file_name, p.dossier_code, \
                       p.result_code, p.left_why, p.left_at";

/// A paper of a person.
#[derive(Debug, Clone, FromRow)]
pub struct PaperRow {
    pub id: i64,
    pub account_id: i64,
    /// result or intake.
    pub source: String,
    pub kind: String,
    pub name: String,
    pub number: String,
    pub agency_id: i64,
    /// Who signed it, or who saw its original.
    pub vouched_by: String,
    /// When, ISO day.
    pub vouched_on: String,
    pub valid_to: Option<String>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    pub dossier_code: String,
    /// Code of the register of results.
    pub result_code: Option<String>,
    /// ended or own.
    pub left_why: Option<String>,
    pub left_at: Option<i64>,
}

impl PaperRow {
    /// Last day on which it serves.
    pub fn last_day(&self) -> Option<Day> {
        self.valid_to.as_deref().and_then(|day| day.parse().ok())
    }

    /// How it stands on a day.
    pub fn tenure(&self, on: Day, near: i64) -> Tenure {
        tenure(self.left_at.is_some(), self.last_day(), on, near)
    }
}

/// A paper to put on the shelf.
#[derive(Debug, Clone)]
pub struct NewPaper {
    pub account_id: i64,
    /// result or intake.
    pub source: &'static str,
    pub source_id: i64,
    pub kind: String,
    pub name: String,
    pub number: String,
    pub agency_id: i64,
    pub vouched_by: String,
    pub vouched_on: Day,
    pub valid_to: Option<Day>,
    pub file: Option<(String, String)>,
    pub procedure_code: String,
    pub dossier_code: String,
    pub result_code: Option<String>,
    /// Shared by dossiers that were filed at once with the same papers.
    pub filed_with: Option<String>,
}

/// Whether the shelf has this very original from another dossier: filed at once with it, or the same scan of a paper that was to
/// serve still on the day on which the desk saw it again. What its owner took off is not put back so.
pub async fn has_original(db: &impl Read, new: &NewPaper) -> Result<bool> {
    let hash = new.file.as_ref().map(|(hash, _)| hash.clone()).unwrap_or_default();
    let found = db
        .number(
            "SELECT COUNT(*) FROM shelf_paper p WHERE p.account_id = $1 AND p.source = $2 AND p.kind = $3 \
             AND p.source_id <> $4 AND (p.filed_with = $5 OR (p.file_hash = $6 AND (p.valid_to IS NULL OR p.valid_to >= $7)))",
            vec![
                new.account_id.into(),
                new.source.into(),
                new.kind.clone().into(),
                new.source_id.into(),
                new.filed_with.clone().into(),
                hash.into(),
                new.vouched_on.to_string().into(),
            ],
        )
        .await?;
    Ok(found > 0)
}

/// Puts it there; `None` if it is, or was taken off by its owner.
pub async fn add(tx: &Tx, new: &NewPaper) -> Result<Option<i64>> {
    let (hash, file) = new.file.clone().unzip();
    let id = tx
        .insert(
            "INSERT INTO shelf_paper (account_id, source, source_id, kind, name, number, agency_id, vouched_by, vouched_on, \
             valid_to, file_hash, file_name, procedure_code, dossier_code, result_code, entered_at, \
             filed_with) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING",
            vec![
                new.account_id.into(),
                new.source.into(),
                new.source_id.into(),
                new.kind.clone().into(),
                new.name.clone().into(),
                new.number.clone().into(),
                new.agency_id.into(),
                new.vouched_by.clone().into(),
                new.vouched_on.to_string().into(),
                new.valid_to.map(|day| day.to_string()).into(),
                hash.into(),
                file.into(),
                new.procedure_code.clone().into(),
                new.dossier_code.clone().into(),
                new.result_code.clone().into(),
                tx.at().micros().into(),
                new.filed_with.clone().into(),
            ],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// A paper by id.
pub async fn by_id(db: &impl Read, id: i64) -> Result<Option<PaperRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM shelf_paper p WHERE p.id = $1"), vec![id.into()]).await
}

/// The papers that came from a record of a source, whosever they are.
pub async fn by_source(db: &impl Read, source: &str, id: i64) -> Result<Vec<PaperRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM shelf_paper p WHERE p.source = $1 AND p.source_id = $2 ORDER BY p.id");
    db.rows(&sql, vec![source.into(), id.into()]).await
}

/// The papers of an account, those that left too, newest first.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<PaperRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM shelf_paper p WHERE p.account_id = $1 ORDER BY p.vouched_on DESC, p.id DESC"
    );
    db.rows(&sql, vec![account.into()]).await
}

/// Takes a paper off: "ended" where its register says so, "own" by the person's own wish; false if it had left.
pub async fn leave(tx: &Tx, id: i64, why: &str) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE shelf_paper SET left_why = $2, left_at = $3 WHERE id = $1 AND left_at IS NULL",
            vec![id.into(), why.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(touched > 0)
}

/// The papers that end between two days and whose owner was not told yet.
pub async fn ending(db: &impl Read, (from, to): (Day, Day), most: i64) -> Result<Vec<PaperRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM shelf_paper p WHERE p.left_at IS NULL AND p.reminded_at IS NULL AND p.valid_to >= $1 \
         AND p.valid_to <= $2 ORDER BY p.valid_to, p.id LIMIT $3"
    );
    db.rows(&sql, vec![from.to_string().into(), to.to_string().into(), most.into()]).await
}

/// Notes that the owner is told of a paper's end; false if they were told already, or it left meanwhile.
pub async fn mark_reminded(tx: &Tx, id: i64) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE shelf_paper SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL AND left_at IS NULL",
            vec![id.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(touched > 0)
}

/// One's own papers, the newest first; conditions name the table `p`.
pub fn list(account: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ngay", sql: "p.vouched_on", number: false },
        SortKey { name: "ten", sql: "p.name", number: false },
        SortKey { name: "han", sql: "COALESCE(p.valid_to, '9999-12-31')", number: false },
    ];
    let mut list = ListQuery::new(COLUMNS, "shelf_paper p", "p.id", &SORTS).descending();
    list.and("p.account_id = ?", [account.into()]);
    list
}

/// Narrows a list to papers that stand so on a day.
pub fn only_tenure(list: &mut ListQuery<'_>, wanted: Tenure, on: Day, near: i64) {
    let soon = on.plus_days(near).to_string();
    match wanted {
        Tenure::Held => {
            list.and("p.left_at IS NULL AND (p.valid_to IS NULL OR p.valid_to > ?)", [soon.into()]);
        }
        Tenure::Ending => list.and(
            "p.left_at IS NULL AND p.valid_to >= ? AND p.valid_to <= ?",
            [on.to_string().into(), soon.into()],
        ),
        Tenure::Expired => list.and("p.left_at IS NULL AND p.valid_to < ?", [on.to_string().into()]),
        Tenure::Left => list.and("p.left_at IS NOT NULL", []),
    }
}
