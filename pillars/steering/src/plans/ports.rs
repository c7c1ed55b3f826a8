//! What waits for somebody here: plans that are owed or being written, plans for their approver, tasks overdue or close to their end;
//! the tasks that a budget's lines and other slices' records serve; tasks that other slices write.

use super::acts::{self, title};
use super::dated;
use super::rules::{Span, State, TaskWords};
use super::slice::EDIT;
use super::store::{plans, tasks};
use async_trait::async_trait;
use contracts::plans::{NamedTask, NamedTasks, PlanTasks, PlanWriting, PlannedTask, Wanted};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Ctx, Locale, Refusal, Scope, Tx};
use std::sync::Arc;

struct Plans;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Plans)
}

/// The port by which other slices write tasks into a plan.
pub fn plan_writing() -> Arc<dyn PlanWriting> {
    Arc::new(Plans)
}

#[async_trait]
impl PlanWriting for Plans {
    async fn add(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        (agency, year): (i64, i32),
        due: Day,
        wanted: Vec<Wanted>,
    ) -> Result<(String, usize)> {
        ctx.require(EDIT, agency)?;
        let id = match plans::of(tx, agency, year, Span::Year).await? {
            Some(plan) => plan.id,
            None => acts::begin(&ctx.app, tx, agency, (year, Span::Year), &ctx.viewer()?.name).await?,
        };
        let plan = plans::get(tx, id).await?;
        plan.state()?.editable()?;
        let (first, last) = plan.days()?;
        let there = tasks::of_edition(tx, id, plan.edition).await?;
        let mut written = 0;
        for task in wanted {
            if there.iter().any(|t| t.name == task.name) {
                continue;
            }
            let words = TaskWords {
                field: task.field,
                item: String::new(),
                name: task.name,
                output: task.output,
                figure: task.figure,
                measure: String::new(),
                lead: agency,
                cooperating: Vec::new(),
                person: None,
                person_name: String::new(),
                from: first,
                to: due.max(first).min(last),
                money: 0,
                source: "none".to_owned(),
            };
            acts::add_task(&ctx.app, tx, &plans::get(tx, id).await?, &words).await?;
            written += 1;
        }
        if written == 0 {
            return Err(Refusal::new("plans-refused-there").into());
        }
        Ok((format!("/ke-hoach-cchc/ke-hoach/{id}"), written))
    }
}

/// Days ahead in which a task's last day makes it wait.
const AHEAD: i64 = 30;
/// Plans and tasks read at most.
const MOST: i64 = 2_000;

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

