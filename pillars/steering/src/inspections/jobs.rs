//! Each working morning: who has to put a finding right is reminded before its last day, on it and after it.

use super::acts::FINDING;
use super::dated;
use super::rules::FindingState;
use super::slice::REPORT;
use super::store::findings::{self, Finding};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;

/// Findings read at once.
const AT_ONCE: i64 = 200;

/// The work.
pub const JOBS: &[Job] = &[Job {
    name: "inspections.remind",
    schedule: Some("15 7 * * 1-6"),
    run: |app, _| Box::pin(remind(app)),
}];

async fn remind(app: App) -> Result<()> {
    let today = app.clock.now().day();
    let before = dated::reminders(&app, today)?;
    let Some(furthest) = before.iter().copied().max() else { return Ok(()) };
    let mut after = 0;
    loop {
        let found = findings::open_until(&app.store, today.plus_days(furthest), after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.id;
        for finding in &found {
            let due = finding.due()?;
            if finding.state()? == FindingState::Open && before.contains(&today.days_until(due)) {
                tell(&app, finding, (today, due)).await?;
            }
        }
    }
}

/// Tells those who speak for the unit. Once a day at most: a job that runs twice finds the entry of the first run.
async fn tell(app: &App, finding: &Finding, (today, due): (Day, Day)) -> Result<()> {
    let told = platform::journal::history(&app.store, FINDING, finding.id).await?;
    if told.iter().any(|e| e.0.action == "inspect_remind" && e.moment().day() == today) {
        return Ok(());
    }
    let able = staff::able(app, REPORT, finding.unit_id, today).await?;
    let tx = app.store.write(&Actor::system()).await?;
    for member in &able {
        let notice = Notice {
            template: "inspections.finding_due",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/kiem-tra-cchc/ton-tai/{}", finding.id),
            values: json!({
                "what": finding.text, "due": due.vn(), "agency": app.directory().name(finding.unit_id), "reason": "",
            }),
        };
        notices::send_once(&tx, &notice).await?;
    }
    let after = json!({"inspect_due": due.to_string(), "inspect_told": able.len()});
    tx.journal(Change::of("inspections", FINDING, finding.id, "inspect_remind").after(after)).await?;
    tx.commit().await
}
