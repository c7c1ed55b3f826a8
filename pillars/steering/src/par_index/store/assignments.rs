//! Criteria of a sheet given to people of its agency: who has which, until when.

use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A criterion that somebody has.
#[derive(Debug, Clone, FromRow)]
pub struct Assignment {
    pub code: String,
    pub account_name: String,
    pub due_on: String,
}

/// A criterion that somebody has, with its sheet and how far it is.
#[derive(Debug, Clone, FromRow)]
pub struct Given {
    pub id: i64,
    pub sheet_id: i64,
    pub code: String,
    pub name: String,
    pub account_id: i64,
    pub account_name: String,
    pub due_on: String,
    pub given_at: i64,
    pub agency_id: i64,
    pub year: i64,
    pub state: String,
    pub own_points: Option<i64>,
    pub is_off: Option<bool>,
}

impl Given {
    /// Whether the agency has said something of it.
    pub fn is_scored(&self) -> bool {
        self.own_points.is_some() || self.is_off == Some(true)
    }
}

const GIVEN: &str = "g.id, g.sheet_id, g.code, g.name, g.account_id, g.account_name, g.due_on, g.given_at, s.agency_id, s.year, \
                     s.state, c.own_points, c.not_applicable AS is_off";
const FROM: &str = "par_assignment g JOIN par_sheet s ON s.id = g.sheet_id \
                    LEFT JOIN par_score c ON c.sheet_id = g.sheet_id AND c.code = g.code";

/// What people have, by the day until when; conditions name the tables `g`, `s` and `c`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "han", sql: "g.due_on", number: false },
        SortKey { name: "nam", sql: "s.year", number: true },
        SortKey { name: "tieu-chi", sql: "g.code", number: false },
    ];
    ListQuery::new(GIVEN, FROM, "g.id", &SORTS)
}

/// Those of a sheet, by the criterion's code.
pub async fn of_sheet(db: &impl Read, sheet: i64) -> Result<BTreeMap<String, Assignment>> {
    let sql = "SELECT code, account_name, due_on FROM par_assignment WHERE sheet_id = $1 ORDER BY code";
    let rows: Vec<Assignment> = db.rows(sql, vec![sheet.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
}

/// Those that wait to be scored, the soonest due first.
pub async fn open(db: &impl Read, most: i64) -> Result<Vec<Given>> {
    let sql = format!(
        "SELECT {GIVEN} FROM {FROM} WHERE s.state = 'drafting' AND c.own_points IS NULL \
         AND COALESCE(c.not_applicable, FALSE) = FALSE ORDER BY g.due_on, g.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// What an account has.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Given>> {
    let sql = format!("SELECT {GIVEN} FROM {FROM} WHERE g.account_id = $1 ORDER BY g.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Gives a criterion to somebody; whoever had it has it no longer.
pub async fn give(
    tx: &Tx,
    sheet: i64,
    (code, name): (&str, &str),
    (account, account_name): (i64, &str),
    due: Day,
) -> Result<()> {
    tx.exec(
        "INSERT INTO par_assignment (sheet_id, code, name, account_id, account_name, due_on, given_name, given_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sheet_id, code) DO UPDATE SET account_id = excluded.account_id, \
         account_name = excluded.account_name, due_on = excluded.due_on, given_name = excluded.given_name, \
         given_at = excluded.given_at",
        vec![
            sheet.into(),
            code.into(),
            name.into(),
            account.into(),
            account_name.into(),
            due.to_string().into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Forgets what an account has.
pub async fn forget_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM par_assignment WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
