//! `Day`: a calendar day as the law counts it, without a time zone.
//! Read and written as ISO in data, as 05/10/2012 on screens.

use crate::Moment;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

/// A text that names no day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day: {text:?}")]
pub struct DayError {
    /// The text as it came.
    pub text: String,
}

impl Day {
    /// The day of a year, month (1–12) and day of month; `None` when there is no such day.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// Reads the Vietnamese order, `5/10/2012` or `05/10/2012`; the year has four digits.
    ///
    /// # Errors
    /// When the text has another shape or names a day that does not exist.
    pub fn parse_vn(text: &str) -> Result<Day, DayError> {
        parts(text.trim(), '/', [2, 2, 4])
            .filter(|[_, _, year]| *year >= 1000)
            .and_then(|[day, month, year]| Day::ymd(i32::try_from(year).ok()?, month, day))
            .ok_or_else(|| DayError { text: text.to_owned() })
    }

    /// The day as written on paper: `05/10/2012`.
    pub fn vn(self) -> String {
        format!("{:02}/{:02}/{:04}", self.0.day(), self.0.month(), self.0.year())
    }

    /// The day `days` later (earlier when negative); stays at the end of the calendar if beyond.
    pub fn plus_days(self, days: i64) -> Day {
        let moved = TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta));
        Day(moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX }))
    }

    /// The same day of the month `months` later, or the last day of a shorter month
    /// (Civil Code 2005 art. 153, 2015 art. 148: a term in months ends on the matching day).
    pub fn plus_months(self, months: u32) -> Day {
        Day(self.0.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX))
    }

    /// The day after.
    pub fn next(self) -> Day {
        Day(self.0.checked_add_days(Days::new(1)).unwrap_or(self.0))
    }

    /// The day before.
    pub fn previous(self) -> Day {
        Day(self.0.checked_sub_days(Days::new(1)).unwrap_or(self.0))
    }

    /// Calendar days from this day until `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The moment this day's clock in Vietnam (+07:00) shows `time`.
    pub fn at(self, time: NaiveTime) -> Moment {
        Moment::local(self.0.and_time(time))
    }

    /// Midnight in Vietnam, with which the day begins.
    pub fn start(self) -> Moment {
        self.at(NaiveTime::MIN)
    }

    /// The same day in chrono's words.
    pub fn naive(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.year() {
            // Written by hand: a page of dossiers has hundreds of days.
            year @ 0..=9999 => write!(f, "{year:04}-{:02}-{:02}", self.0.month(), self.0.day()),
            _ => write!(f, "{}", self.0.format("%Y-%m-%d")),
        }
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads ISO, `2012-10-05`.
    fn from_str(text: &str) -> Result<Day, DayError> {
        let exact = Some(text).filter(|text| text.len() == 10);
        exact
            .and_then(|text| parts(text, '-', [4, 2, 2]))
            .and_then(|[year, month, day]| Day::ymd(i32::try_from(year).ok()?, month, day))
            .ok_or_else(|| DayError { text: text.to_owned() })
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Day, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

/// Three numbers of at most so many digits each, parted by `separator`.
fn parts(text: &str, separator: char, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut pieces = text.split(separator);
    let mut read = |width: usize| {
        let piece = pieces.next()?;
        let plain = !piece.is_empty() && piece.len() <= width;
        (plain && piece.bytes().all(|byte| byte.is_ascii_digit())).then(|| piece.parse().ok())?
    };
    let [a, b, c] = widths;
    let found = [read(a)?, read(b)?, read(c)?];
    pieces.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn vietnamese_days_are_read_with_or_without_zeros() {
        assert_eq!(Day::parse_vn("05/10/2012"), Ok(day("2012-10-05")));
        assert_eq!(Day::parse_vn(" 5/1/2012 "), Ok(day("2012-01-05")));
        assert_eq!(day("2012-10-05").vn(), "05/10/2012");
    }

    #[test]
    fn impossible_days_are_refused() {
        for text in [
            "30/02/2012",
            "29/2/2013",
            "31/4/2012",
            "0/1/2012",
            "1/13/2012",
            "1/1/12",
            "1/1",
            "1/1/2012/3",
            "+1/1/2012",
            "",
            "a/b/c",
            "1/1/0012",
        ] {
            assert!(Day::parse_vn(text).is_err(), "{text}");
        }
        for text in ["2012-2-3", "2012-02-30", "20120203", "2012-02-03T"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn serde_is_the_iso_text() {
        assert_eq!(serde_json::to_string(&day("2012-10-05")).unwrap(), "\"2012-10-05\"");
        assert!(serde_json::from_str::<Day>("\"2012-02-30\"").is_err());
    }

    #[test]
    fn months_clamp_to_the_last_day() {
        assert_eq!(day("2012-01-31").plus_months(1), day("2012-02-29"));
        assert_eq!(day("2013-01-31").plus_months(1), day("2013-02-28"));
        assert_eq!(day("2012-12-15").plus_months(2), day("2013-02-15"));
    }

    #[test]
    fn the_end_of_the_calendar_holds() {
        assert_eq!(day("2012-01-01").plus_days(i64::MAX), Day(NaiveDate::MAX));
        assert_eq!(day("2012-01-01").plus_days(i64::MIN), Day(NaiveDate::MIN));
        assert_eq!(day("2012-01-01").plus_months(u32::MAX), Day(NaiveDate::MAX));
    }

    proptest! {
        #[test]
        fn months_never_leave_the_month_they_reach(offset in 0i64..20_000, months in 0u32..200) {
            let from = day("1990-01-01").plus_days(offset);
            let reached = from.plus_months(months);
            let distance = (reached.year() * 12 + reached.month() as i32)
                - (from.year() * 12 + from.month() as i32);
            prop_assert_eq!(distance, months as i32);
            prop_assert!(reached.day() <= from.day());
            prop_assert!(reached.day() == from.day() || reached.next().day() == 1);
        }

        #[test]
        fn both_spellings_round_trip(offset in -40_000i64..80_000) {
            let start = day("1990-01-01").plus_days(offset);
            prop_assert_eq!(start.to_string().parse(), Ok(start));
            prop_assert_eq!(Day::parse_vn(&start.vn()), Ok(start));
            prop_assert_eq!(day("1990-01-01").days_until(start), offset);
        }
    }
}
