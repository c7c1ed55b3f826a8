//! Months as figures are kept, and which months a period holds, never beyond today.

use kernel::{Day, Period};
use std::fmt;
use std::str::FromStr;

/// A month, in the database as "2014-03".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Month {
        Month(day.year() * 12 + i32::try_from(day.month()).unwrap_or(1) - 1)
    }

    /// The month `n` later (earlier when negative).
    pub fn plus(self, n: i32) -> Month {
        Month(self.0 + n)
    }

    /// Its number on an endless count of months.
    pub fn number(self) -> i32 {
        self.0
    }

    /// Its period.
    pub fn period(self) -> Period {
        Period::Month { year: self.0.div_euclid(12), month: self.0.rem_euclid(12).unsigned_abs() + 1 }
    }

    /// First day.
    pub fn first(self) -> Day {
        self.period().first()
    }

    /// Last day.
    pub fn last(self) -> Day {
        self.period().last()
    }

    /// As on charts: "3/2014".
    pub fn short(self) -> String {
        format!("{}/{}", self.0.rem_euclid(12) + 1, self.0.div_euclid(12))
    }

    /// This month and those up to `last`.
    pub fn until(self, last: Month) -> impl Iterator<Item = Month> {
        (self.0..=last.0).map(Month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.period().code())
    }
}

impl FromStr for Month {
    type Err = kernel::PeriodError;

    fn from_str(text: &str) -> Result<Month, kernel::PeriodError> {
        let period: Period = text.parse()?;
        Ok(Month::of(period.first()))
    }
}

/// Months from first to last, both within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First month.
    pub first: Month,
    /// Last month.
    pub last: Month,
}

impl Window {
    /// The same months a year earlier.
    pub fn year_before(self) -> Window {
        Window { first: self.first.plus(-12), last: self.last.plus(-12) }
    }

    /// Whether the month lies within.
    pub fn holds(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }
}

/// What a reader looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month, quarter, half-year or year.
    Period(Period),
    /// The programme from its first day until today, at most its last.
    Programme {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
}

impl Span {
    /// Word in addresses.
    pub fn code(self) -> String {
        match self {
            Span::Period(period) => period.code(),
            Span::Programme { .. } => "toan-ky".to_owned(),
        }
    }

    /// First and last day, not beyond today.
    pub fn days(self, today: Day) -> (Day, Day) {
        let (from, to) = match self {
            Span::Period(period) => (period.first(), period.last()),
            Span::Programme { from, to } => (from, to),
        };
        (from, to.min(today).max(from))
    }

    /// Its months up to today's.
    pub fn window(self, today: Day) -> Window {
        let (from, to) = self.days(today);
        Window { first: Month::of(from), last: Month::of(to) }
    }

    /// What a falling measure is compared over: (now, a year before). The elapsed months of the period against the
    /// same months of the year before; for the whole programme the last twelve months against the twelve before.
    pub fn compared(self, today: Day) -> (Window, Window) {
        let own = self.window(today);
        let now = match self {
            Span::Period(_) => own,
            Span::Programme { .. } => Window { first: own.last.plus(-11).max(own.first), last: own.last },
        };
        (now, now.year_before())
    }

    /// The year whose milestone counts.
    pub fn year(self, today: Day) -> i32 {
        self.days(today).1.year()
    }
}

/// The span a code names; the year that runs when it names none. `runs`: first and last day of the programme.
pub fn choose(code: Option<&str>, today: Day, runs: Option<(Day, Day)>) -> Span {
    match (code, runs) {
        (Some("toan-ky"), Some((from, to))) => Span::Programme { from, to },
        (Some(code), _) => match code.parse::<Period>() {
            Ok(Period::Span { .. }) | Err(_) => Span::Period(Period::year_of(today)),
            Ok(period) => Span::Period(period),
        },
        _ => Span::Period(Period::year_of(today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_holds_its_months_up_to_today() {
        let today = day("2014-05-20");
        let year = choose(None, today, None);
        assert_eq!(
            (year.window(today).first.to_string(), year.window(today).last.to_string()),
            ("2014-01".into(), "2014-05".into())
        );
        let quarter = choose(Some("2013-Q4"), today, None);
        assert_eq!(quarter.window(today).last.to_string(), "2013-12");
        let (now, before) = year.compared(today);
        assert_eq!((now.last.to_string(), before.first.to_string()), ("2014-05".into(), "2013-01".into()));
        let whole = choose(Some("toan-ky"), today, Some((day("2011-01-01"), day("2015-12-31"))));
        assert_eq!(whole.window(today).first.to_string(), "2011-01");
        assert_eq!(whole.compared(today).0.first.to_string(), "2013-06");
        assert_eq!(choose(Some("<script>"), today, None), year);
    }

    proptest! {
        #[test]
        fn months_read_as_they_are_written(n in 2000 * 12..2050 * 12i32) {
            let month = Month(n);
            prop_assert_eq!(month.to_string().parse::<Month>().unwrap(), month);
            prop_assert_eq!(Month::of(month.first()), month);
            prop_assert_eq!(Month::of(month.last()), month);
            prop_assert_eq!(Month::of(month.last().next()), month.plus(1));
        }
    }
}
