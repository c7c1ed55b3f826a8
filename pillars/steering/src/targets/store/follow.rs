//! Who answers for a measure at an agency, and what is said of it: check-ins and comments.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(in super::super) struct Charge {
    pub id: i64,
    pub measure: String,
    pub agency_id: i64,
    pub unit_id: i64,
    pub account_id: Option<i64>,
    pub person_name: String,
    pub set_name: String,
    pub set_at: i64,
    pub changes: i64,
    /// Month of the newest check-in, or "".
    pub checked: String,
    /// The last colour, or "".
    pub light: String,
}

const CHARGE: &str = "c.id, c.measure, c.agency_id, c.unit_id, c.account_id, c.person_name, c.set_name, c.set_at, c.changes, \
                      COALESCE((SELECT MAX(n.month) FROM target_note n WHERE n.measure = c.measure AND n.agency_id = c.agency_id \
                      AND n.kind = 'check_in'), '') AS checked, \
                      COALESCE((SELECT l.light FROM target_light l WHERE l.measure = c.measure AND l.agency_id = c.agency_id), '') \
                      AS light";

/// Who answers for a measure at an agency.
pub(in super::super) async fn charge(db: &impl Read, measure: &str, agency: i64) -> Result<Option<Charge>> {
    let sql = format!("SELECT {CHARGE} FROM target_charge c WHERE c.measure = $1 AND c.agency_id = $2");
    db.row(&sql, vec![measure.into(), agency.into()]).await
}

/// All of an account, by number.
pub(in super::super) async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Charge>> {
    let sql = format!("SELECT {CHARGE} FROM target_charge c WHERE c.account_id = $1 ORDER BY c.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Those not reminded in a month yet, after a number.
pub(in super::super) async fn unreminded(
    db: &impl Read,
    month: &str,
    after: i64,
    most: i64,
) -> Result<Vec<Charge>> {
    let sql = format!(
        "SELECT {CHARGE} FROM target_charge c WHERE c.reminded_month < $1 AND c.id > $2 ORDER BY c.id LIMIT $3"
    );
    db.rows(&sql, vec![month.into(), after.into(), most.into()]).await
}

/// Notes that somebody was reminded; false when another run was faster.
pub(in super::super) async fn remind(tx: &Tx, id: i64, month: &str) -> Result<bool> {
    let sql = "UPDATE target_charge SET reminded_month = $2 WHERE id = $1 AND reminded_month < $2";
    Ok(tx.exec(sql, vec![id.into(), month.into()]).await? > 0)
}

/// Who is to answer.
pub(in super::super) struct NewCharge<'a> {
    pub measure: &'a str,
    pub agency: i64,
    pub unit: i64,
    pub account: Option<i64>,
    pub person: &'a str,
}

/// Sets who answers; `seen` is how often the one on the page had been changed, 0 where there was none. False: changed meanwhile.
pub(in super::super) async fn put(tx: &Tx, new: &NewCharge<'_>, seen: i64) -> Result<bool> {
    let sql = "INSERT INTO target_charge (measure, agency_id, unit_id, account_id, person_name, set_name, set_at, reminded_month, \
               changes) VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1) ON CONFLICT (measure, agency_id) DO UPDATE SET \
               unit_id = excluded.unit_id, account_id = excluded.account_id, person_name = excluded.person_name, \
               set_name = excluded.set_name, set_at = excluded.set_at, changes = target_charge.changes + 1 \
               WHERE target_charge.changes = $8";
    let values = vec![
        new.measure.into(),
        new.agency.into(),
        new.unit.into(),
        new.account.into(),
        new.person.into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
        seen.into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

const SORTS: [SortKey; 4] = [
    SortKey { name: "chi-tieu", sql: "c.measure", number: false },
    SortKey { name: "giao-luc", sql: "c.set_at", number: true },
    SortKey { name: "phu-trach", sql: "c.person_name", number: false },
    SortKey {
        name: "bao-cao",
        sql: "COALESCE((SELECT MAX(n.month) FROM target_note n WHERE n.measure = c.measure AND n.agency_id = c.agency_id AND n.kind = 'check_in'), '')",
        number: false,
    },
];

/// The list of charges.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(CHARGE, "target_charge c", "c.id", &SORTS)
}

/// Narrows the list to those of whom nobody told in a month.
pub(in super::super) fn without_check_in(list: &mut ListQuery<'_>, month: &str) {
    list.and(
        "NOT EXISTS (SELECT 1 FROM target_note n WHERE n.measure = c.measure AND n.agency_id = c.agency_id \
         AND n.kind = 'check_in' AND n.month = ?)",
        [month.into()],
    );
}

/// A check-in or a comment.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(in super::super) struct Note {
    pub id: i64,
    pub measure: String,
    pub agency_id: i64,
    /// check_in or comment.
    pub kind: String,
    pub month: String,
    pub confidence: String,
    pub body: String,
    pub value: Option<f64>,
    pub light: String,
    pub account_id: Option<i64>,
    pub author_name: String,
    pub at: i64,
}

const NOTE: &str = "n.id, n.measure, n.agency_id, n.kind, n.month, n.confidence, n.body, n.value, n.light, n.account_id, \
                    n.author_name, n.at";

/// What is to be said; `key` is kept once.
pub(in super::super) struct NewNote<'a> {
    pub key: String,
    pub measure: &'a str,
    pub agency: i64,
    pub kind: &'a str,
    pub month: String,
    pub confidence: &'a str,
    pub body: &'a str,
    pub value: Option<f64>,
    pub light: &'a str,
    pub author: (Option<i64>, &'a str),
    pub at: i64,
}

/// Adds it; its number, none when the same was sent before.
pub(in super::super) async fn add_note(tx: &Tx, new: NewNote<'_>) -> Result<Option<i64>> {
    let key = new.key.clone();
    let sql = "INSERT INTO target_note (sent_key, measure, agency_id, kind, month, confidence, body, value, light, account_id, \
               author_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (sent_key) DO NOTHING";
    let values = vec![
        new.key.into(),
        new.measure.into(),
        new.agency.into(),
        new.kind.into(),
        new.month.into(),
        new.confidence.into(),
        new.body.into(),
        new.value.into(),
        new.light.into(),
        new.author.0.into(),
        new.author.1.into(),
        new.at.into(),
    ];
    if tx.exec(sql, values).await? == 0 {
        return Ok(None);
    }
    tx.number("SELECT id FROM target_note WHERE sent_key = $1", vec![key.into()]).await.map(Some)
}

/// What is said of a measure at an agency, the newest first.
pub(in super::super) async fn notes(
    db: &impl Read,
    measure: &str,
    agency: i64,
    most: i64,
) -> Result<Vec<Note>> {
    let sql = format!(
        "SELECT {NOTE} FROM target_note n WHERE n.measure = $1 AND n.agency_id = $2 ORDER BY n.at DESC, n.id DESC LIMIT $3"
    );
    db.rows(&sql, vec![measure.into(), agency.into(), most.into()]).await
}

/// What an account said, by number.
pub(in super::super) async fn notes_of(db: &impl Read, account: i64) -> Result<Vec<Note>> {
    let sql = format!("SELECT {NOTE} FROM target_note n WHERE n.account_id = $1 ORDER BY n.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Takes an account out of charges and notes; what was said stays the agency's, under the name it was said by.
pub(in super::super) async fn forget(tx: &Tx, account: i64) -> Result<()> {
    tx.exec(
        "UPDATE target_charge SET account_id = NULL, person_name = '' WHERE account_id = $1",
        vec![account.into()],
    )
    .await?;
    tx.exec("UPDATE target_note SET account_id = NULL WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
