//! The dated rules that communication reads: who approves, days to answer and to verify; the channels open on a day.

use super::store::channels::{self, Channel};
use kernel::{Day, Moment};
use platform::App;
use platform::error::Result;

/// The agency that approves the communication plans of another on a day: itself by a second person, the one above, the city, or
/// an agency named by its code. No source says which; the dated rule decides.
pub fn approver_of(app: &App, agency: i64, on: Day) -> Result<i64> {
    let by: String = app.profiles().get_or("campaigns.approver", on, "self".to_owned())?;
    let directory = app.directory();
    let found = match by.as_str() {
        "self" => Some(agency),
        "parent" => directory.get(agency).and_then(|a| a.parent_id),
        "city" => directory.root(on).map(|a| a.id),
        code => directory.by_code(code).map(|a| a.id),
    };
    Ok(found.unwrap_or(agency))
}

/// The last day to answer a plan that is submitted today.
pub fn answer_due(app: &App, approver: i64, today: Day) -> Result<Day> {
    let days: u32 = app.profiles().get_or("campaigns.answer_days", today, 10)?;
    Ok(app.calendars().of(approver)?.add_working_days(today, days))
}

/// The end of the last day to see a piece that was entered at a moment.
pub fn verify_due(app: &App, agency: i64, entered: Moment) -> Result<Moment> {
    let days: u32 = app.profiles().get_or("campaigns.verify_days", entered.day(), 5)?;
    let day = app.calendars().of(agency)?.add_working_days(entered.day(), days);
    Ok(day.next().start().plus_minutes(-1))
}

/// Channels open on some day between two.
pub async fn channels(app: &App, (from, to): (Day, Day)) -> Result<Vec<Channel>> {
    let (from, to) = (from.to_string(), to.to_string());
    let all = channels::all(&app.store).await?;
    let open = |c: &Channel| c.valid_from <= to && c.valid_to.as_ref().is_none_or(|end| *end >= from);
    Ok(all.into_iter().filter(open).collect())
}

/// Press outlets in force on a day: id and code.
pub fn outlets(app: &App, on: Day) -> Vec<(i64, String)> {
    let directory = app.directory();
    directory.in_force(on).filter(|a| a.kind == "press").map(|a| (a.id, a.code.clone())).collect()
}
