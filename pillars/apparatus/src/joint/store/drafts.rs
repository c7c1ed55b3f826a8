//! SQL of drafts of joint filings: one for each form that an account has begun, by the form's key.

use super::super::rules::Kept;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A draft; what was typed is kept as typed.
#[derive(Debug, Clone, FromRow)]
pub struct Draft {
    pub id: i64,
    pub group_code: String,
    pub group_name: String,
    pub lead_id: i64,
    pub state: String,
    pub answers: String,
    pub papers: String,
    pub idempotency_key: String,
    pub joint_id: Option<i64>,
    pub saved_at: i64,
}

const COLUMNS: &str = "d.id, d.group_code, d.group_name, d.lead_id, d.state, d.answers, d.papers, d.idempotency_key, \
                       d.joint_id, d.saved_at";

impl Draft {
    /// Whether it can still be changed.
    pub fn open(&self) -> bool {
        self.state == "open"
    }

    /// What was typed.
    pub fn answers(&self) -> Result<Submitted> {
        let fields: BTreeMap<String, Vec<String>> = serde_json::from_str(&self.answers)?;
        Ok(Submitted { fields, ..Submitted::default() })
    }

    /// The files so far.
    pub fn papers(&self) -> Result<Vec<Kept>> {
        Ok(serde_json::from_str(&self.papers)?)
    }
}

/// What is kept.
#[derive(Debug)]
pub struct NewDraft<'a> {
    pub account: i64,
    pub group: (&'a str, &'a str),
    pub lead: i64,
    pub key: &'a str,
    pub answers: &'a Submitted,
    pub papers: &'a [Kept],
}

/// Keeps what was typed in the draft of its form, which is begun if there is none; none where it was filed meanwhile.
pub async fn keep_draft(tx: &Tx, new: &NewDraft<'_>) -> Result<Option<i64>> {
    let answers = serde_json::to_string(&new.answers.fields)?;
    let papers = serde_json::to_string(new.papers)?;
    tx.exec(
        "INSERT INTO joint_draft (account_id, group_code, group_name, lead_id, state, answers, papers, idempotency_key, \
         folded, started_at, saved_at) VALUES ($1, $2, $3, $4, 'open', '{}', '[]', $5, $6, $7, $7) \
         ON CONFLICT (account_id, idempotency_key) DO NOTHING",
        vec![
            new.account.into(),
            new.group.0.into(),
            new.group.1.into(),
            new.lead.into(),
            new.key.into(),
            kernel::text::fold(&format!("{} {}", new.group.0, new.group.1)).into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    let written = tx
        .exec(
            "UPDATE joint_draft SET answers = $3, papers = $4, saved_at = $5 \
             WHERE account_id = $1 AND idempotency_key = $2 AND state = 'open'",
            vec![new.account.into(), new.key.into(), answers.into(), papers.into(), tx.at().micros().into()],
        )
        .await?;
    if written == 0 {
        return Ok(None);
    }
    Ok(draft_by_key(tx, new.account, new.key).await?.map(|draft| draft.id))
}

/// Keeps what was typed where the form has an open draft.
pub async fn keep_answers(tx: &Tx, (account, key): (i64, &str), answers: &Submitted) -> Result<()> {
    let sql = "UPDATE joint_draft SET answers = $3, saved_at = $4 \
               WHERE account_id = $1 AND idempotency_key = $2 AND state = 'open'";
    let answers = serde_json::to_string(&answers.fields)?;
    tx.exec(sql, vec![account.into(), key.into(), answers.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// One's own draft; anybody else's does not exist.
pub async fn draft(db: &impl Read, id: i64, account: i64) -> Result<Draft> {
    let sql = format!("SELECT {COLUMNS} FROM joint_draft d WHERE d.id = $1 AND d.account_id = $2");
    db.row(&sql, vec![id.into(), account.into()]).await?.ok_or(Error::NotFound)
}

/// The draft of the form with a key.
pub async fn draft_by_key(db: &impl Read, account: i64, key: &str) -> Result<Option<Draft>> {
    let sql =
        format!("SELECT {COLUMNS} FROM joint_draft d WHERE d.account_id = $1 AND d.idempotency_key = $2");
    db.row(&sql, vec![account.into(), key.into()]).await
}

const SORTS: [SortKey; 2] = [
    SortKey { name: "luu", sql: "d.saved_at", number: true },
    SortKey { name: "ten", sql: "d.group_name", number: false },
];

/// One's open drafts, the last begun first; narrowed to those that every typed word is found in.
pub fn open_drafts(account: i64, typed: &str) -> ListQuery<'static> {
    let mut list = ListQuery::new(COLUMNS, "joint_draft d", "d.id", &SORTS).descending();
    list.and("d.account_id = ? AND d.state = 'open'", [account.into()]);
    for word in kernel::text::fold(typed).split(' ').filter(|word| !word.is_empty()).take(8) {
        list.and("d.folded LIKE ?", [format!("%{word}%").into()]);
    }
    list
}

/// All one's drafts, also those filed.
pub async fn drafts_of(db: &impl Read, account: i64) -> Result<Vec<Draft>> {
    let sql = format!("SELECT {COLUMNS} FROM joint_draft d WHERE d.account_id = $1 ORDER BY d.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Number of one's open drafts.
pub async fn count_drafts(db: &impl Read, account: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM joint_draft WHERE account_id = $1 AND state = 'open'";
    db.number(sql, vec![account.into()]).await
}

/// Closes the draft of a form with what it was filed as, if it has one; what was typed now stands in the dossiers only.
pub async fn close_draft(tx: &Tx, (account, key): (i64, &str), joint: i64) -> Result<bool> {
    let sql = "UPDATE joint_draft SET state = 'filed', joint_id = $3, answers = '{}', papers = '[]', saved_at = $4 \
               WHERE account_id = $1 AND idempotency_key = $2 AND state = 'open'";
    let closed =
        tx.exec(sql, vec![account.into(), key.into(), joint.into(), tx.at().micros().into()]).await?;
    Ok(closed > 0)
}

/// Open drafts that nobody has changed since a moment.
pub async fn abandoned(tx: &Tx, since: Moment) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM joint_draft WHERE state = 'open' AND saved_at < $1 ORDER BY id LIMIT 2000";
    let rows: Vec<(i64,)> = tx.rows(sql, vec![since.micros().into()]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes an open draft.
pub async fn delete_draft(tx: &Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM joint_draft WHERE id = $1 AND state = 'open'", vec![id.into()]).await? > 0)
}

/// Deletes every draft of an account, filed or not.
pub async fn delete_drafts_of(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM joint_draft WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
