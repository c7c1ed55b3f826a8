//! All SQL of online filing.

use super::rules::Attached;
use contracts::dossiers::Opened;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A draft as it stands in the table; typed texts are kept as typed.
#[derive(Debug, Clone, FromRow)]
pub struct Draft {
    pub id: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub agency_id: i64,
    pub state: String,
    pub people: String,
    pub answers: String,
    pub papers: String,
    pub idempotency_key: String,
    pub dossier_id: Option<i64>,
    pub dossier_code: Option<String>,
    pub tracking_key: Option<String>,
    pub saved_at: i64,
}

const COLUMNS: &str = "id, procedure_code, procedure_name, agency_id, state, people, answers, papers, idempotency_key, \
                       dossier_id, dossier_code, tracking_key, saved_at";

impl Draft {
    /// Whether it can still be changed.
    pub fn open(&self) -> bool {
        self.state == "open"
    }

    /// The typed text of the people's step.
    pub fn people(&self) -> Result<Submitted> {
        typed(&self.people)
    }

    /// The typed text of the electronic form.
    pub fn answers(&self) -> Result<Submitted> {
        typed(&self.answers)
    }

    /// The papers so far.
    pub fn papers(&self) -> Result<Vec<Attached>> {
        Ok(serde_json::from_str(&self.papers)?)
    }
}

fn typed(json: &str) -> Result<Submitted> {
    let fields: BTreeMap<String, Vec<String>> = serde_json::from_str(json)?;
    Ok(Submitted { fields, ..Submitted::default() })
}

/// Which typed text of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// The people's step.
    People,
    /// The electronic form.
    Answers,
}

/// What a new draft begins with.
pub struct NewDraft<'a> {
    pub account: i64,
    pub code: &'a str,
    pub name: &'a str,
    pub agency: i64,
    pub people: &'a Submitted,
    pub key: String,
}

/// Begins a draft.
pub async fn begin(tx: &Tx, new: &NewDraft<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO draft (account_id, procedure_code, procedure_name, agency_id, state, people, answers, papers, \
         idempotency_key, started_at, saved_at, folded) VALUES ($1, $2, $3, $4, 'open', $5, '{}', '[]', $6, $7, $7, $8)",
        vec![
            new.account.into(),
            new.code.into(),
            new.name.into(),
            new.agency.into(),
            serde_json::to_string(&new.people.fields)?.into(),
            new.key.clone().into(),
            tx.at().micros().into(),
            kernel::text::fold(&format!("{} {}", new.code, new.name)).into(),
        ],
    )
    .await
}

/// One's own draft; anybody else's does not exist.
pub async fn get(db: &impl Read, id: i64, account: i64) -> Result<Draft> {
    db.row(
        &format!("SELECT {COLUMNS} FROM draft WHERE id = $1 AND account_id = $2"),
        vec![id.into(), account.into()],
    )
    .await?
    .ok_or(Error::NotFound)
}

const SORTS: [SortKey; 2] = [
    SortKey { name: "luu", sql: "d.saved_at", number: true },
    SortKey { name: "ten", sql: "d.procedure_name", number: false },
];

/// One's open drafts, last saved first; narrowed to those that every typed word is found in.
pub fn open_of(account: i64, typed: &str) -> ListQuery<'static> {
    let mut list = ListQuery::new(COLUMNS, "draft d", "d.id", &SORTS).descending();
    list.and("d.account_id = ? AND d.state = 'open'", [account.into()]);
    for word in kernel::text::fold(typed).split(' ').filter(|w| !w.is_empty()).take(8) {
        // Drafts of an older program have no words to find them by.
        list.and("(d.folded LIKE ? OR d.folded = '')", [format!("%{word}%").into()]);
    }
    list
}

/// All one's drafts, also those filed.
pub async fn all_of(db: &impl Read, account: i64) -> Result<Vec<Draft>> {
    db.rows(&format!("SELECT {COLUMNS} FROM draft WHERE account_id = $1 ORDER BY id"), vec![account.into()])
        .await
}

/// Number of one's open drafts.
pub async fn count_open(db: &impl Read, account: i64) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM draft WHERE account_id = $1 AND state = 'open'", vec![account.into()])
        .await
}

/// Keeps typed text; false when the draft was filed or deleted meanwhile.
pub async fn keep_text(tx: &Tx, id: i64, which: Text, text: &Submitted) -> Result<bool> {
    let column = match which {
        Text::People => "people",
        Text::Answers => "answers",
    };
    let sql = format!("UPDATE draft SET {column} = $1, saved_at = $2 WHERE id = $3 AND state = 'open'");
    let json = serde_json::to_string(&text.fields)?;
    Ok(tx.exec(&sql, vec![json.into(), tx.at().micros().into(), id.into()]).await? > 0)
}

/// Keeps the list of papers.
pub async fn keep_papers(tx: &Tx, id: i64, papers: &[Attached]) -> Result<bool> {
    let json = serde_json::to_string(papers)?;
    let sql = "UPDATE draft SET papers = $1, saved_at = $2 WHERE id = $3 AND state = 'open'";
    Ok(tx.exec(sql, vec![json.into(), tx.at().micros().into(), id.into()]).await? > 0)
}

/// Takes the draft for filing; false when another request was faster. The row stays locked until the commit.
pub async fn take(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE draft SET state = 'filed', saved_at = $1 WHERE id = $2 AND state = 'open'";
    Ok(tx.exec(sql, vec![tx.at().micros().into(), id.into()]).await? > 0)
}

/// Closes a taken draft with its dossier; what was typed now stands in the dossier only.
pub async fn close(tx: &Tx, id: i64, opened: &Opened) -> Result<()> {
    tx.exec(
        "UPDATE draft SET dossier_id = $1, dossier_code = $2, tracking_key = $3, people = '{}', answers = '{}', \
         papers = '[]' WHERE id = $4",
        vec![opened.id.into(), opened.code.clone().into(), opened.tracking_key.clone().into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Open drafts that nobody has changed since a moment.
pub async fn abandoned(tx: &Tx, since: Moment) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
    }
    let sql = "SELECT id FROM draft WHERE state = 'open' AND saved_at < $1 ORDER BY id LIMIT 2000";
    let rows: Vec<Row> = tx.rows(sql, vec![since.micros().into()]).await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// Deletes every draft of an account, filed or not.
pub async fn delete_all_of(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM draft WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// Deletes an open draft.
pub async fn delete(tx: &Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM draft WHERE id = $1 AND state = 'open'", vec![id.into()]).await? > 0)
}
