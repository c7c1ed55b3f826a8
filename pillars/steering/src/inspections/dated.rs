//! The dated rules of `data/profiles.yaml` that inspections read.

use super::rules::{RiskRule, Severity};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::collections::BTreeMap;

/// Per cent of units an agency inspects in a year: the band that gives the full points where nothing else is set.
pub fn share(app: &App, on: Day) -> Result<i64> {
    let share: f64 = app.profiles().get_or("reports.inspection_share", on, 0.3)?;
    Ok((share * 100.0).round().clamp(0.0, 100.0) as i64)
}

/// Kinds of agencies that are inspected.
pub fn kinds(app: &App, on: Day) -> Result<Vec<String>> {
    let usual = ["department", "district", "commune"].map(str::to_owned).to_vec();
    app.profiles().get_or("inspections.inspected_kinds", on, usual)
}

/// What the risk of a unit is made of.
pub fn risk(app: &App, on: Day) -> Result<Vec<RiskRule>> {
    let rule = |figure: &str, weight, good, bad| RiskRule { figure: figure.to_owned(), weight, good, bad };
    let usual = vec![
        rule("dossiers_on_time", 30.0, 100.0, 70.0),
        rule("petitions_on_time", 15.0, 100.0, 50.0),
        rule("satisfaction_rate", 15.0, 100.0, 50.0),
        rule("par_index_score", 15.0, 100.0, 50.0),
        rule("plan_tasks_on_time", 10.0, 100.0, 50.0),
        rule(YEARS_SINCE, 15.0, 0.0, 4.0),
    ];
    app.profiles().get_or("inspections.risk", on, usual)
}

/// The figure of the risk that is no indicator: years since the unit was last inspected.
pub const YEARS_SINCE: &str = "years_since_inspection";

/// The last day to tell a unit of an inspection that begins on a day.
pub fn notice_by(app: &App, agency: i64, from: Day) -> Result<Day> {
    let days: i64 = app.profiles().get_or("inspections.notice_days", from, 5)?;
    let calendar = app.calendars().of(agency)?;
    let (mut day, mut left) = (from, days.clamp(0, 60));
    while left > 0 {
        day = day.previous();
        if calendar.is_working(day) {
            left -= 1;
        }
    }
    Ok(day)
}

/// The first day at a unit of which it is still told in time today.
pub fn earliest(app: &App, agency: i64, today: Day) -> Result<Day> {
    let days: i64 = app.profiles().get_or("inspections.notice_days", today, 5)?;
    let days = u32::try_from(days.clamp(0, 60)).unwrap_or_default();
    Ok(app.calendars().of(agency)?.add_working_days(today, days))
}

/// Working days in which a finding is put right, by how grave it is.
pub fn remedy_days(app: &App, severity: Severity, on: Day) -> Result<u32> {
    let usual = BTreeMap::from([("high", 10), ("medium", 20), ("low", 30)].map(|(k, v)| (k.to_owned(), v)));
    let rule: BTreeMap<String, u32> = app.profiles().get_or("inspections.remedy_days", on, usual)?;
    Ok(rule.get(severity.code()).copied().unwrap_or(30))
}

/// Days before its last at which a finding is reminded of.
pub fn reminders(app: &App, on: Day) -> Result<Vec<i64>> {
    app.profiles().get_or("inspections.reminder_days", on, vec![5, 1, 0, -1])
}
