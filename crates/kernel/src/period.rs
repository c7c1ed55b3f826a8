//! `Period`: the months, quarters, half-years and years that reports are made for.

use crate::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A stretch of days a figure is reported for; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar month.
    Month {
        /// Year.
        year: i32,
        /// 1–12.
        month: u32,
    },
    /// A quarter.
    Quarter {
        /// Year.
        year: i32,
        /// 1–4.
        quarter: u32,
    },
    /// Half a year.
    HalfYear {
        /// Year.
        year: i32,
        /// 1 or 2.
        half: u32,
    },
    /// A calendar year.
    Year {
        /// Year.
        year: i32,
    },
    /// Any days.
    Span {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a period: {text:?}")]
pub struct PeriodError {
    /// The text as it came.
    pub text: String,
}

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: Day) -> Period {
        Period::Month { year: day.year(), month: day.month() }
    }

    /// The quarter a day lies in.
    pub fn quarter_of(day: Day) -> Period {
        Period::Quarter { year: day.year(), quarter: day.month().div_ceil(3) }
    }

    /// The year a day lies in.
    pub fn year_of(day: Day) -> Period {
        Period::Year { year: day.year() }
    }

    /// First day.
    pub fn first(self) -> Day {
        match self {
            Period::Span { from, .. } => from,
            other => {
                let (year, month, _) = other.shape();
                month_start(year, month)
            }
        }
    }

    /// Last day.
    pub fn last(self) -> Day {
        match self {
            Period::Span { to, .. } => to,
            other => {
                let (_, _, months) = other.shape();
                other.first().plus_months(months).previous()
            }
        }
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        self.first().days_until(self.last()) + 1
    }

    /// The period of the same kind just before; a span is preceded by one of equal length.
    pub fn previous(self) -> Period {
        match self {
            Period::Month { year, month: 1 } => Period::Month { year: year - 1, month: 12 },
            Period::Month { year, month } => Period::Month { year, month: month - 1 },
            Period::Quarter { year, quarter: 1 } => Period::Quarter { year: year - 1, quarter: 4 },
            Period::Quarter { year, quarter } => Period::Quarter { year, quarter: quarter - 1 },
            Period::HalfYear { year, half: 1 } => Period::HalfYear { year: year - 1, half: 2 },
            Period::HalfYear { year, .. } => Period::HalfYear { year, half: 1 },
            Period::Year { year } => Period::Year { year: year - 1 },
            Period::Span { from, .. } => {
                Period::Span { from: from.plus_days(-self.days()), to: from.previous() }
            }
        }
    }

    /// The months the period touches, in order.
    pub fn months(self) -> Vec<Period> {
        let (first, last) = (self.first(), self.last());
        let count = (last.year() - first.year()) * 12 + last.month() as i32 - first.month() as i32;
        let start = month_start(first.year(), first.month());
        (0..=u32::try_from(count).unwrap_or(0))
            .map(|ahead| Period::month_of(start.plus_months(ahead)))
            .collect()
    }

    /// The short name in addresses and files: `2014-03`, `2014-Q1`, `2014-H1`, `2014`,
    /// `2014-01-01..2014-02-03`.
    pub fn code(self) -> String {
        match self {
            Period::Month { year, month } => format!("{year:04}-{month:02}"),
            Period::Quarter { year, quarter } => format!("{year:04}-Q{quarter}"),
            Period::HalfYear { year, half } => format!("{year:04}-H{half}"),
            Period::Year { year } => format!("{year:04}"),
            Period::Span { from, to } => format!("{from}..{to}"),
        }
    }

    /// As reports say it: `tháng 3/2014`, `quý I/2014`, `6 tháng đầu năm 2014`, `năm 2014`.
    pub fn label_vi(self) -> String {
        match self {
            Period::Month { year, month } => format!("tháng {month}/{year}"),
            Period::Quarter { year, quarter } => {
                let roman = match quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {roman}/{year}")
            }
            Period::HalfYear { year, half: 1 } => format!("6 tháng đầu năm {year}"),
            Period::HalfYear { year, .. } => format!("6 tháng cuối năm {year}"),
            Period::Year { year } => format!("năm {year}"),
            Period::Span { from, to } => format!("từ {} đến {}", from.vn(), to.vn()),
        }
    }

    /// In English: `March 2014`, `Q1 2014`, `first half of 2014`, `2014`.
    pub fn label_en(self) -> String {
        match self {
            Period::Month { .. } => self.first().naive().format("%B %Y").to_string(),
            Period::Quarter { year, quarter } => format!("Q{quarter} {year}"),
            Period::HalfYear { year, half: 1 } => format!("first half of {year}"),
            Period::HalfYear { year, .. } => format!("second half of {year}"),
            Period::Year { year } => year.to_string(),
            Period::Span { from, to } => format!("{} – {}", from.vn(), to.vn()),
        }
    }

    /// Year, first month and length in months of the regular periods.
    fn shape(self) -> (i32, u32, u32) {
        match self {
            Period::Month { year, month } => (year, month, 1),
            Period::Quarter { year, quarter } => (year, quarter.saturating_mul(3).saturating_sub(2), 3),
            Period::HalfYear { year, half } => (year, half.saturating_mul(6).saturating_sub(5), 6),
            Period::Year { year } => (year, 1, 12),
            Period::Span { from, .. } => (from.year(), from.month(), 1),
        }
    }
}

