//! The account of a year as the agency renders it, line by line, and as it is decided on.

use super::super::acts::{self, Said};
use super::super::dated;
use super::super::rules::{dong, rest, variance};
use super::super::slice::SUBMIT;
use super::super::store::lines;
use super::{allocating, key, of_field, own, paper, unchanged, who};
use kernel::Dong;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors};

/// Renders account.
pub async fn render_account(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = own(ctx, SUBMIT, id).await?;
    unchanged(ctx, form, &budget)?;
    budget.state()?.spendable()?;
    let most = dated::variance_percent(&ctx.app, ctx.today())?;
    let mut errors = FieldErrors::new();
    let mut said = Vec::new();
    let written = lines::of(&ctx.app.store, id).await?;
    for line in &written {
        let (carry, why) = (format!("chuyen-{}", line.id), format!("giai-trinh-{}", line.id));
        let carried = match form.text(&carry) {
            "" => Some(Dong::ZERO),
            typed => dong(typed),
        };
        let (allocated, spent) = (Dong(line.allocated), Dong(line.spent));
        match carried.map(|carried| rest(allocated, spent, carried)) {
            Some(Ok(_)) => {}
            Some(Err(refusal)) => of_field(&mut errors, carry, refusal),
            None => errors.add(carry, "budgets-error-money"),
        }
        let explanation = form.at_most(&mut errors, &why, 1000);
        if explanation.is_empty() && variance(allocated, spent).needs_words(most) {
            errors.add_with(why, "budgets-error-explain", vec![("percent", most.to_string())]);
        }
        said.push(Said { line: line.id, carried: carried.unwrap_or_default(), explanation });
    }
    let first = written.first().map_or_else(|| "form".to_owned(), |l| format!("chuyen-{}", l.id));
    let key = key(form, &mut errors, &first);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.agency_id)?;
    acts::render_account(&ctx.app, &tx, &budget, &who, (&said, &key)).await?;
    tx.commit().await
}

/// Gives the account back with the reason.
pub async fn give_account_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = allocating(ctx, id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_account_back(&ctx.app, &tx, &budget, &who(ctx, budget.allocator_id)?, &reason).await?;
    tx.commit().await
}

/// Approves the account.
pub async fn approve_account(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let budget = allocating(ctx, id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let signed = paper(ctx, form, &mut errors, budget.allocated_on.as_deref());
    errors.check()?;
    let signed = signed.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve_account(&tx, &budget, &who(ctx, budget.allocator_id)?, &signed).await?;
    tx.commit().await
}
