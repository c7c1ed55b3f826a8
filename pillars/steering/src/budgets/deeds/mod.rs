//! What a person sends, for pages and the programming interface alike: rights, reading, the act, its commit. What is wrong with
//! what was typed leaves as [`platform::Error::Invalid`]; the page shows its form again with it.

mod account;
mod items;
mod lines;
mod money;
mod spending;
mod way;

pub use account::{approve_account, give_account_back, render_account};
pub use items::{add_item, end_item};
pub use lines::{Known, add_line, begin, drop_line, own_line, read_line, rewrite_line};
pub use money::{adjust, allocate, decide_adjustment};
pub use spending::{spend, strike_out, year_begun};
pub use way::{answer, change_amount, comment, give_back, may_review, pass, present_step, submit, withdraw};

use super::acts::{Paper, Who};
use super::slice::{ALLOCATE, VIEW};
use super::store::budgets::{self, Budget};
use super::words;
use kernel::Dong;
use platform::error::{Error, FieldError, Result};
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, Permission, Refusal};

/// Name of the hidden field with the version that a page was shown for.
pub const VERSION: &str = "phien_ban";
/// Name of the hidden field by which a form sent twice is known.
pub const KEY: &str = "khoa";

/// Whoever saw an older state of a budget than the one that stands is told what it is now.
fn unchanged(ctx: &Ctx, typed: &Submitted, budget: &Budget) -> Result<()> {
    match typed.text(VERSION).parse::<i64>() {
        Ok(shown) if shown != budget.version => Err(Error::Changed(vec![words::state(ctx, budget)?.text])),
        _ => Ok(()),
    }
}

/// Who acts, for an agency.
fn who(ctx: &Ctx, agency: i64) -> Result<Who> {
    let viewer = ctx.viewer()?;
    Ok(Who { account: Some(viewer.account_id), name: viewer.name.clone(), agency })
}

/// A budget that the viewer may read: of their scope, come to their agency, or copied to it.
pub async fn read(ctx: &Ctx, id: i64) -> Result<Budget> {
    let budget = budgets::get(&ctx.app.store, id).await?;
    let parties = budgets::parties(&ctx.app.store, id).await?;
    let over = parties.into_iter().find(|a| ctx.may(VIEW, *a));
    ctx.require(VIEW, over.unwrap_or(budget.agency_id))?;
    Ok(budget)
}

/// A budget that the viewer may do something with for its own agency.
pub async fn own(ctx: &Ctx, permission: Permission, id: i64) -> Result<Budget> {
    let budget = budgets::get(&ctx.app.store, id).await?;
    ctx.require(permission, budget.agency_id)?;
    Ok(budget)
}

/// A budget that lies with an agency of the viewer's.
pub async fn held(ctx: &Ctx, permission: Permission, id: i64) -> Result<Budget> {
    let budget = budgets::get(&ctx.app.store, id).await?;
    if budget.state()?.is_underway().is_err() {
        read(ctx, id).await?;
        return Err(Refusal::new("budgets-refused-not-underway").into());
    }
    ctx.require(permission, budget.holder_id)?;
    Ok(budget)
}

/// A budget that the viewer allocates for.
pub async fn allocating(ctx: &Ctx, id: i64) -> Result<Budget> {
    let budget = budgets::get(&ctx.app.store, id).await?;
    ctx.require(ALLOCATE, budget.allocator_id)?;
    Ok(budget)
}

/// The number and day of a signed paper; the day is none to come and none before another.
fn paper(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors, not_before: Option<&str>) -> Option<Paper> {
    let number = form.required(errors, "quyet-dinh", 300);
    let on = form.day(errors, "ngay");
    if on.is_none_or(|d| d > ctx.today()) && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "budgets-error-past");
    }
    let before = not_before.and_then(|d| d.parse().ok());
    if on.zip(before).is_some_and(|(on, before): (_, kernel::Day)| on < before) {
        errors.add_with(
            "ngay",
            "budgets-error-before",
            vec![("day", words::vn(not_before.unwrap_or_default()))],
        );
    }
    on.map(|on| Paper { number, on })
}

/// A demanded amount.
fn amount(form: &Submitted, errors: &mut FieldErrors, name: &str) -> Option<Dong> {
    let found = super::rules::dong(form.text(name));
    if found.is_none() {
        errors.add(name, "budgets-error-money");
    }
    found
}

/// The key of a form that makes something; a form that was not ours has none.
fn key(form: &Submitted, errors: &mut FieldErrors, field: &str) -> String {
    let key = form.text(KEY);
    if !platform::once::is_key(key) {
        errors.add(field, "form-broken");
    }
    key.to_owned()
}

/// A refusal of the rules as the fault of a field.
fn of_field(errors: &mut FieldErrors, field: String, refusal: Refusal) {
    errors.0.push(FieldError { field, key: refusal.key.to_owned(), args: refusal.args });
}