/// First of a month; a month that does not exist is clamped into the year.
fn month_start(year: i32, month: u32) -> Day {
    let clamped = Day::ymd(year, month.clamp(1, 12), 1);
    clamped.unwrap_or(Day::from(chrono::NaiveDate::MIN))
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        read(text).ok_or_else(|| PeriodError { text: text.to_owned() })
    }
}

fn read(text: &str) -> Option<Period> {
    if let Some((from, to)) = text.split_once("..") {
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        return (from <= to).then_some(Period::Span { from, to });
    }
    let (year, rest) = text.split_once('-').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !digits(year) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    if !text.contains('-') {
        return Some(Period::Year { year });
    }
    match rest {
        "Q1" | "Q2" | "Q3" | "Q4" => {
            Some(Period::Quarter { year, quarter: rest.trim_start_matches('Q').parse().ok()? })
        }
        "H1" => Some(Period::HalfYear { year, half: 1 }),
        "H2" => Some(Period::HalfYear { year, half: 2 }),
        month if month.len() == 2 && digits(month) => {
            let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
            Some(Period::Month { year, month })
        }
        _ => None,
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Period, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.code()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(code: &str) -> Period {
        code.parse().unwrap()
    }

    #[test]
    fn every_kind_has_its_ends_code_and_label() {
        for (code, first, last, label, previous) in [
            ("2014-03", "2014-03-01", "2014-03-31", "tháng 3/2014", "2014-02"),
            ("2012-02", "2012-02-01", "2012-02-29", "tháng 2/2012", "2012-01"),
            ("2014-01", "2014-01-01", "2014-01-31", "tháng 1/2014", "2013-12"),
            ("2014-Q1", "2014-01-01", "2014-03-31", "quý I/2014", "2013-Q4"),
            ("2014-Q4", "2014-10-01", "2014-12-31", "quý IV/2014", "2014-Q3"),
            ("2014-H1", "2014-01-01", "2014-06-30", "6 tháng đầu năm 2014", "2013-H2"),
            ("2014-H2", "2014-07-01", "2014-12-31", "6 tháng cuối năm 2014", "2014-H1"),
            ("2014", "2014-01-01", "2014-12-31", "năm 2014", "2013"),
            (
                "2014-02-01..2014-02-10",
                "2014-02-01",
                "2014-02-10",
                "từ 01/02/2014 đến 10/02/2014",
                "2014-01-22..2014-01-31",
            ),
        ] {
            let this = period(code);
            assert_eq!(this.code(), code);
            assert_eq!((this.first().to_string(), this.last().to_string()), (first.into(), last.into()));
            assert_eq!(this.label_vi(), label);
            assert_eq!(this.previous(), period(previous));
            assert!(this.contains(this.first()) && this.contains(this.last()));
            assert!(!this.contains(this.last().next()));
            assert_eq!(serde_json::from_str::<Period>(&format!("{code:?}")).unwrap(), this);
        }
    }

    #[test]
    fn months_cover_the_period() {
        assert_eq!(period("2014-Q4").months(), ["2014-10", "2014-11", "2014-12"].map(period));
        assert_eq!(period("2013-12-31..2014-01-01").months(), ["2013-12", "2014-01"].map(period));
        assert_eq!(period("2014").months().len(), 12);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "14",
            "2014-",
            "2014-13",
            "2014-Q5",
            "2014-H3",
            "2014-1",
            "2014-00",
            "2014-02-01..2014-01-01",
            "2014-+1",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
