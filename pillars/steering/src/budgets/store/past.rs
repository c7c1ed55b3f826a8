//! Days of the past for the demo city's budgets: acts write the day they are done, a demonstration shows years.

use super::way::steps;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{Read, Tx};

/// When a budget's life went on.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// First sent.
    pub sent: Day,
    /// Days an office takes.
    pub pace: i64,
    /// The day the way ended, at the latest.
    pub end: Day,
    /// The account was approved.
    pub settled: Option<Day>,
    /// No day lies behind it.
    pub today: Day,
}

fn at(day: Day) -> Moment {
    day.start().plus_minutes(9 * 60)
}

/// Writes them.
pub async fn write(tx: &Tx, budget: i64, past: &Past) -> Result<()> {
    let sent = past.sent.min(past.today);
    let mut last = sent;
    for step in steps(tx, budget).await?.iter().filter(|s| s.arrived_on.is_some()) {
        // A Council meets at the year's end; the offices before it answer at their pace.
        let done = if step.step == "council" { past.end } else { last.plus_days(past.pace).min(past.end) };
        let done = done.min(past.today);
        let sql = "UPDATE budget_step SET arrived_on = $2, due_on = $3, done_on = CASE WHEN outcome = '' THEN NULL ELSE $4 END \
                   WHERE id = $1";
        let due = last.plus_days(14);
        let values =
            vec![step.id.into(), last.to_string().into(), due.to_string().into(), done.to_string().into()];
        tx.exec(sql, values).await?;
        if !step.outcome.is_empty() {
            last = done;
        }
    }
    let sql = "UPDATE reform_budget SET submitted_on = $2, first_submitted_on = $2, changed_at = $3, \
               answer_due_on = CASE WHEN state = 'underway' THEN $4 ELSE NULL END, \
               decided_on = CASE WHEN decided_on IS NULL THEN NULL ELSE $5 END, \
               settled_on = CASE WHEN settled_on IS NULL THEN NULL ELSE $6 END WHERE id = $1 AND round > 0";
    let settled = past.settled.map(|d| d.min(past.today).to_string());
    let values = vec![
        budget.into(),
        sent.to_string().into(),
        at(last).micros().into(),
        last.plus_days(14).to_string().into(),
        last.to_string().into(),
        settled.into(),
    ];
    tx.exec(sql, values).await?;
    let told = at(sent.plus_days(past.pace).min(past.today)).micros();
    for sql in [
        "UPDATE budget_change SET at = $2 WHERE budget_id = $1",
        "UPDATE budget_comment SET at = $2 WHERE budget_id = $1",
    ] {
        tx.exec(sql, vec![budget.into(), told.into()]).await?;
    }
    papers(tx, budget).await?;
    let sql = "UPDATE budget_party SET since_on = $2 WHERE budget_id = $1";
    tx.exec(sql, vec![budget.into(), last.to_string().into()]).await?;
    Ok(())
}

/// What was entered and decided has the moment of its own day.
async fn papers(tx: &Tx, budget: i64) -> Result<()> {
    let spent: Vec<(i64, String)> = tx
        .rows(
            "SELECT id, spent_on FROM budget_spending WHERE budget_id = $1 ORDER BY id",
            vec![budget.into()],
        )
        .await?;
    for (id, on) in spent {
        if let Ok(on) = on.parse() {
            let sql = "UPDATE budget_spending SET at = $2 WHERE id = $1";
            tx.exec(sql, vec![id.into(), at(on).micros().into()]).await?;
        }
    }
    let decided: Vec<(i64, String)> = tx
        .rows(
            "SELECT id, COALESCE(signed_on, '') FROM budget_decision WHERE budget_id = $1 ORDER BY id",
            vec![budget.into()],
        )
        .await?;
    for (id, on) in decided {
        if let Ok(on) = on.parse() {
            let sql = "UPDATE budget_decision SET proposed_at = $2 WHERE id = $1";
            tx.exec(sql, vec![id.into(), at(on).micros().into()]).await?;
        }
    }
    Ok(())
}
