//! Money spent: entered by line, never above what is allocated; an entry that was wrong is struck out with a reason and stays.

use super::super::rules;
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::store::spending::{self, Entry, NewEntry};
use super::money::fresh;
use super::{RECORD, Who};
use kernel::Dong;
use platform::error::Result;
use platform::{Change, Refusal, Tx};
use serde_json::json;

/// Enters what was spent; its id.
pub async fn spend(tx: &Tx, (budget, line): (&Budget, &Line), new: &NewEntry) -> Result<i64> {
    budget.state()?.spendable()?;
    rules::spend(Dong(line.allocated), Dong(line.spent), new.amount)?;
    let id = fresh(spending::add(tx, new).await?)?;
    if !lines::add_spent(tx, line.id, new.amount).await? {
        return Err(Refusal::new("budgets-refused-spent-meanwhile").into());
    }
    let after = json!({
        "budget_line": line.name, "budget_amount": new.amount.0, "budget_paper": new.paper,
        "budget_spent_on": new.on.to_string(), "budget_payee": new.payee
    });
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_spend").after(after)).await?;
    Ok(id)
}

/// Strikes an entry out.
pub async fn strike_out(tx: &Tx, budget: &Budget, entry: &Entry, who: &Who, reason: &str) -> Result<()> {
    budget.state()?.spendable()?;
    let struck = spending::void(tx, entry.id, &who.name, reason).await?;
    if !struck || !lines::add_spent(tx, entry.line_id, -Dong(entry.amount)).await? {
        return Err(Refusal::new("budgets-refused-struck").into());
    }
    let before =
        json!({"budget_line": entry.line_name, "budget_amount": entry.amount, "budget_paper": entry.paper});
    let change = Change::of("budgets", RECORD, budget.id, "budget_strike_out").before(before);
    tx.journal(change.reason(Some(reason))).await
}
