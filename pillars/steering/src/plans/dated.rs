//! The dated rules that plans read: last days, who approves, days to answer, to remind, to be told.

use super::rules::{ApproverRule, DueRule, Span, approver};
use kernel::Day;
use platform::App;
use platform::error::{Error, Result};

/// Kinds of agencies that owe a plan where no rule says otherwise (programme, section IV.1.a).
const KINDS: [&str; 5] = ["department", "office", "board", "inspectorate", "district"];

/// The last day to submit a plan, by the rule in force when its year began, or today's where that lies ahead; of a year before any
/// rule the day before the plan begins.
pub fn due(app: &App, year: i32, span: Span, today: Day) -> Result<Day> {
    let (first, _) = span.days(year).ok_or(Error::NotFound)?;
    let rules: Vec<DueRule> = app.profiles().get_or("plans.due", first.min(today), Vec::new())?;
    let rule = rules.iter().find(|r| r.span == span.code());
    Ok(rule.and_then(|r| r.day(year)).unwrap_or_else(|| first.previous()))
}

/// The agency that approves the plans of another on a day; itself where the rule does not name its kind.
pub fn approver_of(app: &App, agency: i64, on: Day) -> Result<i64> {
    let rule: Vec<ApproverRule> = app.profiles().get_or("plans.approver", on, Vec::new())?;
    Ok(approver(&app.directory(), agency, &rule, on).unwrap_or(agency))
}

/// Kinds of agencies that owe a plan.
pub fn owing_kinds(app: &App, on: Day) -> Result<Vec<String>> {
    app.profiles().get_or("plans.owing_kinds", on, KINDS.map(str::to_owned).to_vec())
}

/// The last day to answer a plan that is submitted today.
pub fn answer_due(app: &App, approver: i64, today: Day) -> Result<Day> {
    let days: u32 = app.profiles().get_or("plans.answer_days", today, 10)?;
    Ok(app.calendars().of(approver)?.add_working_days(today, days))
}

/// Days without a check-in after which an open task is named.
pub fn stale_after(app: &App, today: Day) -> Result<i64> {
    app.profiles().get_or("plans.stale_days", today, 45)
}

/// The agencies that get a copy of every approved plan: those of the rule that exist on a day.
pub fn copied_to(app: &App, on: Day) -> Result<Vec<i64>> {
    let codes: Vec<String> = app.profiles().get_or("plans.copies", on, Vec::new())?;
    let directory = app.directory();
    Ok(codes.iter().filter_map(|code| directory.by_code(code)).map(|a| a.id).collect())
}

/// Days before the last day to submit at which who has not submitted is reminded.
pub fn owing_reminders(app: &App, today: Day) -> Result<Vec<i64>> {
    app.profiles().get_or("plans.owing_days", today, vec![15, 5, 1, 0])
}

/// Days before its last at which a task is reminded of.
pub fn reminders(app: &App, today: Day) -> Result<Vec<i64>> {
    app.profiles().get_or("plans.reminder_days", today, vec![5, 1, 0])
}
