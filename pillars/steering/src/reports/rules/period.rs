//! Which stretch a report tells of, and by when it is due: rows of a dated rule, never constants.

use kernel::Day;
use serde::Deserialize;

/// Kinds of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Each month.
    Month,
    /// A quarter.
    Quarter,
    /// The first six months.
    Half,
    /// The year.
    Year,
    /// Asked for once.
    AdHoc,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Month, Kind::Quarter, Kind::Half, Kind::Year, Kind::AdHoc];

    /// Code in the database and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Month => "month",
            Kind::Quarter => "quarter",
            Kind::Half => "half",
            Kind::Year => "year",
            Kind::AdHoc => "ad-hoc",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// A period of a year, as the dated rule `reports.periods` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// Code of the kind.
    pub kind: String,
    /// Its number among the periods of the year.
    pub number: i64,
    /// First day of its data, month and day.
    pub from: String,
    /// Years by which that first day lies before the report's year.
    #[serde(default)]
    pub years_before: i32,
    /// Last day of its data, which still counts.
    pub to: String,
    /// Last day to send it.
    pub due: String,
}

/// A period of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What it is.
    pub kind: Kind,
    /// Its year.
    pub year: i32,
    /// Its number among the periods of the year.
    pub number: i64,
    /// First day of its data.
    pub from: Day,
    /// Last day of its data.
    pub to: Day,
    /// Last day to send the report.
    pub due: Day,
}

impl Window {
    /// Whether a day's records belong to it; both ends do.
    #[cfg(test)]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// What tells one period of a year from another.
    pub fn key(&self) -> (Kind, i32, i64) {
        (self.kind, self.year, self.number)
    }
}

fn on(year: i32, month_day: &str) -> Option<Day> {
    format!("{year:04}-{month_day}").parse().ok()
}

impl PeriodRule {
    /// The period of a year; none where its days are no days of that year.
    pub fn of(&self, year: i32) -> Option<Window> {
        let window = Window {
            kind: Kind::from_code(&self.kind)?,
            year,
            number: self.number,
            from: on(year.checked_sub(self.years_before)?, &self.from)?,
            to: on(year, &self.to)?,
            due: on(year, &self.due)?,
        };
        (window.from <= window.to).then_some(window)
    }
}

/// The period before another: the one of the same kind that ended last before it ends.
pub fn before(window: &Window, all: &[Window]) -> Option<Window> {
    let earlier = all.iter().filter(|w| w.kind == window.kind && w.to < window.to);
    earlier.max_by_key(|w| (w.to, w.number)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rule(kind: &str, number: i64, from: (&str, i32), to: &str, due: &str) -> PeriodRule {
        PeriodRule {
            kind: kind.to_owned(),
            number,
            from: from.0.to_owned(),
            years_before: from.1,
            to: to.to_owned(),
            due: due.to_owned(),
        }
    }

    /// Công văn 581/BNV-CCHC as printed.
    fn of_today() -> [PeriodRule; 4] {
        [
            rule("quarter", 1, ("12-15", 1), "03-14", "03-20"),
            rule("half", 1, ("12-15", 1), "06-14", "06-20"),
            rule("quarter", 3, ("06-15", 0), "09-14", "09-20"),
            rule("year", 1, ("12-15", 1), "12-14", "12-20"),
        ]
    }

    /// Worked examples of the ministry's letter.
    #[test]
    fn a_record_of_the_14th_of_march_is_in_the_quarter_and_one_of_the_15th_is_not() {
        let [quarter, half, third, year] = of_today().map(|r| r.of(2026).unwrap());
        assert!(quarter.contains(day("2026-03-14")));
        assert!(!quarter.contains(day("2026-03-15")));
        assert!(half.contains(day("2026-03-15")));
        assert!(quarter.contains(day("2025-12-15")));
        assert!(!quarter.contains(day("2025-12-14")));
        assert!(!year.contains(day("2026-12-15")));
        assert!(of_today()[3].of(2027).unwrap().contains(day("2026-12-15")));
        assert!(third.contains(day("2026-06-15")) && !third.contains(day("2026-06-14")));
        assert_eq!(
            [quarter, half, third, year].map(|w| w.due.to_string()),
            ["2026-03-20", "2026-06-20", "2026-09-20", "2026-12-20"]
        );
    }

    #[test]
    fn the_period_before_is_of_the_same_kind() {
        let all: Vec<Window> =
            [2025, 2026].iter().flat_map(|y| of_today().map(|r| r.of(*y).unwrap())).collect();
        let find = |kind: Kind, year: i32, number: i64| {
            *all.iter().find(|w| w.key() == (kind, year, number)).unwrap()
        };
        let first = find(Kind::Quarter, 2026, 1);
        assert_eq!(before(&first, &all), Some(find(Kind::Quarter, 2025, 3)));
        assert_eq!(before(&find(Kind::Year, 2026, 1), &all), Some(find(Kind::Year, 2025, 1)));
        assert_eq!(before(&find(Kind::Quarter, 2025, 1), &all), None);
    }

    #[test]
    fn a_day_that_is_none_makes_no_period() {
        assert_eq!(rule("month", 2, ("01-15", 0), "02-30", "02-20").of(2026), None);
        assert_eq!(rule("week", 2, ("01-15", 0), "02-10", "02-20").of(2026), None);
        assert_eq!(rule("month", 2, ("03-15", 0), "02-10", "02-20").of(2026), None);
    }

    proptest! {
        #[test]
        fn a_year_belongs_to_one_yearly_report_each_day(offset in 0i64..7000) {
            let on = day("2012-01-01").plus_days(offset);
            let windows = [on.year(), on.year() + 1].map(|y| of_today()[3].of(y).unwrap());
            prop_assert_eq!(windows.iter().filter(|w| w.contains(on)).count(), 1);
        }
    }
}
