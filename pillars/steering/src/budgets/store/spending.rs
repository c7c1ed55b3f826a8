//! Entries of what was spent.

use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// An entry with what of its line and budget lists show.
#[derive(Debug, Clone, FromRow)]
pub struct Entry {
    pub id: i64,
    pub budget_id: i64,
    pub line_id: i64,
    pub spent_on: String,
    pub paper: String,
    pub amount: i64,
    pub payee: String,
    pub purpose: String,
    pub author_name: String,
    pub at: i64,
    pub voided_at: Option<i64>,
    pub voided_by: String,
    pub void_reason: String,
    pub line_name: String,
    pub source: String,
    pub agency_id: i64,
    pub year: i64,
}

const ENTRY: &str = "s.id, s.budget_id, s.line_id, s.spent_on, s.paper, s.amount, s.payee, s.purpose, s.author_name, s.at, \
                     s.voided_at, s.voided_by, s.void_reason, l.name AS line_name, l.source, b.agency_id, b.year";

/// All entries, the newest first; conditions name the tables `s`, `l` and `b`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ngay", sql: "s.spent_on", number: false },
        SortKey { name: "tien", sql: "s.amount", number: true },
        SortKey { name: "co-quan", sql: "b.agency_id", number: true },
    ];
    let from =
        "budget_spending s JOIN budget_line l ON l.id = s.line_id JOIN reform_budget b ON b.id = s.budget_id";
    ListQuery::new(ENTRY, from, "s.id", &SORTS).descending()
}

/// An entry by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Entry> {
    let sql = format!(
        "SELECT {ENTRY} FROM budget_spending s JOIN budget_line l ON l.id = s.line_id \
         JOIN reform_budget b ON b.id = s.budget_id WHERE s.id = $1"
    );
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Entries of a line, the oldest first.
pub async fn of_line(db: &impl Read, line: i64) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM budget_spending s JOIN budget_line l ON l.id = s.line_id \
         JOIN reform_budget b ON b.id = s.budget_id WHERE s.line_id = $1 ORDER BY s.spent_on, s.id"
    );
    db.rows(&sql, vec![line.into()]).await
}

/// What a new entry is made of.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub budget: i64,
    pub line: i64,
    pub on: Day,
    pub paper: String,
    pub amount: Dong,
    pub payee: String,
    pub purpose: String,
    pub author: String,
    pub key: String,
}

/// Keeps an entry; none where the same form was sent before.
pub async fn add(tx: &Tx, new: &NewEntry) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO budget_spending (budget_id, line_id, spent_on, paper, amount, payee, purpose, author_name, at, \
             voided_by, void_reason, form_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', $10) \
             ON CONFLICT (form_key) DO NOTHING",
            vec![
                new.budget.into(),
                new.line.into(),
                new.on.to_string().into(),
                new.paper.clone().into(),
                new.amount.0.into(),
                new.payee.clone().into(),
                new.purpose.clone().into(),
                new.author.clone().into(),
                tx.at().micros().into(),
                new.key.clone().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Strikes an entry out with a reason; false where it is struck out already.
pub async fn void(tx: &Tx, id: i64, by: &str, reason: &str) -> Result<bool> {
    let sql = "UPDATE budget_spending SET voided_at = $2, voided_by = $3, void_reason = $4 WHERE id = $1 AND voided_at IS NULL";
    Ok(tx.exec(sql, vec![id.into(), tx.at().micros().into(), by.into(), reason.into()]).await? > 0)
}

/// What was spent of a line by quarter, entries struck out left out.
pub async fn by_quarter(db: &impl Read, line: i64) -> Result<[Dong; 4]> {
    let mut sums = [Dong::ZERO; 4];
    for entry in of_line(db, line).await?.iter().filter(|e| e.voided_at.is_none()) {
        let month = entry.spent_on.parse::<Day>().map_err(|e| Error::fault("budget_spending", e))?.month();
        let quarter = usize::try_from((month - 1) / 3).unwrap_or_default();
        if let Some(sum) = sums.get_mut(quarter) {
            *sum = *sum + Dong(entry.amount);
        }
    }
    Ok(sums)
}
