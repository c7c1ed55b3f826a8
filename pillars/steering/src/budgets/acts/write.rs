//! An estimate begun, and its lines written while it may be edited; what is changed after it was first sent says why.

use super::super::dated;
use super::super::rules::LineWords;
use super::super::store::budgets::{self, Budget, NewBudget};
use super::super::store::lines::{self, Line};
use super::super::store::way::{self, NewChange};
use super::{RECORD, Who, fast, index};
use kernel::Dong;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::{Value as Json, json};

/// Begins the estimate of an agency for a year; its id.
pub async fn begin(app: &App, tx: &Tx, who: &Who, (agency, year): (i64, i32)) -> Result<i64> {
    let today = tx.at().day();
    let Some(way) = dated::way_of(app, agency, today)? else {
        return Err(Refusal::new("budgets-refused-no-way").into());
    };
    let new = NewBudget {
        agency,
        allocator: way.allocator().unwrap_or(agency),
        year,
        tier: way.tier,
        due: dated::due(app, year)?,
        author: who.name.clone(),
    };
    let Some(id) = budgets::add(tx, &new).await? else {
        return Err(Refusal::new("budgets-refused-exists").into());
    };
    budgets::let_see(tx, id, agency, "owner", today).await?;
    let after = json!({
        "budget_agency": app.directory().name(agency), "budget_year": year, "budget_due": new.due.to_string()
    });
    tx.journal(Change::of("budgets", RECORD, id, "budget_begin").after(after)).await?;
    index(app, tx, id).await?;
    Ok(id)
}

fn told(words: &LineWords) -> Json {
    json!({
        "budget_line": words.name, "budget_task": words.task, "budget_item": words.cost_item,
        "budget_source": words.source, "budget_quantity": words.quantity, "budget_price": words.price.0,
        "budget_amount": words.amount().0
    })
}

/// Keeps what the agency itself changed after it had sent the estimate.
async fn changed(
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    line: i64,
    (before, after, reason): (Dong, Dong, &str),
) -> Result<()> {
    if budget.round == 0 || before == after {
        return Ok(());
    }
    let new = NewChange {
        budget: budget.id,
        line,
        round: budget.round,
        step: String::new(),
        agency: who.agency,
        before,
        after,
        reason: reason.to_owned(),
        author: who.name.clone(),
    };
    way::add_change(tx, &new).await?;
    Ok(())
}

/// Adds a line; its id.
pub async fn add_line(
    app: &App,
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (words, reason): (&LineWords, &str),
) -> Result<i64> {
    budget.state()?.editable()?;
    fast(budgets::touch(tx, budget).await?)?;
    let id = lines::add(tx, budget, words).await?;
    changed(tx, budget, who, id, (Dong::ZERO, words.amount(), reason)).await?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_line_add").after(told(words));
    tx.journal(change.reason(Some(reason).filter(|r| !r.is_empty()))).await?;
    index(app, tx, budget.id).await?;
    Ok(id)
}

/// Writes a line anew.
pub async fn rewrite_line(
    app: &App,
    tx: &Tx,
    (budget, line): (&Budget, &Line),
    who: &Who,
    (words, reason): (&LineWords, &str),
) -> Result<()> {
    budget.state()?.editable()?;
    fast(budgets::touch(tx, budget).await?)?;
    lines::rewrite(tx, line.id, words).await?;
    changed(tx, budget, who, line.id, (Dong(line.amount), words.amount(), reason)).await?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_line_rewrite");
    let change = change.before(told(&line.words())).after(told(words));
    tx.journal(change.reason(Some(reason).filter(|r| !r.is_empty()))).await?;
    index(app, tx, budget.id).await
}

/// Takes a line out.
pub async fn drop_line(
    app: &App,
    tx: &Tx,
    (budget, line): (&Budget, &Line),
    who: &Who,
    reason: &str,
) -> Result<()> {
    budget.state()?.editable()?;
    fast(budgets::touch(tx, budget).await?)?;
    lines::drop(tx, line.id).await?;
    changed(tx, budget, who, line.id, (Dong(line.amount), Dong::ZERO, reason)).await?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_line_drop").before(told(&line.words()));
    tx.journal(change.reason(Some(reason).filter(|r| !r.is_empty()))).await?;
    index(app, tx, budget.id).await
}
