//! Money given: allocated by line and quarter, and the allocation adjusted by a decision that another proposed.

use super::super::rules::{State, allot};
use super::super::slice::ALLOCATE;
use super::super::store::budgets::{self, Budget, Place};
use super::super::store::lines;
use super::super::store::money::{self, ADJUSTMENT, ALLOCATION, Decision, NewAllotment, NewDecision};
use super::{Paper, RECORD, Who, fast, tell, tell_writers};
use kernel::Dong;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::json;

/// Acts whose doers may not allocate: whoever wrote or sent the estimate.
const WRITERS: [&str; 5] =
    ["budget_begin", "budget_line_add", "budget_line_rewrite", "budget_line_drop", "budget_submit"];

/// The place of a budget in a state that lies with one agency.
pub(super) fn with(state: State, holder: i64, reason: &str, budget: &Budget) -> Place {
    Place {
        state,
        position: budget.position,
        step: budget.step.clone(),
        holder,
        answer_due: None,
        reason: reason.to_owned(),
    }
}

/// The same form sent before: what it asked for is done.
pub(super) fn fresh(id: Option<i64>) -> Result<i64> {
    id.ok_or_else(|| Refusal::new("budgets-refused-sent-before").into())
}

fn sum(parts: &[NewAllotment]) -> i64 {
    parts.iter().map(|p| p.after).sum::<Dong>().0
}

/// Allocates by a decision: each line at most what was decided for it.
pub async fn allocate(
    app: &App,
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (parts, paper, key): (&[NewAllotment], &Paper, &str),
) -> Result<i64> {
    let hands = journal::hands(tx, RECORD, budget.id, &WRITERS).await?;
    let state = budget.state()?.allocate(who.hand(), &hands)?;
    let written = lines::of(tx, budget.id).await?;
    let new = NewDecision {
        budget: budget.id,
        kind: ALLOCATION,
        reason: String::new(),
        by: (who.account, who.name.clone()),
        key: key.to_owned(),
    };
    let id = fresh(money::propose(tx, &new).await?)?;
    for part in parts {
        let line = written.iter().find(|l| l.id == part.line).ok_or(platform::Error::NotFound)?;
        allot(part.after, Some(Dong(line.amount)), Dong(line.spent))?;
        fast(lines::set_allocated(tx, part.line, part.after).await?)?;
        money::add_allotment(tx, id, part).await?;
    }
    fast(money::decide(tx, id, "approved", (&paper.number, paper.on), &who.name).await?)?;
    fast(budgets::place(tx, budget, &with(state, budget.agency_id, "", budget)).await?)?;
    budgets::allocated(tx, budget.id, paper.on).await?;
    let after = json!({
        "budget_paper": paper.number, "budget_signed_on": paper.on.to_string(), "budget_allocated": sum(parts)
    });
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_allocate").after(after)).await?;
    tell_writers(app, tx, budget, "budgets.allocated").await?;
    Ok(id)
}

/// Proposes another allocation of some lines; one at a time.
pub async fn adjust(
    app: &App,
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (parts, reason, key): (&[NewAllotment], &str, &str),
) -> Result<i64> {
    budget.state()?.spendable()?;
    if money::open_of(tx, budget.id).await? > 0 {
        return Err(Refusal::new("budgets-refused-adjustment-open").into());
    }
    if parts.is_empty() {
        return Err(Refusal::new("budgets-refused-same").into());
    }
    let new = NewDecision {
        budget: budget.id,
        kind: ADJUSTMENT,
        reason: reason.to_owned(),
        by: (who.account, who.name.clone()),
        key: key.to_owned(),
    };
    let id = fresh(money::propose(tx, &new).await?)?;
    let written = lines::of(tx, budget.id).await?;
    for part in parts {
        let line = written.iter().find(|l| l.id == part.line).ok_or(platform::Error::NotFound)?;
        allot(part.after, None, Dong(line.spent))?;
        money::add_allotment(tx, id, part).await?;
    }
    fast(budgets::touch(tx, budget).await?)?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_adjust").reason(Some(reason));
    tx.journal(change.after(json!({"budget_lines": parts.len()}))).await?;
    tell(app, tx, budget.id, "budgets.arrived", (ALLOCATE, budget.allocator_id)).await?;
    Ok(id)
}

/// Decides on a proposed adjustment; nobody decides on their own proposal, and nothing falls below what is spent.
pub async fn decide_adjustment(
    tx: &Tx,
    (budget, decision): (&Budget, &Decision),
    who: &Who,
    (approved, paper): (bool, &Paper),
) -> Result<()> {
    budget.state()?.spendable()?;
    if who.account.is_some() && decision.proposed_account == who.account {
        return Err(Refusal::new("budgets-refused-own").into());
    }
    if decision.kind != ADJUSTMENT || !decision.is_open() {
        return Err(Refusal::new("budgets-refused-no-proposal").into());
    }
    let state = if approved { "approved" } else { "refused" };
    fast(money::decide(tx, decision.id, state, (&paper.number, paper.on), &who.name).await?)?;
    if approved {
        for part in money::allotments(tx, decision.id).await? {
            let line = lines::get(tx, part.line_id).await?;
            allot(Dong(part.amount_after), None, Dong(line.spent))?;
            fast(line.allocated == part.amount_before)?;
            fast(lines::set_allocated(tx, part.line_id, Dong(part.amount_after)).await?)?;
        }
    }
    fast(budgets::touch(tx, budget).await?)?;
    let act = if approved { "budget_adjustment_approve" } else { "budget_adjustment_refuse" };
    let after = json!({"budget_paper": paper.number, "budget_signed_on": paper.on.to_string()});
    tx.journal(Change::of("budgets", RECORD, budget.id, act).after(after)).await
}
