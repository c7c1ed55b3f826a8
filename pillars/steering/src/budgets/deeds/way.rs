//! The way of an estimate as people act on it: sent, taken back, commented on, changed, passed on, given back.

use super::super::acts;
use super::super::rules::Step;
use super::super::slice::{DECIDE, EDIT, REVIEW, SUBMIT};
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::store::talk::{self, NewComment};
use super::{amount, held, own, paper, unchanged, who};
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::once::Once;
use platform::{Ctx, FieldErrors};

/// Sends it.
pub async fn submit(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = own(ctx, SUBMIT, id).await?;
    unchanged(ctx, form, &budget)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &budget).await?;
    tx.commit().await
}

/// Takes it back.
pub async fn withdraw(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = own(ctx, SUBMIT, id).await?;
    unchanged(ctx, form, &budget)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::withdraw(&tx, &budget, &who(ctx, budget.agency_id)?).await?;
    tx.commit().await
}

/// The step at which a budget lies; none where it is not on its way.
pub fn present_step(budget: &Budget) -> Option<Step> {
    Step::from_code(&budget.step)
}

/// Passes it on; the Council's resolution is named.
pub async fn pass(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = held(ctx, DECIDE, id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let note = form.at_most(&mut errors, "ghi-chu", 2000);
    let needs = present_step(&budget).is_some_and(Step::needs_paper);
    // A day without its paper is a paper not yet named: asked for, never dropped.
    let names_paper = !form.text("quyet-dinh").is_empty() || !form.text("ngay").is_empty();
    let signed = if needs || names_paper {
        paper(ctx, form, &mut errors, budget.submitted_on.as_deref())
    } else {
        None
    };
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::pass(&ctx.app, &tx, &budget, &who(ctx, budget.holder_id)?, (signed.as_ref(), &note)).await?;
    tx.commit().await
}

/// Gives it back with the reason.
pub async fn give_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = held(ctx, DECIDE, id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &budget, &who(ctx, budget.holder_id)?, &reason).await?;
    tx.commit().await
}

/// Changes the amount of a line that lies with an agency of the viewer's; the budget.
pub async fn change_amount(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = held(ctx, REVIEW, line.budget_id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let after = amount(form, &mut errors, "so-tien");
    let reason = form.required(&mut errors, "ly-do", 2000);
    if after.is_some_and(|after| after.0 == line.amount) {
        errors.add("so-tien", "budgets-refused-same");
    }
    errors.check()?;
    let after = after.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.holder_id)?;
    acts::change_amount(&tx, (&budget, &line), &who, (after, &reason)).await?;
    tx.commit().await?;
    Ok(budget)
}

/// Whether the viewer may comment on a budget now: it lies with an agency of theirs.
pub fn may_review(ctx: &Ctx, budget: &Budget) -> Result<bool> {
    Ok(budget.state()?.is_underway().is_ok() && ctx.may(REVIEW, budget.holder_id))
}

/// Adds a comment; its number.
pub async fn comment(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let budget = held(ctx, REVIEW, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "y-kien", 2000);
    let about: Option<&Line> = match form.text("dong") {
        "" => None,
        typed => {
            let found = written.iter().find(|l| l.id.to_string() == typed);
            if found.is_none() {
                errors.add("dong", "budgets-error-line");
            }
            found
        }
    };
    errors.check()?;
    let new = NewComment {
        budget: id,
        line: about.map(|l| l.id),
        round: budget.round,
        step: budget.step.clone(),
        text,
        author: ctx.viewer()?.name.clone(),
        agency: budget.holder_id,
    };
    let once = Once::of("budget_comment", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(made) = once.before(&tx).await? {
        return Ok(made);
    }
    let made = acts::comment(&tx, &new, about.map_or("", |l| l.name.as_str())).await?;
    once.opened(&tx, made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Answers a comment; its budget.
pub async fn answer(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let comment = talk::get(&ctx.app.store, id).await?;
    let budget = own(ctx, EDIT, comment.budget_id).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "tra-loi", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::answer(&tx, &comment, &text, &ctx.viewer()?.name).await?;
    tx.commit().await?;
    Ok(budget)
}
