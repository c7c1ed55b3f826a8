//! The dated rules that budgets read: the way of an estimate, the calendar of a year, days to answer, to remind, what variance
//! wants words.

use super::rules::{Chain, Check, Milestone, Way, chain_of};
use kernel::Day;
use platform::App;
use platform::error::{Error, Result};

/// Kinds of agencies that owe an estimate where no rule says otherwise (programme, section IV.1.b).
const KINDS: [&str; 6] = ["department", "office", "board", "inspectorate", "district", "commune"];

/// The way of an agency's estimate that is sent on a day; none where the rule does not name its kind.
pub fn way_of(app: &App, agency: i64, on: Day) -> Result<Option<Way>> {
    let rule: Vec<Chain> = app.profiles().get_or("budgets.chain", on, Vec::new())?;
    Ok(chain_of(&app.directory(), agency, &rule, on))
}

/// The calendar of the budget of a year, by the rule in force when that year begins.
pub fn calendar(app: &App, year: i32) -> Result<Vec<Milestone>> {
    let first = Day::ymd(year, 1, 1).ok_or(Error::NotFound)?;
    app.profiles().get_or("budgets.calendar", first, Vec::new())
}

/// The last day of the calendar for what a check looks at; none where the rule names none.
pub fn last_day(app: &App, year: i32, check: Check) -> Result<Option<Day>> {
    let calendar = calendar(app, year)?;
    Ok(calendar.iter().find(|m| m.check == Some(check)).and_then(|m| m.day(year)))
}

/// The last day to send an estimate: the one of the calendar, else the last of the year before.
pub fn due(app: &App, year: i32) -> Result<Day> {
    match last_day(app, year, Check::Submitted)? {
        Some(day) => Ok(day),
        None => Day::ymd(year - 1, 12, 31).ok_or(Error::NotFound),
    }
}

/// Kinds of agencies that owe an estimate.
pub fn owing_kinds(app: &App, on: Day) -> Result<Vec<String>> {
    app.profiles().get_or("budgets.owing_kinds", on, KINDS.map(str::to_owned).to_vec())
}

/// The last day for an office to end its step.
pub fn step_due(app: &App, agency: i64, today: Day) -> Result<Day> {
    let days: u32 = app.profiles().get_or("budgets.step_days", today, 10)?;
    Ok(app.calendars().of(agency)?.add_working_days(today, days))
}

/// Days before a day of the calendar on which it is reminded of.
pub fn reminders(app: &App, today: Day) -> Result<Vec<i64>> {
    app.profiles().get_or("budgets.reminder_days", today, vec![10, 5, 1, 0])
}

/// Per cent by which spending may lie below its allocation without a word.
pub fn variance_percent(app: &App, today: Day) -> Result<f64> {
    app.profiles().get_or("budgets.variance_percent", today, 10.0)
}
