//! Each working morning: last days follow the calendar; who answers for a late petition is told, then who stands above.

use super::rules::clock::{Told, days_late, due, told};
use super::rules::state::is_running;
use super::slice::SUPERVISE;
use super::store::{self, Petition};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Tx, staff};
use serde_json::json;

/// Working days after which the agency above is told, where no rule says.
const ABOVE_AFTER: i64 = 3;
/// Petitions read at once.
const AT_ONCE: i64 = 200;

/// The morning's work.
pub(super) const WARN: Job =
    Job { name: "petitions.warn", schedule: Some("20 7 * * 1-6"), run: |app, _| Box::pin(warn(app)) };

async fn warn(app: App) -> Result<()> {
    let today = app.clock.now().day();
    follow_calendar(&app).await?;
    let above_after = app.profiles().get_or("feedback.escalate_after_wd", today, ABOVE_AFTER)?;
    let mut after = 0;
    loop {
        let late = store::late_ones(&app.store, today, after, AT_ONCE).await?;
        let Some(last) = late.last() else { return Ok(()) };
        after = last.id;
        for petition in late {
            tell_late(&app, &petition, today, above_after).await?;
        }
    }
}

/// A day off that was added or taken back moves the last days of what is still to be handled.
async fn follow_calendar(app: &App) -> Result<()> {
    let mut after = 0;
    loop {
        let running = store::running_after(&app.store, after, AT_ONCE).await?;
        let Some(last) = running.last() else { return Ok(()) };
        after = last.id;
        for petition in running {
            let calendar = app.calendars().of(petition.agency_id)?;
            let days = u32::try_from(petition.due_days).unwrap_or(0);
            let now = due(&calendar, Petition::day(&petition.counted_from_on)?, days).on;
            if now.to_string() == petition.due_on {
                continue;
            }
            let tx = app.store.write(&Actor::system()).await?;
            if store::set_due(&tx, &petition, now).await? {
                let change = Change::of("petitions", "petition", petition.id, "petition_recompute");
                let before = json!({"petition_due_on": petition.due_on});
                tx.journal(change.before(before).after(json!({"petition_due_on": now.to_string()}))).await?;
                tx.commit().await?;
            }
        }
    }
}

/// How far up it goes that a petition is late, and by how many working days; none where nobody is to be told anything new.
fn late(app: &App, petition: &Petition, (today, above_after): (Day, i64)) -> Result<Option<(Told, i64)>> {
    let calendar = app.calendars().of(petition.agency_id)?;
    let late_by = days_late(&calendar, petition.due()?, today);
    let level = told(late_by, above_after);
    let news = is_running(petition.state()?) && level.number() > petition.warned;
    Ok(news.then_some((level, late_by)))
}

async fn tell_late(app: &App, petition: &Petition, today: Day, above_after: i64) -> Result<()> {
    if late(app, petition, (today, above_after))?.is_none() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    // Since it was read it may have been answered, or handed to an agency that has time.
    let petition = &store::by_id(&tx, petition.id).await?;
    let Some((level, late_by)) = late(app, petition, (today, above_after))? else { return Ok(()) };
    let parent = app.directory().get(petition.agency_id).and_then(|a| a.parent_id);
    let heard = match (level, parent) {
        (Told::Above, Some(parent)) => send(app, &tx, petition, parent, late_by).await?,
        _ => send(app, &tx, petition, petition.agency_id, late_by).await?,
    };
    if !store::set_warned(&tx, petition, level.number()).await? {
        return Ok(());
    }
    let after = json!({"petition_late_by": late_by, "petition_told": heard});
    tx.journal(Change::of("petitions", "petition", petition.id, "petition_warn").after(after)).await?;
    tx.commit().await
}

/// Tells those of an agency who answer for its petitions; how many.
async fn send(app: &App, tx: &Tx, petition: &Petition, agency: i64, late_by: i64) -> Result<usize> {
    let members = staff::able(app, SUPERVISE, agency, tx.at().day()).await?;
    for member in &members {
        let notice = Notice {
            template: "petitions.late",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/phan-anh-kien-nghi/{}", petition.id),
            values: json!({
                "code": petition.code, "agency": app.directory().name(petition.agency_id),
                "due": petition.due()?.vn(), "days": late_by,
            }),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(members.len())
}
