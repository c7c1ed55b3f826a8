//! Each working morning: agencies that have not done what the calendar of the budget asks for are reminded before the day.

use super::dated;
use super::rules::Check;
use super::slice::{ALLOCATE, SUBMIT};
use super::store::budgets::{self, Budget};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;
use std::collections::BTreeMap;

/// The work.
pub const JOBS: &[Job] =
    &[Job { name: "budgets.remind", schedule: Some("20 7 * * 1-6"), run: |app, _| Box::pin(remind(app)) }];

async fn remind(app: App) -> Result<()> {
    let today = app.clock.now().day();
    let before = dated::reminders(&app, today)?;
    // A day of the calendar lies in the year before the budget's, in it or after it.
    for year in [today.year() - 1, today.year(), today.year() + 1] {
        for milestone in dated::calendar(&app, year)? {
            let (Some(check), Some(due)) = (milestone.check, milestone.day(year)) else { continue };
            if before.contains(&today.days_until(due)) {
                tell_missing(&app, year, (check, due), &milestone.what).await?;
            }
        }
    }
    Ok(())
}

/// Whether a budget has met a check.
fn met(budget: &Budget, check: Check) -> bool {
    match check {
        Check::Submitted => budget.first_submitted_on.is_some(),
        Check::Decided => budget.decided_on.is_some(),
        Check::Allocated => budget.allocated_on.is_some(),
        Check::Settled => budget.settled_on.is_some(),
    }
}

/// Tells checks of one year apart in the number of their entry in the journal.
fn number(check: Check) -> i64 {
    match check {
        Check::Submitted => 0,
        Check::Decided => 1,
        Check::Allocated => 2,
        Check::Settled => 3,
    }
}

/// Tells the agencies that have not met it: those that owe an estimate where it is to be sent, else those whom a budget of the
/// year waits for. Once a day at most: a job that runs twice finds the entry of the first run.
async fn tell_missing(app: &App, year: i32, (check, due): (Check, Day), what: &str) -> Result<()> {
    let today = app.clock.now().day();
    let mark = i64::from(year) * 10 + number(check);
    let before = platform::journal::history(&app.store, "budget_calendar", mark).await?;
    if before.iter().any(|e| e.0.action == "budget_remind" && e.moment().day() == today) {
        return Ok(());
    }
    let known: BTreeMap<i64, Budget> =
        budgets::of_year(&app.store, year).await?.into_iter().map(|b| (b.agency_id, b)).collect();
    let kinds = dated::owing_kinds(app, today)?;
    let directory = app.directory();
    let mut told = 0;
    let tx = app.store.write(&Actor::system()).await?;
    let owing: Vec<i64> =
        directory.in_force(today).filter(|a| kinds.contains(&a.kind)).map(|a| a.id).collect();
    for agency in owing {
        let budget = known.get(&agency);
        if budget.is_some_and(|b| met(b, check)) || (budget.is_none() && check != Check::Submitted) {
            continue;
        }
        let (permission, to) = match (budget, check) {
            (Some(b), Check::Decided | Check::Allocated) => (ALLOCATE, b.allocator_id),
            _ => (SUBMIT, agency),
        };
        for member in staff::able(app, permission, to, today).await? {
            let notice = Notice {
                template: "budgets.milestone",
                account_id: Some(member.account_id),
                email: None,
                phone: None,
                href: format!("/ngan-sach-cchc/lich/chua-xong?nam={year}&viec={}", check.code()),
                values: json!({
                    "what": what, "due": due.vn(), "agency": directory.name(agency), "year": year
                }),
            };
            notices::send_once(&tx, &notice).await?;
        }
        told += 1;
    }
    let after = json!({"budget_due": due.to_string(), "budget_told": told});
    tx.journal(Change::of("budgets", "budget_calendar", mark, "budget_remind").after(after)).await?;
    tx.commit().await
}
