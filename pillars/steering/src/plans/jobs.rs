//! Each working morning: who has a task, or else those who answer for the plan, are reminded before its last day and on it.

use super::acts::title;
use super::dated;
use super::rules::Span;
use super::slice::{CHECK_IN, EDIT};
use super::store::plans;
use super::store::tasks::{self, Task};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;

/// Tasks read at once.
const AT_ONCE: i64 = 200;

/// The work.
pub const JOBS: &[Job] = &[
    Job { name: "plans.remind", schedule: Some("10 7 * * 1-6"), run: |app, _| Box::pin(remind(app)) },
    Job { name: "plans.owed", schedule: Some("20 7 * * *"), run: |app, _| Box::pin(owed(app)) },
];

async fn remind(app: App) -> Result<()> {
    let today = app.clock.now().day();
    let before = dated::reminders(&app, today)?;
    let Some(furthest) = before.iter().copied().max() else { return Ok(()) };
    let mut after = 0;
    loop {
        let found = tasks::open_until(&app.store, today.plus_days(furthest), after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.line_id;
        for task in &found {
            let (_, to) = task.days()?;
            if before.contains(&today.days_until(to)) {
                tell(&app, task, (today, to)).await?;
            }
        }
    }
}

/// Tells agencies that owe a plan and have not submitted it: on the days of the rule before the last day to submit, and the day
/// after. Whoever has not read the last such notice gets no second one.
async fn owed(app: App) -> Result<()> {
    let today = app.clock.now().day();
    let before = dated::owing_reminders(&app, today)?;
    for year in [today.year(), today.year() + 1] {
        for span in Span::ALL {
            // An agency that plans the whole year owes no plan of its first half beside it.
            if span == Span::First {
                continue;
            }
            let due = dated::due(&app, year, span, today)?;
            let left = today.days_until(due);
            if before.contains(&left) || left == -1 {
                owe(&app, (year, span), (today, due)).await?;
            }
        }
    }
    Ok(())
}

async fn owe(app: &App, (year, span): (i32, Span), (today, due): (Day, Day)) -> Result<()> {
    let kinds = dated::owing_kinds(app, today)?;
    let directory = app.directory();
    let sent: Vec<i64> = plans::of_span(&app.store, year, span)
        .await?
        .into_iter()
        .filter(|plan| plan.submitted_on.is_some())
        .map(|plan| plan.agency_id)
        .collect();
    let owing = directory.in_force(due).filter(|a| kinds.contains(&a.kind) && !sent.contains(&a.id));
    for agency in owing {
        let people = staff::able(app, EDIT, agency.id, today).await?;
        let tx = app.store.housekeeping().await?;
        for member in people {
            let notice = Notice {
                template: "plans.owed",
                account_id: Some(member.account_id),
                email: None,
                phone: None,
                href: "/ke-hoach-cchc/lap".to_owned(),
                values: json!({
                    "agency": agency.name, "due": due.vn(), "year": year,
                    "span": if span == Span::Second { "6 tháng cuối " } else { "" },
                }),
            };
            notices::send_once(&tx, &notice).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Tells the official who has the task; where nobody has, those of the leading agency who may tell of it. Once a day at most:
/// a job that runs twice finds the entry of the first run.
async fn tell(app: &App, task: &Task, (today, to): (Day, Day)) -> Result<()> {
    let told = platform::journal::history(&app.store, super::acts::LINE, task.line_id).await?;
    if told.iter().any(|e| e.0.action == "reform_remind" && e.moment().day() == today) {
        return Ok(());
    }
    let plan = plans::get(&app.store, task.plan_id).await?;
    let accounts: Vec<i64> = match task.person_id {
        Some(account) => vec![account],
        None => {
            let able = staff::able(app, CHECK_IN, task.lead_id, today).await?;
            able.into_iter().map(|member| member.account_id).collect()
        }
    };
    let tx = app.store.write(&Actor::system()).await?;
    for account in &accounts {
        let notice = Notice {
            template: "plans.task_due",
            account_id: Some(*account),
            email: None,
            phone: None,
            href: format!("/ke-hoach-cchc/viec/{}", task.line_id),
            values: json!({
                "task": task.name, "plan": title(app, &plan)?, "due": to.vn(), "percent": task.percent,
                "agency": app.directory().name(task.agency_id),
            }),
        };
        notices::send_once(&tx, &notice).await?;
    }
    let after = json!({"reform_to": to.to_string(), "reform_told": accounts.len()});
    tx.journal(Change::of("plans", super::acts::LINE, task.line_id, "reform_remind").after(after)).await?;
    tx.commit().await
}
