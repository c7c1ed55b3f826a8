//! The port `contracts::plans::PlanResults`: what became of the tasks of a year's plans in force, by agency.

use super::pages::PATH;
use super::rules::{Facts, standing, tally};
use super::store::tasks::{self, Task};
use async_trait::async_trait;
use contracts::plans::{PlanResults, PlanYear};
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
            let sums = tally(tasks.iter().map(|t| {
                let facts = t.facts();
                // What was done later was not done on that day.
                standing(&Facts { done: facts.done.filter(|done| *done <= on), ..facts }, on)
            }));
            let code = directory.get(agency_id).map(|a| a.code.clone()).unwrap_or_default();
            PlanYear {
                agency_id,
                tasks: sums.all,
                done: sums.done,
                done_late: sums.done_late,
                overdue: sums.overdue,
                dropped: sums.stopped,
                carried: sums.carried,
                money: tasks.iter().map(|t| t.money).fold(0, i64::saturating_add),
                href: format!("{PATH}/viec?nam={year}&co-quan={}", ui::platform_url(&code)),
            }
        });
        Ok(told.collect())
    }
}
