//! `Moment`: an instant in microseconds since 1970 UTC, as stored in columns ending in `_at`.
//! Whatever it says about days and hours is Vietnamese time, +07:00, which knows no summer time.

use crate::Day;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

const OFFSET_MICROS: i64 = 7 * 3_600 * 1_000_000;
const MINUTE_MICROS: i64 = 60 * 1_000_000;

/// An instant, microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment so many microseconds after 1970 UTC.
    pub const fn from_micros(micros: i64) -> Moment {
        Moment(micros)
    }

    /// Microseconds since 1970 UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The day in Vietnam.
    pub fn day(self) -> Day {
        Day::from(self.naive().date())
    }

    /// The time of day in Vietnam.
    pub fn time(self) -> NaiveTime {
        self.naive().time()
    }

    /// The time of day as printed on slips: `14:05`.
    pub fn clock(self) -> String {
        let time = self.time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// As printed on slips: `14:05 05/10/2012`.
    pub fn vn(self) -> String {
        format!("{} {}", self.clock(), self.day().vn())
    }

    /// ISO 8601 with the offset, to the second: `2012-10-05T14:05:00+07:00`.
    pub fn iso(self) -> String {
        let time = self.time();
        format!("{}T{:02}:{:02}:{:02}+07:00", self.day(), time.hour(), time.minute(), time.second())
    }

    /// The moment `minutes` later (earlier when negative).
    pub const fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0.saturating_add(minutes.saturating_mul(MINUTE_MICROS)))
    }

    /// Whole minutes from this moment until `other`, rounded down; negative when `other` is earlier.
    pub const fn minutes_until(self, other: Moment) -> i64 {
        other.0.saturating_sub(self.0).div_euclid(MINUTE_MICROS)
    }

    /// The beginning of its minute: slips and promises are written to the minute.
    pub const fn whole_minute(self) -> Moment {
        Moment(self.0.saturating_sub(self.0.rem_euclid(MINUTE_MICROS)))
    }

    /// The same instant in chrono's words; the ends of chrono's range stand for what lies beyond.
    pub fn utc(self) -> DateTime<Utc> {
        let beyond = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp_micros(self.0).unwrap_or(beyond)
    }

    pub(crate) fn local(naive: NaiveDateTime) -> Moment {
        Moment(naive.and_utc().timestamp_micros().saturating_sub(OFFSET_MICROS))
    }

    fn naive(self) -> NaiveDateTime {
        Moment(self.0.saturating_add(OFFSET_MICROS)).utc().naive_utc()
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(instant: DateTime<Utc>) -> Moment {
        Moment(instant.timestamp_micros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment() -> Moment {
        Day::ymd(2012, 10, 5).unwrap().at(NaiveTime::from_hms_opt(14, 5, 0).unwrap())
    }

    #[test]
    fn a_moment_speaks_vietnamese_time() {
        assert_eq!(moment().vn(), "14:05 05/10/2012");
        assert_eq!(moment().iso(), "2012-10-05T14:05:00+07:00");
        assert_eq!(moment().micros(), 1_349_420_700_000_000);
        assert_eq!(moment().day().to_string(), "2012-10-05");
        assert_eq!(Moment::from(moment().utc()), moment());
    }

    #[test]
    fn the_day_turns_at_midnight_in_vietnam() {
        let midnight = Day::ymd(2012, 10, 6).unwrap().start();
        assert_eq!(midnight.plus_minutes(-1).vn(), "23:59 05/10/2012");
        assert_eq!(moment().minutes_until(midnight), 595);
        assert_eq!(midnight.minutes_until(moment()), -595);
    }

    #[test]
    fn the_ends_of_time_do_not_break() {
        for micros in [i64::MIN, i64::MAX, 0] {
            let end = Moment::from_micros(micros);
            assert!(!end.vn().is_empty() && !end.iso().is_empty());
            let _ = (end.whole_minute(), end.plus_minutes(i64::MAX), end.day().next());
        }
    }

    #[test]
    fn serde_is_the_plain_number() {
        assert_eq!(serde_json::to_string(&moment()).unwrap(), "1349420700000000");
    }
}
