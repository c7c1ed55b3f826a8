//! Allocation and its adjustment as people send them: an amount a line, quarters where the year is divided.

use super::super::acts;
use super::super::rules::{Quarters, allot, dong, quarters};
use super::super::slice::EDIT;
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::store::money::{self, NewAllotment};
use super::{allocating, amount, key, of_field, own, paper, unchanged, who};
use kernel::Dong;
use platform::error::Result;
use platform::http::Submitted;
use platform::{Ctx, FieldErrors};

/// The quarters typed for a line; those left empty are none.
fn divided(form: &Submitted, errors: &mut FieldErrors, line: &Line, whole: Dong) -> Quarters {
    let mut typed = [Dong::ZERO; 4];
    for (number, part) in (1..).zip(typed.iter_mut()) {
        let name = format!("quy{number}-{}", line.id);
        let text = form.text(&name);
        match dong(text) {
            Some(amount) => *part = amount,
            None if text.is_empty() => {}
            None => errors.add(name, "budgets-error-money"),
        }
    }
    match quarters(whole, typed) {
        Ok(found) => found,
        Err(refusal) => {
            of_field(errors, format!("giao-{}", line.id), refusal);
            Quarters::default()
        }
    }
}

/// Allocates; the decision's id.
pub async fn allocate(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let budget = allocating(ctx, id).await?;
    unchanged(ctx, form, &budget)?;
    let written = lines::of(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let signed = paper(ctx, form, &mut errors, budget.decided_on.as_deref());
    let mut parts = Vec::new();
    for line in &written {
        let name = format!("giao-{}", line.id);
        let Some(after) = amount(form, &mut errors, &name) else { continue };
        if let Err(refusal) = allot(after, Some(Dong(line.amount)), Dong(line.spent)) {
            of_field(&mut errors, name, refusal);
        }
        let quarters = divided(form, &mut errors, line, after);
        parts.push(NewAllotment { line: line.id, before: Dong(line.allocated), after, quarters });
    }
    let key = key(form, &mut errors, "quyet-dinh");
    errors.check()?;
    let signed = signed.ok_or(platform::Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.allocator_id)?;
    let id = acts::allocate(&ctx.app, &tx, &budget, &who, (&parts, &signed, &key)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Proposes an adjustment: lines left as they are do not take part; the decision's id.
pub async fn adjust(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let budget = own(ctx, EDIT, id).await?;
    unchanged(ctx, form, &budget)?;
    budget.state()?.spendable()?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    let mut parts = Vec::new();
    for line in &lines::of(&ctx.app.store, id).await? {
        let name = format!("giao-{}", line.id);
        if form.text(&name).is_empty() {
            continue;
        }
        let Some(after) = amount(form, &mut errors, &name) else { continue };
        if let Err(refusal) = allot(after, None, Dong(line.spent)) {
            of_field(&mut errors, name, refusal);
        }
        if after.0 != line.allocated {
            let quarters = divided(form, &mut errors, line, after);
            parts.push(NewAllotment { line: line.id, before: Dong(line.allocated), after, quarters });
        }
    }
    if parts.is_empty() && errors.is_empty() {
        errors.add("ly-do", "budgets-error-nothing-adjusted");
    }
    let key = key(form, &mut errors, "ly-do");
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.agency_id)?;
    let id = acts::adjust(&ctx.app, &tx, &budget, &who, (&parts, &reason, &key)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Decides on a proposed adjustment; its budget.
pub async fn decide_adjustment(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let decision = money::get(&ctx.app.store, id).await?;
    let budget = allocating(ctx, decision.budget_id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let approved = match form.text("ket-qua") {
        "duyet" => true,
        "tu-choi" => false,
        _ => {
            errors.add("ket-qua", "form-required");
            false
        }
    };
    let signed = paper(ctx, form, &mut errors, budget.allocated_on.as_deref());
    errors.check()?;
    let signed = signed.ok_or(platform::Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.allocator_id)?;
    acts::decide_adjustment(&tx, (&budget, &decision), &who, (approved, &signed)).await?;
    tx.commit().await?;
    Ok(budget)
}
