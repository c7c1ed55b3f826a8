//! Changes of who owes reports: proposed, in force by a second person, or given up.

use super::super::rules::{DutyChange, DutyState};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A change.
#[derive(Debug, Clone, FromRow)]
pub struct DutyRow {
    pub id: i64,
    pub kind: String,
    /// Kind of agencies, or the code of one.
    pub whom: String,
    pub owes: bool,
    /// First year of reports it holds for.
    pub from_year: i64,
    pub basis: String,
    pub state: String,
    pub proposed_by: String,
    pub proposed_on: String,
    pub decided_by: String,
    pub decided_on: Option<String>,
    pub version: i64,
}

impl DutyRow {
    /// Where it stands.
    pub fn state(&self) -> Result<DutyState> {
        DutyState::from_code(&self.state).ok_or_else(|| Error::fault("report_duty_change.state", &self.state))
    }

    /// What it changes.
    pub fn change(&self) -> DutyChange {
        DutyChange { kind: self.kind.clone(), whom: self.whom.clone(), owes: self.owes }
    }
}

const ROW: &str = "d.id, d.kind, d.whom, d.owes, d.from_year, d.basis, d.state, d.proposed_by, d.proposed_on, d.decided_by, \
                   d.decided_on, d.version";

/// All changes, the last proposed first; conditions name the table `d`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "de-nghi", sql: "d.proposed_on", number: false },
        SortKey { name: "tu-nam", sql: "d.from_year", number: true },
    ];
    ListQuery::new(ROW, "report_duty_change d", "d.id", &SORTS).descending()
}

/// A change by id.
pub async fn get(db: &impl Read, id: i64) -> Result<DutyRow> {
    let sql = format!("SELECT {ROW} FROM report_duty_change d WHERE d.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The changes that hold for the reports of a year, in the order in which they took effect.
pub async fn in_force(db: &impl Read, year: i32) -> Result<Vec<DutyRow>> {
    let sql = format!(
        "SELECT {ROW} FROM report_duty_change d WHERE d.state = 'in-force' AND d.from_year <= $1 ORDER BY d.from_year, d.id"
    );
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// What a new change is made of.
#[derive(Debug, Clone)]
pub struct NewDuty {
    pub kind: String,
    pub whom: String,
    pub owes: bool,
    pub from_year: i64,
    pub basis: String,
    pub by: String,
}

/// Keeps a proposed change; its id.
pub async fn add(tx: &Tx, new: &NewDuty) -> Result<i64> {
    tx.insert(
        "INSERT INTO report_duty_change (kind, whom, owes, from_year, basis, state, proposed_by, proposed_on, decided_by, version) \
         VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, '', 1)",
        vec![
            new.kind.clone().into(),
            new.whom.clone().into(),
            new.owes.into(),
            new.from_year.into(),
            new.basis.clone().into(),
            new.by.clone().into(),
            tx.at().day().to_string().into(),
        ],
    )
    .await
}

/// Moves a change on, if it still stands as it was read; false if somebody was faster.
pub async fn stand(tx: &Tx, row: &DutyRow, to: DutyState, (by, on): (&str, Day)) -> Result<bool> {
    let sql = "UPDATE report_duty_change SET state = $3, decided_by = $4, decided_on = $5, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values = vec![row.id.into(), row.version.into(), to.code().into(), by.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}
