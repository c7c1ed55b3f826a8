//! The way of a budget: its steps by round, and the changes of amounts on it.

use super::super::rules::{Change as Moved, Step};
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A step of a round.
#[derive(Debug, Clone, FromRow)]
pub struct StepRow {
    pub id: i64,
    pub round: i64,
    pub position: i64,
    pub step: String,
    pub agency_id: i64,
    pub arrived_on: Option<String>,
    pub due_on: Option<String>,
    pub done_on: Option<String>,
    pub done_by: String,
    pub done_account: Option<i64>,
    /// "", passed, returned or withdrawn.
    pub outcome: String,
    pub paper: String,
    pub note: String,
}

impl StepRow {
    /// Which part it is.
    pub fn step(&self) -> Result<Step> {
        Step::from_code(&self.step).ok_or_else(|| Error::fault("budget_step.step", &self.step))
    }
}

const STEP: &str = "id, round, position, step, agency_id, arrived_on, due_on, done_on, done_by, done_account, outcome, paper, note";

/// The steps of a budget, by round and position.
pub async fn steps(db: &impl Read, budget: i64) -> Result<Vec<StepRow>> {
    let sql = format!("SELECT {STEP} FROM budget_step WHERE budget_id = $1 ORDER BY round, position, id");
    db.rows(&sql, vec![budget.into()]).await
}

/// Lays the steps of a round out.
pub async fn begin(tx: &Tx, budget: i64, round: i64, steps: &[(Step, i64)]) -> Result<()> {
    for (position, (step, agency)) in (1i64..).zip(steps) {
        tx.insert(
            "INSERT INTO budget_step (budget_id, round, position, step, agency_id, done_by, outcome, paper, note) \
             VALUES ($1, $2, $3, $4, $5, '', '', '', '')",
            vec![budget.into(), round.into(), position.into(), step.code().into(), (*agency).into()],
        )
        .await?;
    }
    Ok(())
}

/// The budget came to a step.
pub async fn arrive(tx: &Tx, step: i64, on: Day, due: Day) -> Result<()> {
    let sql = "UPDATE budget_step SET arrived_on = $2, due_on = $3 WHERE id = $1";
    tx.exec(sql, vec![step.into(), on.to_string().into(), due.to_string().into()]).await?;
    Ok(())
}

/// How a step ended.
#[derive(Debug, Clone, Default)]
pub struct Ending {
    pub outcome: &'static str,
    pub by: String,
    pub account: Option<i64>,
    pub paper: String,
    pub note: String,
}

/// Ends a step.
pub async fn end(tx: &Tx, step: i64, on: Day, how: &Ending) -> Result<()> {
    let sql = "UPDATE budget_step SET done_on = $2, done_by = $3, done_account = $4, outcome = $5, paper = $6, note = $7 \
               WHERE id = $1";
    let values = vec![
        step.into(),
        on.to_string().into(),
        how.by.clone().into(),
        how.account.into(),
        how.outcome.into(),
        how.paper.clone().into(),
        how.note.clone().into(),
    ];
    tx.exec(sql, values).await?;
    Ok(())
}

/// A change of a line's amount.
#[derive(Debug, Clone, FromRow)]
pub struct ChangeRow {
    pub line_id: i64,
    pub round: i64,
    /// "" for what the agency itself changed.
    pub step: String,
    pub agency_id: i64,
    pub amount_before: i64,
    pub amount_after: i64,
    pub reason: String,
    pub author_name: String,
    pub at: i64,
}

impl ChangeRow {
    /// For the net by line.
    pub fn moved(&self) -> Moved {
        Moved { line: self.line_id, before: Dong(self.amount_before), after: Dong(self.amount_after) }
    }
}

const CHANGE: &str = "line_id, round, step, agency_id, amount_before, amount_after, reason, author_name, at";

/// The changes of a budget, the oldest first.
pub async fn changes(db: &impl Read, budget: i64) -> Result<Vec<ChangeRow>> {
    let sql = format!("SELECT {CHANGE} FROM budget_change WHERE budget_id = $1 ORDER BY id");
    db.rows(&sql, vec![budget.into()]).await
}

/// What a change is made of.
#[derive(Debug, Clone)]
pub struct NewChange {
    pub budget: i64,
    pub line: i64,
    pub round: i64,
    pub step: String,
    pub agency: i64,
    pub before: Dong,
    pub after: Dong,
    pub reason: String,
    pub author: String,
}

/// Keeps a change.
pub async fn add_change(tx: &Tx, new: &NewChange) -> Result<i64> {
    tx.insert(
        "INSERT INTO budget_change (budget_id, line_id, round, step, agency_id, amount_before, amount_after, reason, \
         author_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            new.budget.into(),
            new.line.into(),
            new.round.into(),
            new.step.clone().into(),
            new.agency.into(),
            new.before.0.into(),
            new.after.0.into(),
            new.reason.clone().into(),
            new.author.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await
}
