//! Where papers of the shelf were taken instead of being given again.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A use of a paper.
#[derive(Debug, Clone, FromRow)]
pub struct UseRow {
    pub paper_name: String,
    pub dossier_code: String,
    pub procedure_code: String,
    pub agency_id: i64,
    pub taken_by: String,
    pub taken_at: i64,
}

/// A use to note.
#[derive(Debug, Clone)]
pub struct NewUse<'a> {
    pub paper: i64,
    pub account: i64,
    pub component: &'a str,
    pub dossier_id: i64,
    pub dossier_code: &'a str,
    pub procedure: &'a str,
    pub agency_id: i64,
}

/// Notes it.
pub async fn add_use(tx: &Tx, new: &NewUse<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO shelf_use (paper_id, account_id, component, dossier_id, dossier_code, procedure_code, agency_id, \
         taken_by, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            new.paper.into(),
            new.account.into(),
            new.component.into(),
            new.dossier_id.into(),
            new.dossier_code.into(),
            new.procedure.into(),
            new.agency_id.into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// The newest uses of an account's papers.
pub async fn uses_of(db: &impl Read, account: i64, most: i64) -> Result<Vec<UseRow>> {
    db.rows(
        "SELECT p.name AS paper_name, u.dossier_code, u.procedure_code, u.agency_id, u.taken_by, u.taken_at \
         FROM shelf_use u JOIN shelf_paper p ON p.id = u.paper_id WHERE u.account_id = $1 ORDER BY u.id DESC LIMIT $2",
        vec![account.into(), most.into()],
    )
    .await
}
