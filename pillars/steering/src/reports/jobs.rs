//! Each night: what was owed by yesterday is kept, for the indicator. Each morning: who writes an agency's reports is reminded before the last day of one that was not sent, and on it.

use super::dated;
use super::rules::{Kind, Window};
use super::slice::EDIT;
use super::store::{reports, requests};
use super::{words, yearly};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;

/// The work.
pub const JOBS: &[Job] = &[
    Job { name: "reports.remind", schedule: Some("20 7 * * *"), run: |app, _| Box::pin(remind(app)) },
    // Before the boards count anew.
    Job { name: "reports.owe", schedule: Some("20 1 * * *"), run: |app, _| Box::pin(owe(app)) },
];

/// Requests looked at.
const MOST: i64 = 500;

/// Keeps what was owed and whose last day is over: of reports that nobody began nothing else would tell.
async fn owe(app: App) -> Result<()> {
    let today = app.clock.now().day();
    for year in [today.year() - 1, today.year()] {
        yearly::keep(&app, year, today).await?;
    }
    Ok(())
}

async fn remind(app: App) -> Result<()> {
    let today = app.clock.now().day();
    let days = dated::reminders(&app, today)?;
    let mut owed: Vec<(Window, i64, Vec<i64>)> = Vec::new();
    for year in [today.year(), today.year() + 1] {
        for window in dated::windows(&app, year)? {
            if days.contains(&today.days_until(window.due)) {
                owed.push((window, 0, dated::owing(&app, &app.store, &window).await?));
            }
        }
    }
    for request in requests::due_from(&app.store, today, MOST).await? {
        let ((from, to), due) = (request.days()?, request.due()?);
        if days.contains(&today.days_until(due)) {
            let window = Window { kind: Kind::AdHoc, year: to.year(), number: request.id, from, to, due };
            owed.push((window, request.id, requests::agencies(&app.store, request.id).await?));
        }
    }
    for (window, request, agencies) in owed {
        let there = reports::of_period(&app.store, window.key(), request).await?;
        let sent = |agency: i64| there.iter().any(|r| r.agency_id == agency && r.sent_on.is_some());
        for agency in agencies.into_iter().filter(|id| !sent(*id)) {
            let report = there.iter().find(|r| r.agency_id == agency).map(|r| r.id);
            tell(&app, &window, (agency, report), today).await?;
        }
    }
    Ok(())
}

/// Tells the writers of an agency, once until they have read it.
async fn tell(app: &App, window: &Window, (agency, report): (i64, Option<i64>), today: Day) -> Result<()> {
    let members = staff::able(app, EDIT, agency, today).await?;
    if members.is_empty() {
        return Ok(());
    }
    let href = report.map_or_else(|| "/bao-cao-cchc/lich".to_owned(), super::pages::report_path);
    let period = words::period(&papers::vietnamese(app), window);
    let tx = app.store.write(&Actor::system()).await?;
    for member in &members {
        let notice = Notice {
            template: "reports.due",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: href.clone(),
            values: json!({
                "period": period, "due": window.due.vn(), "days": today.days_until(window.due),
                "agency": app.directory().name(agency),
            }),
        };
        notices::send_once(&tx, &notice).await?;
    }
    let after =
        json!({"report_period": period, "report_due": window.due.to_string(), "report_told": members.len()});
    tx.journal(Change::of("reports", "report_calendar", agency, "report_remind").after(after)).await?;
    tx.commit().await
}