/// Plans that nobody has submitted: those being written, and those of a year or of its second half that agencies owe and have not
/// begun, overdue or due soon.
async fn owed(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let waiting = |id: i64, agency: i64, (title, href): (String, String), step: &str| Waiting {
        kind: "plan-owed",
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
    let mut found = Vec::new();
    for plan in plans::drafts(&app.store, MOST).await? {
        if !scope.covers(plan.agency_id) {
            continue;
        }
        let step = if plan.is_amended() { "plans-state-amending" } else { "plans-state-draft" };
        let named = (title(app, &plan)?, format!("/ke-hoach-cchc/ke-hoach/{}", plan.id));
        found.push(Waiting {
            since: Moment::from_micros(plan.changed_at),
            due: end_of(&plan.due_on).filter(|_| plan.in_force == 0),
            ..waiting(plan.id, plan.agency_id, named, step)
        });
    }
    let today = app.clock.now().day();
    let years = [today.year(), today.year() + 1];
    for (year, span) in years.into_iter().flat_map(|year| [(year, Span::Year), (year, Span::Second)]) {
        let due = dated::due(app, year, span, today)?;
        let left = today.days_until(due);
        // Who plans the whole year is asked for the plan of its second half when it is time, as the morning's reminder does, and
        // not for ever after.
        if left > AHEAD || (span == Span::Second && left < -AHEAD) {
            continue;
        }
        let kinds = dated::owing_kinds(app, today)?;
        let begun: Vec<i64> =
            plans::of_span(&app.store, year, span).await?.iter().map(|plan| plan.agency_id).collect();
        let title = if span == Span::Year { "plans-owed-title" } else { "plans-owed-title-second" };
        let directory = app.directory();
        let owing = directory.in_force(today).filter(|a| kinds.contains(&a.kind) && scope.covers(a.id));
        for agency in owing.filter(|a| !begun.contains(&a.id)) {
            let name = locale.tn(title, &[("year", year.to_string()), ("agency", agency.short_name.clone())]);
            let href = format!("/ke-hoach-cchc/co-quan?nam={year}&ky={}", span.code());
            // Plans have numbers above none: these tell agency, year and span.
            let number = agency.id * 10_000 + i64::from(year);
            let id = if span == Span::Year { -number } else { -number * 10 };
            found.push(Waiting {
                since: due.plus_days(-AHEAD).start(),
                due: end_of(&due.to_string()),
                ..waiting(id, agency.id, (name, href), "plans-waiting-begin")
            });
        }
    }
    Ok(found)
}

#[async_trait]
impl WaitingSource for Plans {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("plan", "plans-waiting-plan"),
            ("plan-owed", "plans-waiting-owed"),
            ("plan-task", "plans-waiting-task"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for plan in plans::submitted(&app.store, MOST).await? {
            let submitted = plan.state()? == State::Submitted;
            let holds = if submitted { plan.approver_id } else { plan.agency_id };
            if !scope.covers(holds) {
                continue;
            }
            let step = if submitted { "plans-waiting-approval" } else { "plans-waiting-mending" };
            found.push(Waiting {
                kind: "plan",
                id: plan.id,
                title: title(app, &plan)?,
                href: format!("/ke-hoach-cchc/ke-hoach/{}", plan.id),
                agency_id: holds,
                holder_id: None,
                holder: String::new(),
                step: locale.t(step),
                since: Moment::from_micros(plan.changed_at),
                // What was given back before it was ever in force is owed since the day it was to be submitted.
                due: if submitted {
                    plan.answer_due_on.as_deref().and_then(end_of)
                } else {
                    end_of(&plan.due_on).filter(|_| plan.in_force == 0)
                },
            });
        }
        found.extend(owed(app, locale, scope).await?);
        let to = app.clock.now().day().plus_days(AHEAD);
        for task in tasks::open_until(&app.store, to, 0, MOST).await? {
            if !scope.covers(task.lead_id) {
                continue;
            }
            let begun = task.from_on.parse::<Day>().map(Day::start).unwrap_or(app.clock.now());
            found.push(Waiting {
                kind: "plan-task",
                id: task.line_id,
                title: task.name.clone(),
                href: format!("/ke-hoach-cchc/viec/{}", task.line_id),
                agency_id: task.lead_id,
                holder_id: task.person_id,
                holder: task.person_name.clone(),
                step: locale.tn("plans-percent", &[("percent", task.percent.to_string())]),
                since: begun,
                due: end_of(&task.to_on),
            });
        }
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}

/// Tasks for who plans the money, for the server to hand over.
pub fn plan_tasks() -> Arc<dyn PlanTasks> {
    Arc::new(Plans)
}

#[async_trait]
impl PlanTasks for Plans {
    async fn of(&self, app: &App, agency: i64, year: i32) -> Result<Vec<PlannedTask>> {
        let mut found: Vec<PlannedTask> = Vec::new();
        for span in Span::ALL {
            let Some(plan) = plans::of(&app.store, agency, year, span).await? else { continue };
            for task in tasks::of_edition(&app.store, plan.id, plan.shown()).await? {
                found.push(PlannedTask {
                    line: task.line_id,
                    href: format!("/ke-hoach-cchc/viec/{}", task.line_id),
                    name: task.name,
                    field: task.field,
                    item: task.item,
                    money: task.money,
                });
            }
        }
        Ok(found)
    }
}

struct Named;

/// The tasks that other slices' records name, for the server to hand over.
pub fn named_tasks() -> Arc<dyn NamedTasks> {
    Arc::new(Named)
}

#[async_trait]
impl NamedTasks for Named {
    async fn named(&self, app: &App, agency: i64, year: i32) -> Result<Vec<NamedTask>> {
        let mut found = Vec::new();
        for span in Span::ALL {
            let Some(plan) = plans::of(&app.store, agency, year, span).await? else { continue };
            for task in tasks::of_edition(&app.store, plan.id, plan.in_force).await? {
                let href = format!("/ke-hoach-cchc/viec/{}", task.line_id);
                found.push(NamedTask { line: task.line_id, name: task.name, href });
            }
        }
        Ok(found)
    }
}
