//! Signed results and papers compared with their originals, as other registers take them over.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A signed result with its dossier.
#[derive(Debug, Clone, FromRow)]
pub struct SignedRow {
    /// Id of the result.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure_code: String,
    /// Version of the procedure.
    pub procedure_version_id: i64,
    /// Field code.
    pub field: String,
    /// Number of the result paper.
    pub number: String,
    /// What it is.
    pub name: String,
    /// Who signed.
    pub signer: String,
    /// When.
    pub signed_at: i64,
    /// Stored file.
    pub file_hash: Option<String>,
    /// Its name.
    pub file_name: Option<String>,
    /// Account that filed.
    pub account_id: Option<i64>,
    /// Somebody filed for the owner.
    pub by_proxy: bool,
    /// Owner.
    pub owner_name: String,
    /// Owner's number.
    pub owner_identity: String,
}

const SIGNED: &str = "SELECT r.id, r.dossier_id, d.code, d.agency_id, d.procedure_code, d.procedure_version_id, d.field, \
                      r.number, r.name, r.signer, r.signed_at, r.file_hash, r.file_name, d.account_id, \
                      (d.proxy IS NOT NULL) AS by_proxy, d.owner_name, d.owner_identity \
                      FROM dossier_result r JOIN dossier d ON d.id = r.dossier_id WHERE d.outcome = 'granted'";

/// The granted results of a dossier.
pub async fn signed_of(db: &impl Read, dossier: i64) -> Result<Vec<SignedRow>> {
    db.rows(&format!("{SIGNED} AND r.dossier_id = $1 ORDER BY r.id"), vec![dossier.into()]).await
}

/// The granted results after an id.
pub async fn signed_after(db: &impl Read, id: i64, most: i64) -> Result<Vec<SignedRow>> {
    db.rows(&format!("{SIGNED} AND r.id > $1 ORDER BY r.id LIMIT $2"), vec![id.into(), most.into()]).await
}

/// The largest id of a result; 0 where there is none.
pub async fn last_result(db: &impl Read) -> Result<i64> {
    db.number("SELECT MAX(id) FROM dossier_result", vec![]).await
}

/// A paper whose original the desk saw, with its dossier.
#[derive(Debug, Clone, FromRow)]
pub struct VerifiedRow {
    /// Id of the paper.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure_code: String,
    /// Key of the component.
    pub component: String,
    /// Name of the paper.
    pub name: String,
    /// Scan.
    pub file_hash: Option<String>,
    /// Its name.
    pub file_name: Option<String>,
    /// Key the dossier was filed with.
    pub idempotency_key: String,
    /// Day of the receipt, ISO.
    pub received_on: String,
    /// Who received the dossier.
    pub verified_by: Option<String>,
    /// Account that filed.
    pub account_id: Option<i64>,
    /// Somebody filed for the owner.
    pub by_proxy: bool,
    /// Owner.
    pub owner_name: String,
    /// Owner's number.
    pub owner_identity: String,
}

/// What was taken from the shelf itself is no new sight of an original.
const VERIFIED: &str = "SELECT p.id, p.dossier_id, d.code, d.agency_id, d.procedure_code, p.component, p.name, p.file_hash, \
                        p.file_name, d.idempotency_key, d.received_on, (SELECT s.giver_name FROM dossier_step s \
                        WHERE s.dossier_id = d.id ORDER BY s.id LIMIT 1) AS verified_by, d.account_id, \
                        (d.proxy IS NOT NULL) AS by_proxy, d.owner_name, d.owner_identity \
                        FROM dossier_paper p JOIN dossier d ON d.id = p.dossier_id \
                        WHERE p.given = 'original' AND p.shelf_id IS NULL AND d.received_on IS NOT NULL";

/// Those of a dossier.
pub async fn verified_of(db: &impl Read, dossier: i64) -> Result<Vec<VerifiedRow>> {
    db.rows(&format!("{VERIFIED} AND p.dossier_id = $1 ORDER BY p.id"), vec![dossier.into()]).await
}

/// Papers read at once where all of a person's are.
const AT_ONCE: usize = 500;

/// Those of all dossiers that an account filed or that are found by an identity number, however it was typed, newest first.
pub async fn verified_of_person(db: &impl Read, account: i64, identity: &str) -> Result<Vec<VerifiedRow>> {
    let sql = format!(
        "{VERIFIED} AND p.dossier_id IN (SELECT a.id FROM dossier a WHERE a.account_id = $1 UNION \
         SELECT w.dossier_id FROM dossier_word w WHERE w.word = $2) AND p.id < $3 ORDER BY p.id DESC LIMIT {AT_ONCE}"
    );
    let (mut all, mut before, word) = (Vec::new(), i64::MAX, super::plain_word(identity));
    loop {
        let part: Vec<VerifiedRow> =
            db.rows(&sql, vec![account.into(), word.clone().into(), before.into()]).await?;
        let (read, last) = (part.len(), part.last().map(|paper| paper.id));
        all.extend(part);
        match last {
            Some(last) if read == AT_ONCE => before = last,
            _ => return Ok(all),
        }
    }
}

/// Points the papers of a dossier's component at the shelf's paper that they were taken from.
pub async fn point_at_shelf(tx: &Tx, dossier: i64, component: &str, shelf: i64) -> Result<()> {
    tx.exec(
        "UPDATE dossier_paper SET shelf_id = $3 WHERE dossier_id = $1 AND component = $2",
        vec![dossier.into(), component.into(), shelf.into()],
    )
    .await?;
    Ok(())
}
