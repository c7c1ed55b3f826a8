//! account_request: what one administrator asked for and another decides.

use crate::rules::{Asked, Outcome};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A request with the names around it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Request {
    pub id: i64,
    pub account_id: i64,
    pub account_name: String,
    pub login: String,
    pub act: String,
    /// What more belongs to it, as JSON; empty for a recovery.
    pub detail: String,
    pub reason: String,
    pub asked_by: i64,
    pub asker: String,
    pub asked_at: i64,
    pub expires_at: i64,
    pub outcome: Option<String>,
    pub decider: Option<String>,
    pub decided_at: Option<i64>,
}

const COLUMNS: &str = "q.id, q.account_id, a.name AS account_name, a.login, q.act, q.detail, q.reason, q.asked_by, \
    b.name AS asker, q.asked_at, q.expires_at, q.outcome, d.name AS decider, q.decided_at";
const FROM: &str = "account_request q JOIN account a ON a.id = q.account_id JOIN account b ON b.id = q.asked_by \
    LEFT JOIN account d ON d.id = q.decided_by";

/// The list of requests.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "luc", sql: "q.asked_at", number: true }];
    ListQuery::new(COLUMNS, FROM, "q.id", &SORTS).descending()
}

/// One request.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Request> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE q.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Whether the same stands undecided already.
pub(crate) async fn stands(db: &impl Read, account: i64, act: Asked, now: Moment) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM account_request \
               WHERE account_id = $1 AND act = $2 AND outcome IS NULL AND expires_at > $3";
    Ok(db.number(sql, vec![account.into(), act.code().into(), now.micros().into()]).await? > 0)
}

/// A request to keep.
pub(crate) struct New<'a> {
    pub account: i64,
    pub act: Asked,
    /// What more belongs to it, as JSON; empty for a recovery.
    pub detail: &'a str,
    pub reason: &'a str,
    pub asked_by: i64,
    pub until: Moment,
}

/// Keeps a new request.
pub(crate) async fn add(tx: &Tx, new: &New<'_>) -> Result<()> {
    tx.insert(
        "INSERT INTO account_request (account_id, act, detail, reason, asked_by, asked_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            new.account.into(),
            new.act.code().into(),
            new.detail.into(),
            new.reason.into(),
            new.asked_by.into(),
            tx.at().micros().into(),
            new.until.micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Decides a request that is undecided and has not run out; an error when somebody was quicker.
pub(crate) async fn decide(tx: &Tx, id: i64, outcome: Outcome, by: i64) -> Result<()> {
    let decided = tx
        .exec(
            "UPDATE account_request SET outcome = $2, decided_by = $3, decided_at = $4 \
             WHERE id = $1 AND outcome IS NULL AND expires_at > $4",
            vec![id.into(), outcome.code().into(), by.into(), tx.at().micros().into()],
        )
        .await?;
    if decided == 0 { Err(Error::Changed(Vec::new())) } else { Ok(()) }
}

/// Somebody who may decide about accounts somewhere.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Holder {
    pub account_id: i64,
    pub email: Option<String>,
    pub agency_id: i64,
    pub subtree: bool,
}

/// Every grant in force of staff who can sign in.
pub(crate) async fn holders(db: &impl Read, on: kernel::Day) -> Result<Vec<Holder>> {
    db.rows(
        "SELECT a.id AS account_id, a.email, g.agency_id, g.subtree FROM account a \
         JOIN role_grant g ON g.account_id = a.id JOIN role r ON r.code = g.role_code \
         WHERE a.kind = 'staff' AND NOT a.disabled AND g.revoked_at IS NULL AND r.permissions LIKE $2 \
         AND (g.valid_from IS NULL OR g.valid_from <= $1) AND (g.valid_to IS NULL OR g.valid_to >= $1) ORDER BY a.id",
        vec![on.to_string().into(), format!("%\"{}\"%", crate::slice::ACCOUNTS.0).into()],
    )
    .await
}
