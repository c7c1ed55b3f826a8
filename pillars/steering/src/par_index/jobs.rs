//! Reminders: before the term of the self-assessment, on it and after it, to whoever scores for the agency.

use super::seed::REMIND;
use super::slice::ASSESS;
use super::store::{rounds, sheets};
use kernel::Day;
use platform::App;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::staff;
use serde_json::json;

/// The jobs.
pub(super) const JOBS: &[Job] = &[Job {
    name: "par_index.remind",
    schedule: Some("15 7 * * *"),
    run: |app, _| Box::pin(async move { remind(&app).await }),
}];

/// Days before the term on which somebody is reminded, where no rule says otherwise.
const DAYS: [i64; 4] = [10, 5, 1, 0];

/// Tells of sheets that are not handed in: on the days of the rule, and the day after the term.
pub(super) async fn remind(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let days: Vec<i64> = app.profiles().get_or("par_index.remind_days", today, DAYS.to_vec())?;
    let furthest = days.iter().copied().max().unwrap_or(0);
    let due = sheets::drafting_due(&app.store, today.plus_days(furthest)).await?;
    for sheet in due {
        let term = sheet.due()?;
        let left = today.days_until(term);
        if !days.contains(&left) && left != -1 {
            continue;
        }
        let round = rounds::get(&app.store, sheet.round_id).await?;
        let people = staff::able(app, ASSESS, sheet.agency_id, today).await?;
        let tx = app.store.housekeeping().await?;
        for member in people {
            let notice = Notice {
                template: REMIND,
                account_id: Some(member.account_id),
                email: None,
                phone: None,
                href: format!("/chi-so-cchc/phieu/{}", sheet.id),
                values: json!({"code": round.name, "due": term.vn(), "standing": standing(term, today)}),
            };
            // Who has not read the last such notice gets no second one: the page tells the present state.
            notices::send_once(&tx, &notice).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn standing(term: Day, today: Day) -> String {
    match today.days_until(term) {
        0 => "hôm nay là ngày cuối".to_owned(),
        left if left > 0 => format!("còn {left} ngày"),
        late => format!("đã quá hạn {} ngày", late.abs()),
    }
}
