//! What others ask of budgets: the money of a year, of a task; what waits: estimates and accounts that are owed, budgets for the
//! office they lie with, for their agency or for who allocates; adjustments.

use super::acts::{href, title};
use super::dated;
use super::rules::{Check, State, total};
use super::slice::VIEW;
use super::store::{budgets, lines, money};
use async_trait::async_trait;
use contracts::final_review::{MoneyOfYear, ReformMoney};
use contracts::plans::{MoneyOfTask, TaskMoney};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::http::Query;
use platform::{App, Ctx, Locale, Scope};
use std::sync::Arc;

struct Budgets;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Budgets)
}

/// The port of reviews, for the server to wire.
pub fn reform_money() -> Arc<dyn ReformMoney> {
    Arc::new(Budgets)
}

/// The money behind tasks of plans, for the server to wire.
pub fn task_money() -> Arc<dyn TaskMoney> {
    Arc::new(Budgets)
}

#[async_trait]
impl TaskMoney for Budgets {
    async fn of_task(&self, ctx: &Ctx, line: i64) -> Result<Option<MoneyOfTask>> {
        let mut list = lines::list();
        budgets::within(&mut list, &ctx.scope(VIEW));
        list.and("l.plan_line = ?", [line.into()]);
        let found = list.all::<lines::Line>(&ctx.app.store, &Query::default()).await?;
        let whole = total(found.iter().map(lines::Line::amounts));
        Ok((!found.is_empty()).then(|| MoneyOfTask {
            lines: i64::try_from(found.len()).unwrap_or(i64::MAX),
            amount: whole.amount.0,
            allocated: whole.allocated.0,
            spent: whole.spent.0,
            href: format!("/ngan-sach-cchc/dong?nhiem-vu={line}"),
        }))
    }
}

#[async_trait]
impl ReformMoney for Budgets {
    async fn of_year(&self, app: &App, year: i32) -> Result<Option<MoneyOfYear>> {
        let sums = lines::of_year(&app.store, year).await?;
        Ok((sums.count > 0).then(|| MoneyOfYear {
            allocated: sums.allocated,
            spent: sums.spent,
            count: sums.count,
            href: format!("/ngan-sach-cchc/dong?nam={year}"),
        }))
    }
}

/// Budgets read at most.
const MOST: i64 = 2_000;
/// Days ahead in which the last day to send an estimate makes it wait.
const AHEAD: i64 = 30;

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

/// What agencies owe: estimates being written, estimates not begun that are overdue or due soon, accounts of years that are over.
async fn owed(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let waiting = |id: i64, agency: i64, (title, href): (String, String), step: &str| Waiting {
        kind: "budget-owed",
        id,
        title,
        href,
        agency_id: agency,
        holder_id: None,
        holder: String::new(),
        step: locale.t(step),
        since: app.clock.now(),
        due: None,
    };
    let today = app.clock.now().day();
    let mut found = Vec::new();
    for budget in budgets::owed(&app.store, today.year(), MOST).await? {
        if !scope.covers(budget.agency_id) {
            continue;
        }
        let settles = budget.state()? == State::Allocated;
        let due = if settles {
            dated::last_day(app, budget.year()?, Check::Settled)?.and_then(|day| end_of(&day.to_string()))
        } else {
            end_of(&budget.due_on)
        };
        let step = if settles { "budgets-waiting-settlement" } else { "budgets-state-draft" };
        let since =
            if settles { budget.days()?.1.next().start() } else { Moment::from_micros(budget.changed_at) };
        let named = (title(app, &budget), href(budget.id));
        found.push(Waiting { since, due, ..waiting(budget.id, budget.agency_id, named, step) });
    }
    for year in [today.year(), today.year() + 1] {
        let due = dated::due(app, year)?;
        if today.days_until(due) > AHEAD {
            continue;
        }
        let kinds = dated::owing_kinds(app, today)?;
        let begun = budgets::begun(&app.store, year).await?;
        let directory = app.directory();
        let owing = directory.in_force(today).filter(|a| kinds.contains(&a.kind) && scope.covers(a.id));
        for agency in owing.filter(|a| !begun.contains(&a.id)) {
            let name = locale
                .tn("budgets-title-of", &[("year", year.to_string()), ("agency", agency.short_name.clone())]);
            let href = format!("/ngan-sach-cchc/lich/chua-xong?nam={year}&viec={}", Check::Submitted.code());
            // Budgets have numbers above none: these tell agency and year.
            let id = -(agency.id * 10_000 + i64::from(year));
            found.push(Waiting {
                since: due.plus_days(-AHEAD).start(),
                due: end_of(&due.to_string()),
                ..waiting(id, agency.id, (name, href), "budgets-waiting-begin")
            });
        }
    }
    Ok(found)
}

#[async_trait]
impl WaitingSource for Budgets {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("budget", "budgets-waiting-budget"),
            ("budget-owed", "budgets-waiting-owed"),
            ("budget-adjustment", "budgets-waiting-adjustment"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for budget in budgets::open(&app.store, MOST).await? {
            if !scope.covers(budget.holder_id) {
                continue;
            }
            let step = match budget.state()? {
                State::Underway => locale.t(&format!("budgets-step-{}", budget.step)),
                State::Decided => locale.t("budgets-waiting-allocation"),
                State::Settling => locale.t("budgets-waiting-account"),
                _ => locale.t("budgets-waiting-mending"),
            };
            found.push(Waiting {
                kind: "budget",
                id: budget.id,
                title: title(app, &budget),
                href: href(budget.id),
                agency_id: budget.holder_id,
                holder_id: None,
                holder: String::new(),
                step,
                since: Moment::from_micros(budget.changed_at),
                due: budget.answer_due_on.as_deref().and_then(end_of),
            });
        }
        for decision in money::open_adjustments(&app.store, MOST).await? {
            let budget = budgets::get(&app.store, decision.budget_id).await?;
            if !scope.covers(budget.allocator_id) {
                continue;
            }
            found.push(Waiting {
                kind: "budget-adjustment",
                id: decision.id,
                title: title(app, &budget),
                href: format!("/ngan-sach-cchc/quyet-dinh/{}", decision.id),
                agency_id: budget.allocator_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t("budgets-waiting-decision"),
                since: Moment::from_micros(decision.proposed_at),
                due: None,
            });
        }
        found.extend(owed(app, locale, scope).await?);
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
