//! Who owes reports changed: proposed by one person, put in force by another, or given up before.

use super::super::rules::DutyState;
use super::super::store::duties::{self, DutyRow, NewDuty};
use super::super::words;
use super::{DUTY, fast};
use platform::error::Result;
use platform::{App, Change, Tx, journal};
use serde_json::json;

/// Proposes a change; its id.
pub async fn propose_duty(app: &App, tx: &Tx, new: &NewDuty) -> Result<i64> {
    let id = duties::add(tx, new).await?;
    let said = words::duty(app, &papers::vietnamese(app), &duties::get(tx, id).await?);
    let after = json!({"report_duty": said, "report_duty_from": new.from_year, "report_basis": new.basis});
    tx.journal_first(Change::of("reports", DUTY, id, "report_duty_propose").after(after)).await?;
    Ok(id)
}

/// Puts a change in force; who proposed it does not.
pub async fn decide_duty(app: &App, tx: &Tx, row: &DutyRow, (account, name): (i64, &str)) -> Result<()> {
    let hands = journal::hands(tx, DUTY, row.id, &["report_duty_propose"]).await?;
    let to = row.state()?.decide(account, &hands)?;
    moved(app, tx, row, (to, name), "report_duty_decide").await
}

/// Gives a change up.
pub async fn drop_duty(app: &App, tx: &Tx, row: &DutyRow, name: &str) -> Result<()> {
    let to = row.state()?.give_up()?;
    moved(app, tx, row, (to, name), "report_duty_drop").await
}

async fn moved(
    app: &App,
    tx: &Tx,
    row: &DutyRow,
    (to, name): (DutyState, &str),
    action: &'static str,
) -> Result<()> {
    fast(duties::stand(tx, row, to, (name, tx.at().day())).await?)?;
    let vi = papers::vietnamese(app);
    let after = json!({"report_duty": words::duty(app, &vi, row), "report_duty_from": row.from_year});
    tx.journal(Change::of("reports", DUTY, row.id, action).after(after)).await
}
