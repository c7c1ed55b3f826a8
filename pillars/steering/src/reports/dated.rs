//! The dated rules that reports read, and what follows from them: periods of a year, who owes, to whom, which changes are named.

use super::rules::{
    self, Duty, DutyChange, Kind, Notable, PeriodRule, ReceiverRule, Window, is_owing, own_agencies,
};
use super::store::duties as duty_store;
use kernel::Day;
use platform::error::{Error, Result};
use platform::{App, Read};

/// The day whose rules hold for the reports of a year: its first, as for plans.
fn first_of(year: i32) -> Result<Day> {
    Day::ymd(year, 1, 1).ok_or(Error::NotFound)
}

/// The periods of a year.
pub fn windows(app: &App, year: i32) -> Result<Vec<Window>> {
    let rules: Vec<PeriodRule> = app.profiles().get_or("reports.periods", first_of(year)?, Vec::new())?;
    Ok(rules.iter().filter_map(|rule| rule.of(year)).collect())
}

/// One period of a year.
pub fn window(app: &App, (kind, year, number): (Kind, i32, i64)) -> Result<Window> {
    windows(app, year)?.into_iter().find(|w| w.key() == (kind, year, number)).ok_or(Error::NotFound)
}

/// The period before another.
pub fn before(app: &App, window: &Window) -> Result<Option<Window>> {
    let mut all = windows(app, window.year)?;
    all.extend(windows(app, window.year - 1)?);
    Ok(rules::before(window, &all))
}

/// Who owes reports of which kind in a year.
pub fn duties(app: &App, year: i32) -> Result<Vec<Duty>> {
    app.profiles().get_or("reports.duties", first_of(year)?, Vec::new())
}

/// On what the rule of duties of a year rests.
pub fn duties_basis(app: &App, year: i32) -> Result<String> {
    let profiles = app.profiles();
    Ok(profiles.rule("reports.duties", first_of(year)?).map(|rule| rule.source.clone()).unwrap_or_default())
}

/// What the city changed of the duties of a year.
pub async fn duty_changes(db: &impl Read, year: i32) -> Result<Vec<DutyChange>> {
    let changed = duty_store::in_force(db, year).await?;
    Ok(changed.iter().map(duty_store::DutyRow::change).collect())
}

/// Agencies that owe a period's report on the day it is due: by the rule, and by what the city changed of it.
pub async fn owing(app: &App, db: &impl Read, window: &Window) -> Result<Vec<i64>> {
    owing_by(app, window, &duty_changes(db, window.year).await?)
}

/// The same by changes of its year that were read before.
pub fn owing_by(app: &App, window: &Window, changes: &[DutyChange]) -> Result<Vec<i64>> {
    let duties = duties(app, window.year)?;
    let directory = app.directory();
    let bound = |agency: i64| is_owing(&directory, agency, window.kind, (&duties, changes));
    let mut owing: Vec<i64> = directory.in_force(window.due).map(|a| a.id).filter(|id| bound(*id)).collect();
    owing.sort_unstable();
    Ok(owing)
}

/// The agencies whose records an agency's report of a period counts as its own.
pub async fn own(
    app: &App,
    db: &impl Read,
    agency: i64,
    (window, asked): (&Window, &[i64]),
) -> Result<Vec<i64>> {
    let owing = if window.kind == Kind::AdHoc { asked.to_vec() } else { owing(app, db, window).await? };
    Ok(own_agencies(&app.directory(), agency, |id| owing.binary_search(&id).is_ok()))
}

/// To whom agencies report, by their kinds.
pub fn receivers(app: &App, on: Day) -> Result<Vec<ReceiverRule>> {
    app.profiles().get_or("reports.receiver", on, Vec::new())
}

/// Who receives an agency's reports.
pub fn receiver(app: &App, agency: i64, on: Day) -> Result<i64> {
    let rules = receivers(app, on)?;
    Ok(rules::receiver(&app.directory(), agency, &rules, on).map_or(agency, |found| found.0))
}

/// Who stands in the head of an agency's report.
pub fn addressees(app: &App, agency: i64, on: Day) -> Result<Vec<String>> {
    let rules = receivers(app, on)?;
    let directory = app.directory();
    Ok(match rules::receiver(&directory, agency, &rules, on) {
        Some((_, rule)) if !rule.to.is_empty() => rule.to.clone(),
        Some((by, _)) if by != agency => vec![directory.name(by).to_owned()],
        _ => Vec::new(),
    })
}

/// From when a change is named.
pub fn notable(app: &App, on: Day) -> Result<Notable> {
    Ok(Notable {
        share: app.profiles().get_or("reports.notable_share", on, 20)?,
        count: app.profiles().get_or("reports.notable_count", on, 10)?,
    })
}

/// Days before its last at which an owed report is reminded of.
pub fn reminders(app: &App, today: Day) -> Result<Vec<i64>> {
    app.profiles().get_or("reports.remind_days", today, vec![5, 1, 0])
}

/// Days ahead that the calendar shows.
pub fn ahead(app: &App, today: Day) -> Result<i64> {
    app.profiles().get_or("reports.calendar_days", today, 120)
}

/// The code of the template that periodic reports are begun with.
pub fn template_code(app: &App, on: Day) -> Result<String> {
    app.profiles().get_or("reports.template", on, "bao-cao-cchc".to_owned())
}
