//! Spending as people enter it: day, paper, amount, payee, what for; and an entry struck out.

use super::super::acts;
use super::super::rules;
use super::super::slice::SPEND;
use super::super::store::budgets::Budget;
use super::super::store::lines;
use super::super::store::spending::{self, NewEntry};
use super::{amount, key, of_field, own, who};
use kernel::Dong;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, Refusal};

/// Money is spent in its year: where that has not begun, no day would be right.
///
/// # Errors
/// The year is still to come.
pub fn year_begun(ctx: &Ctx, budget: &Budget) -> Result<()> {
    let (first, _) = budget.days()?;
    if ctx.today() < first {
        return Err(Refusal::new("budgets-refused-year-ahead").arg("day", first.vn()).into());
    }
    Ok(())
}

/// Enters what was spent of a line; the entry's id.
pub async fn spend(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = own(ctx, SPEND, line.budget_id).await?;
    budget.state()?.spendable()?;
    year_begun(ctx, &budget)?;
    let mut errors = FieldErrors::new();
    let on = form.day(&mut errors, "ngay");
    let (first, last) = budget.days()?;
    let last = last.min(ctx.today());
    if on.is_none_or(|on| on < first || on > last) && errors.is_empty() {
        errors.add_with("ngay", "budgets-error-day", vec![("from", first.vn()), ("to", last.vn())]);
    }
    let paper = form.required(&mut errors, "chung-tu", 200);
    let payee = form.required(&mut errors, "don-vi-nhan", 300);
    let purpose = form.at_most(&mut errors, "noi-dung", 500);
    let spent = amount(form, &mut errors, "so-tien");
    match spent {
        Some(Dong(0)) => errors.add("so-tien", "budgets-error-money"),
        Some(spent) => {
            if let Err(refusal) = rules::spend(Dong(line.allocated), Dong(line.spent), spent) {
                of_field(&mut errors, "so-tien".to_owned(), refusal);
            }
        }
        None => {}
    }
    let key = key(form, &mut errors, "chung-tu");
    errors.check()?;
    let (Some(on), Some(amount)) = (on, spent) else { return Err(Error::NotFound) };
    let author = ctx.viewer()?.name.clone();
    let new = NewEntry { budget: budget.id, line: id, on, paper, amount, payee, purpose, author, key };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::spend(&tx, (&budget, &line), &new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Strikes an entry out with a reason; its budget.
pub async fn strike_out(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let entry = spending::get(&ctx.app.store, id).await?;
    let budget = own(ctx, SPEND, entry.budget_id).await?;
    budget.state()?.spendable()?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::strike_out(&tx, &budget, &entry, &who(ctx, budget.agency_id)?, &reason).await?;
    tx.commit().await?;
    Ok(budget)
}
