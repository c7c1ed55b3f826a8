//! The year of the budget as the dated rule `budgets.calendar` writes it: who does what until which day, and what is late.

use kernel::Day;
use serde::Deserialize;

/// What of the system's own records shows whether a day was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// The agency has sent its estimate.
    Submitted,
    /// The last office has decided.
    Decided,
    /// The money is allocated.
    Allocated,
    /// The account is approved.
    Settled,
}

impl Check {
    /// Word in texts and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Check::Submitted => "submitted",
            Check::Decided => "decided",
            Check::Allocated => "allocated",
            Check::Settled => "settled",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Check> {
        [Check::Submitted, Check::Decided, Check::Allocated, Check::Settled]
            .into_iter()
            .find(|c| c.code() == code)
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Milestone {
    /// What is done, Vietnamese.
    pub what: String,
    /// The same in English.
    pub what_en: String,
    /// Who does it, Vietnamese.
    pub who: String,
    /// The same in English.
    pub who_en: String,
    /// "12-10".
    pub month_day: String,
    /// Years after the budget's own; -1 for the year before.
    #[serde(default)]
    pub years: i32,
    /// Where it is written.
    #[serde(default)]
    pub ground: String,
    /// Whether somebody has read it there.
    #[serde(default)]
    pub confirmed: bool,
    /// What shows whether it was kept; none for what happens outside.
    #[serde(default)]
    pub check: Option<Check>,
}

impl Milestone {
    /// The day for the budget of a year; none for a day there is not.
    pub fn day(&self, year: i32) -> Option<Day> {
        let (month, day) = self.month_day.split_once('-')?;
        Day::ymd(year.checked_add(self.years)?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// Whether a day was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctual {
    /// Done by its day.
    InTime,
    /// Done after it.
    DoneLate,
    /// Not done, and the day is over.
    Late,
    /// Not done, and the day lies ahead or is today.
    Open,
}

impl Punctual {
    /// Word in texts.
    pub fn code(self) -> &'static str {
        match self {
            Punctual::InTime => "in-time",
            Punctual::DoneLate => "done-late",
            Punctual::Late => "late",
            Punctual::Open => "open",
        }
    }
}

/// Whether what was done on a day, or is not done yet, kept its last day; the last day itself is in time.
pub fn punctual(due: Day, done: Option<Day>, today: Day) -> Punctual {
    match done {
        Some(on) if on <= due => Punctual::InTime,
        Some(_) => Punctual::DoneLate,
        None if today > due => Punctual::Late,
        None => Punctual::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_milestone_may_lie_in_the_year_before_or_after() {
        let at = |month_day: &str, years| Milestone {
            what: String::new(),
            what_en: String::new(),
            who: String::new(),
            who_en: String::new(),
            month_day: month_day.to_owned(),
            years,
            ground: String::new(),
            confirmed: false,
            check: Some(Check::Decided),
        };
        assert_eq!(at("12-10", -1).day(2013), Some(day("2012-12-10")));
        assert_eq!(at("12-31", 1).day(2013), Some(day("2014-12-31")));
        assert_eq!(at("02-30", 0).day(2013), None);
    }

    #[test]
    fn late_the_day_after_its_last() {
        let due = day("2012-12-10");
        assert_eq!(punctual(due, None, due), Punctual::Open);
        assert_eq!(punctual(due, None, due.next()), Punctual::Late);
        assert_eq!(punctual(due, Some(due), due.plus_days(30)), Punctual::InTime);
        assert_eq!(punctual(due, Some(due.next()), due.plus_days(30)), Punctual::DoneLate);
    }
}
