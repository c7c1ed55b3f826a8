//! Dossiers that somebody follows.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A dossier that somebody follows.
#[derive(Debug, Clone, FromRow)]
pub struct Followed {
    pub dossier_id: i64,
    pub agency_id: i64,
    pub code: String,
    pub procedure_name: String,
    pub since_at: i64,
}

/// Those of an account, the last begun first.
pub fn followed(account: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "tu", sql: "f.since_at", number: true },
        SortKey { name: "ma", sql: "f.code", number: false },
    ];
    let mut list = ListQuery::new(
        "f.dossier_id, f.agency_id, f.code, f.procedure_name, f.since_at",
        "desk_follow f",
        "f.id",
        &SORTS,
    )
    .descending();
    list.and("f.account_id = ?", [account.into()]);
    list
}

#[derive(FromRow)]
struct BesideRow {
    follows: i64,
    name: Option<String>,
    tone: Option<String>,
}

/// What stands beside a dossier for an account: whether it follows it, and the labels, name and tone each, by name.
pub async fn beside(db: &impl Read, account: i64, dossier: i64) -> Result<(bool, Vec<(String, String)>)> {
    // One row at least, whether there are labels or not: this is asked on every page of a dossier.
    let rows: Vec<BesideRow> = db
        .rows(
            "SELECT (SELECT COUNT(*) FROM desk_follow f WHERE f.account_id = $1 AND f.dossier_id = $2) AS follows, \
             l.name, l.tone FROM (SELECT 1 AS one) o LEFT JOIN desk_labelled p ON p.dossier_id = $2 \
             LEFT JOIN desk_label l ON l.id = p.label_id ORDER BY l.folded, l.id",
            vec![account.into(), dossier.into()],
        )
        .await?;
    let follows = rows.first().is_some_and(|row| row.follows > 0);
    Ok((follows, rows.into_iter().filter_map(|row| row.name.zip(row.tone)).collect()))
}

/// How many an account follows.
pub async fn count_followed(db: &impl Read, account: i64) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM desk_follow WHERE account_id = $1", vec![account.into()]).await
}

/// Begins; whether it was not begun yet. The dossier comes as its id, agency, code and procedure.
pub async fn follow(
    tx: &Tx,
    account: i64,
    (dossier, agency, code, procedure): super::label::On<'_>,
) -> Result<bool> {
    let changed = tx
        .exec(
            "INSERT INTO desk_follow (account_id, dossier_id, agency_id, code, procedure_name, since_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, dossier_id) DO NOTHING",
            vec![
                account.into(),
                dossier.into(),
                agency.into(),
                code.into(),
                procedure.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Ends; whether it was begun.
pub async fn unfollow(tx: &Tx, account: i64, dossier: i64) -> Result<bool> {
    let changed = tx
        .exec(
            "DELETE FROM desk_follow WHERE account_id = $1 AND dossier_id = $2",
            vec![account.into(), dossier.into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Who follows a dossier.
pub async fn followers(db: &impl Read, dossier: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = db
        .rows("SELECT account_id FROM desk_follow WHERE dossier_id = $1 ORDER BY id", vec![dossier.into()])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// An account is erased: it follows nothing any more.
pub async fn forget_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM desk_follow WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
