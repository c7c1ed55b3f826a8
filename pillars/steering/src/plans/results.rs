//! The port `contracts::plans::PlanResults`: what became of the tasks of plans in force, by agency and by item of the
//! programme.

use super::pages::PATH;
use super::rules::{Facts, standing, tally};
use super::store::tasks::{self, Task};
use async_trait::async_trait;
use contracts::plans::{PlanItem, PlanResults, PlanYear};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Results;

/// The port, for the server to wire.
pub fn results() -> Arc<dyn PlanResults> {
    Arc::new(Results)
}

#[async_trait]
impl PlanResults for Results {
    async fn of_year(&self, app: &App, year: i32, on: Day) -> Result<Vec<PlanYear>> {
        let mut by_agency: BTreeMap<i64, Vec<Task>> = BTreeMap::new();
        for task in tasks::in_force_of(&app.store, year).await? {
            by_agency.entry(task.agency_id).or_default().push(task);
        }
        let directory = app.directory();
        let told = by_agency.into_iter().map(|(agency_id, tasks)| {
            let code = directory.get(agency_id).map(|a| a.code.clone()).unwrap_or_default();
            let href = format!("{PATH}/viec?nam={year}&co-quan={}", ui::platform_url(&code));
            PlanYear { agency_id, ..summed(&tasks, on, href) }
        });
        Ok(told.collect())
    }

    async fn of_items(&self, app: &App, (first, last): (i32, i32), on: Day) -> Result<Vec<PlanItem>> {
        let mut by_item: BTreeMap<String, Vec<Task>> = BTreeMap::new();
        for year in first..=last {
            let found = tasks::in_force_of(&app.store, year).await?;
            for task in found.into_iter().filter(|task| !task.item.is_empty()) {
                by_item.entry(task.item.clone()).or_default().push(task);
            }
        }
        let told = by_item.into_iter().map(|(item, tasks)| {
            let href = format!("{PATH}/viec?muc={}", ui::platform_url(&item));
            PlanItem { sums: summed(&tasks, on, href), item }
        });
        Ok(told.collect())
    }
}

/// How tasks stand on a day; what was done later was not done on it.
fn summed(tasks: &[Task], on: Day, href: String) -> PlanYear {
    let sums = tally(tasks.iter().map(|t| {
        let facts = t.facts();
        standing(&Facts { done: facts.done.filter(|done| *done <= on), ..facts }, on)
    }));
    PlanYear {
        agency_id: 0,
        tasks: sums.all,
        done: sums.done,
        done_late: sums.done_late,
        overdue: sums.overdue,
        dropped: sums.stopped,
        carried: sums.carried,
        money: tasks.iter().map(|t| t.money).fold(0, i64::saturating_add),
        href,
    }
}
