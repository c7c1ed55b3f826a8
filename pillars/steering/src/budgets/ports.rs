//! What others ask of budgets: the money of a year; what waits: budgets for the office they lie with, for their agency or for who
//! allocates; adjustments.

use super::acts::{href, title};
use super::rules::State;
use super::store::{budgets, lines, money};
use async_trait::async_trait;
use contracts::final_review::{MoneyOfYear, ReformMoney};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
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

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

#[async_trait]
impl WaitingSource for Budgets {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("budget", "budgets-waiting-budget"), ("budget-adjustment", "budgets-waiting-adjustment")]
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
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
