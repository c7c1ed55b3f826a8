//! An estimate begun; its lines added, written anew, taken out by the agency.

use super::super::acts;
use super::super::rules::{KnownTask, LineWords, Typed};
use super::super::slice::EDIT;
use super::super::store::budgets::Budget;
use super::super::store::items::{self, Item};
use super::super::store::lines::{self, Line};
use super::super::words::Names;
use super::{own, read, unchanged, who};
use contracts::plans::PlanTasks;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use std::sync::Arc;

/// All that a line of a budget is checked against and chosen from.
pub struct Known {
    /// Tasks of the agency's plans of the year.
    pub tasks: Vec<KnownTask>,
    /// Cost items in force in the year.
    pub items: Vec<Item>,
    /// Names of the programme.
    pub names: Names,
    fields: Vec<String>,
    norms: Vec<(String, String)>,
}

impl Known {
    /// Reads it for a budget.
    pub async fn of(ctx: &Ctx, budget: &Budget) -> Result<Known> {
        let planned = match ctx.app.port::<Arc<dyn PlanTasks>>() {
            Ok(port) => port.of(&ctx.app, budget.agency_id, budget.year()?).await?,
            Err(_) => Vec::new(),
        };
        let (from, to) = budget.days()?;
        let items = items::in_force(&ctx.app.store, from, to).await?;
        let names = Names::read(ctx).await?;
        Ok(Known {
            tasks: planned
                .into_iter()
                .map(|t| KnownTask { line: t.line, name: t.name, field: t.field, item: t.item })
                .collect(),
            fields: names.fields.iter().map(|(code, _)| code.clone()).collect(),
            norms: items.iter().map(|i| (i.code.clone(), i.norm.clone())).collect(),
            items,
            names,
        })
    }

    /// A line as a form or a row of a sheet gives it.
    pub fn read(&self, form: &Submitted, errors: &mut FieldErrors) -> Option<LineWords> {
        Typed { tasks: &self.tasks, items: &self.norms, fields: &self.fields }.read(form, errors)
    }
}

/// Begins the estimate of an agency for a year; its id.
pub async fn begin(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).map(|a| a.id).filter(|id| ctx.may(EDIT, *id));
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    for (name, missing) in [("co-quan", agency.is_none()), ("nam", year.is_none())] {
        if missing {
            errors.add(name, "form-required");
        }
    }
    errors.check()?;
    let (Some(agency), Some(year)) = (agency, year) else { return Err(Error::NotFound) };
    ctx.require(EDIT, agency)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, &who(ctx, agency)?, (agency, year)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Why a line is changed: demanded once the estimate has been sent.
fn reason(budget: &Budget, form: &Submitted, errors: &mut FieldErrors) -> String {
    if budget.round == 0 { String::new() } else { form.required(errors, "ly-do", 2000) }
}

/// A line that the viewer may read, with its budget.
pub async fn read_line(ctx: &Ctx, id: i64) -> Result<(Budget, Line)> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = read(ctx, line.budget_id).await?;
    Ok((budget, line))
}

/// A line that stands in a budget that the viewer writes now.
pub async fn own_line(ctx: &Ctx, id: i64) -> Result<(Budget, Line)> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = own(ctx, EDIT, line.budget_id).await?;
    budget.state()?.editable()?;
    if line.dropped {
        return Err(Error::NotFound);
    }
    Ok((budget, line))
}

/// Adds a line; its id.
pub async fn add_line(ctx: &Ctx, budget: i64, form: &Submitted) -> Result<i64> {
    let budget = own(ctx, EDIT, budget).await?;
    let once = Once::of("budget_line", form);
    if let Err(changed) = unchanged(ctx, form, &budget) {
        // Pressed twice, the first press has changed the estimate: its line is there.
        let tx = ctx.app.store.write(&ctx.actor()).await?;
        return match once.before(&tx).await {
            Ok(Some(line)) => Ok(line),
            _ => Err(changed),
        };
    }
    budget.state()?.editable()?;
    let known = Known::of(ctx, &budget).await?;
    let mut errors = FieldErrors::new();
    let reason = reason(&budget, form, &mut errors);
    let words = known.read(form, &mut errors);
    errors.check()?;
    let words = words.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(line) = once.before(&tx).await? {
        return Ok(line);
    }
    let who = who(ctx, budget.agency_id)?;
    let id = acts::add_line(&ctx.app, &tx, &budget, &who, (&words, &reason)).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes a line anew; its budget.
pub async fn rewrite_line(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let (budget, line) = own_line(ctx, id).await?;
    unchanged(ctx, form, &budget)?;
    let known = Known::of(ctx, &budget).await?;
    let mut errors = FieldErrors::new();
    let reason = reason(&budget, form, &mut errors);
    let words = known.read(form, &mut errors);
    errors.check()?;
    let words = words.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.agency_id)?;
    acts::rewrite_line(&ctx.app, &tx, (&budget, &line), &who, (&words, &reason)).await?;
    tx.commit().await?;
    Ok(budget)
}

/// Takes a line out; its budget.
pub async fn drop_line(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Budget> {
    let (budget, line) = own_line(ctx, id).await?;
    unchanged(ctx, form, &budget)?;
    let mut errors = FieldErrors::new();
    let reason = reason(&budget, form, &mut errors);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let who = who(ctx, budget.agency_id)?;
    acts::drop_line(&ctx.app, &tx, (&budget, &line), &who, &reason).await?;
    tx.commit().await?;
    Ok(budget)
}
