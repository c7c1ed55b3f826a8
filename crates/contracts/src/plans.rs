//! Plans of the reform (kế hoạch cải cách hành chính) as other slices see them.

use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::events::Event;
use platform::{App, Ctx, Tx};
use serde::{Deserialize, Serialize};

/// A task of a plan in force changed: it was approved, amended, done, stopped or carried over; the figures of the day it was due
/// stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChanged {
    /// Agency whose plan it is.
    pub agency_id: i64,
    /// Last day of a task, ISO.
    pub counted_on: String,
}

impl Event for PlanChanged {
    const TOPIC: &'static str = "plans.changed";
}

/// A task of an agency's plan, as who gives money to it needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// Number of its line of work, the same in every edition.
    pub line: i64,
    /// What is to be done.
    pub name: String,
    /// Field of the programme.
    pub field: String,
    /// Item of the programme, or "".
    pub item: String,
    /// Money that the plan names, đồng.
    pub money: i64,
    /// The task's page.
    pub href: String,
}

/// Tasks of the plans that carry the programme out. Where nobody provides it, there are no plans to name tasks of.
#[async_trait]
pub trait PlanTasks: Send + Sync {
    /// Tasks of an agency's plans of a year, in force or else being written, each line of work once.
    async fn of(&self, app: &App, agency: i64, year: i32) -> Result<Vec<PlannedTask>>;
}

/// Money that budgets hold for a task, đồng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyOfTask {
    /// Lines of budgets that serve it, of those the viewer may see.
    pub lines: i64,
    /// Estimated or decided.
    pub amount: i64,
    /// Allocated.
    pub allocated: i64,
    /// Spent.
    pub spent: i64,
    /// Address of the list of the lines.
    pub href: String,
}

/// Port of whatever slice keeps the budget of the reform: the lines behind a task of a plan.
#[async_trait]
pub trait TaskMoney: Send + Sync {
    /// Of a line of work; none where no budget line serves it, or the viewer may see none of them.
    async fn of_task(&self, ctx: &Ctx, line: i64) -> Result<Option<MoneyOfTask>>;
}

/// A task of a plan in force, as other records name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTask {
    /// Its line, the same in every edition.
    pub line: i64,
    /// What is to be done.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// The tasks that other slices' records may carry out.
#[async_trait]
pub trait NamedTasks: Send + Sync {
    /// Tasks of an agency's plans in force of a year, in the plans' order.
    async fn named(&self, app: &App, agency: i64, year: i32) -> Result<Vec<NamedTask>>;
}

/// What another slice would have an agency do, to be written into its plan.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What is to be done.
    pub name: String,
    /// What comes out of it.
    pub output: String,
    /// The figure to be reached, in words.
    pub figure: String,
    /// Field of the programme, such as "II.3".
    pub field: String,
}

/// Port of the slice `plans`: tasks that come from elsewhere, as the fix-list of lost points.
#[async_trait]
pub trait PlanWriting: Send + Sync {
    /// Writes tasks into the agency's plan of a year, which is begun where there is none, due on its last day or an earlier one;
    /// what already stands there by name is left out. The plan's address, and how many were written.
    ///
    /// # Errors
    /// A refusal where the viewer may not write the plan, or the plan is not open for writing.
    async fn add(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        of: (i64, i32),
        due: Day,
        tasks: Vec<Wanted>,
    ) -> Result<(String, usize)>;
}

/// What became of the tasks of an agency's plans in force of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanYear {
    /// Agency whose plans they are.
    pub agency_id: i64,
    /// All of them.
    pub tasks: i64,
    /// Done by their last day.
    pub done: i64,
    /// Done after it.
    pub done_late: i64,
    /// Their last day is over and they are not done.
    pub overdue: i64,
    /// Given up with a reason.
    pub dropped: i64,
    /// Carried into a later plan.
    pub carried: i64,
    /// Money planned for them, đồng.
    pub money: i64,
    /// Address of the list of them.
    pub href: String,
}

/// What became of the tasks that carry out one item of the programme, whatever agency has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanItem {
    /// Code of the item, such as "II.3.b".
    pub item: String,
    /// Its tasks; of no agency alone.
    pub sums: PlanYear,
}

/// Port of the slice `plans`: results of plans in force.
#[async_trait]
pub trait PlanResults: Send + Sync {
    /// By agency, as tasks of a year stand on a day.
    async fn of_year(&self, app: &App, year: i32, on: Day) -> Result<Vec<PlanYear>>;

    /// By item of the programme, as tasks of the years from one to another stand on a day; items without a task are left out.
    async fn of_items(&self, app: &App, years: (i32, i32), on: Day) -> Result<Vec<PlanItem>> {
        let _ = (app, years, on);
        Ok(Vec::new())
    }
}
