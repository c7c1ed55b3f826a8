//! `WorkingCalendar`: which days and hours an office works, and counting in them.
//! Computed holidays give way to the rows of the yearly notice, make-up Saturdays and local days.
//!
//! Terms count full working days only (`DayKind::Working`, `DayKind::MakeUp`).
//! A morning worked alone is open for receiving and counts in working minutes,
//! but is no working day of a term: a promise is never shortened by Saturday duty.

pub(crate) mod hours;

pub use hours::OfficeHours;

use crate::{Day, Moment, statutory_holidays};
use chrono::{NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// What kind of day it is for an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// Only the morning is worked.
    HalfMorning,
    /// A weekend day.
    Weekend,
    /// A holiday, with its Vietnamese name.
    Holiday(String),
    /// A day off that is worked for another.
    MakeUp,
}

/// What a calendar row says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Off, with the row's name.
    Holiday,
    /// Worked for another day.
    MakeUp,
    /// Only the morning is worked.
    HalfMorning,
    /// Worked after all: takes back a computed holiday.
    Working,
}

/// A day that differs from the computed calendar, with where that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRow {
    /// The day.
    pub day: Day,
    /// What it is.
    pub kind: RowKind,
    /// Name as shown, `Nghỉ Tết Nguyên đán`.
    #[serde(default)]
    pub name: String,
    /// The notice or decision.
    #[serde(default)]
    pub source: String,
}

/// Which days of the week are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekendRule {
    /// The 40-hour week (Decision 188/1999/QĐ-TTg).
    #[default]
    SaturdaySunday,
    /// Six working days.
    Sunday,
}

/// Half of a day; the line between them is noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Before 12:00.
    Morning,
    /// From 12:00 on.
    Afternoon,
}

impl Half {
    /// The half of the day the clock is in.
    pub fn of(time: NaiveTime) -> Half {
        if time.hour() < 12 { Half::Morning } else { Half::Afternoon }
    }
}

/// The working days and hours of one office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    hours: OfficeHours,
    /// Other hours from a day on, by day.
    later: BTreeMap<Day, OfficeHours>,
    weekend: WeekendRule,
    special: BTreeMap<Day, DayKind>,
}

/// Longest walk of the calendar in days; longer terms are cut to it rather than walked for ever.
const FARTHEST: u32 = 20_000;

impl Default for WorkingCalendar {
    /// The computed holidays of 2008–2035 and the usual hours.
    fn default() -> WorkingCalendar {
        // Computed once: nearly thirty years of new moons are the whole cost of most that ask for it.
        static COMPUTED: LazyLock<WorkingCalendar> = LazyLock::new(|| {
            WorkingCalendar::new(OfficeHours::default(), WeekendRule::default(), 2008..=2035, &[])
        });
        COMPUTED.clone()
    }
}

impl WorkingCalendar {
    /// Computes the holidays of `years`, then lets the rows (later ones last) overrule them.
    /// Outside the years only the weekend is known.
    pub fn new(
        hours: OfficeHours,
        weekend: WeekendRule,
        years: RangeInclusive<i32>,
        rows: &[CalendarRow],
    ) -> WorkingCalendar {
        let holidays = years.flat_map(statutory_holidays);
        let special = holidays.map(|(day, name)| (day, DayKind::Holiday(name.vi().to_owned())));
        WorkingCalendar { hours, later: BTreeMap::new(), weekend, special: special.collect() }.with_rows(rows)
    }

    /// The same calendar with more rows.
    pub fn with_rows(mut self, rows: &[CalendarRow]) -> WorkingCalendar {
        for row in rows {
            let kind = match row.kind {
                RowKind::Holiday => DayKind::Holiday(row.name.clone()),
                RowKind::MakeUp => DayKind::MakeUp,
                RowKind::HalfMorning => DayKind::HalfMorning,
                RowKind::Working => DayKind::Working,
            };
            self.special.insert(row.day, kind);
        }
        self
    }

    /// The same calendar with other office hours.
    pub fn with_hours(mut self, hours: OfficeHours) -> WorkingCalendar {
        self.hours = hours;
        self.later.clear();
        self
    }

    /// The same calendar with other office hours from a day on.
    pub fn with_hours_from(mut self, day: Day, hours: OfficeHours) -> WorkingCalendar {
        self.later.insert(day, hours);
        self
    }

    /// The office hours of a day.
    pub fn hours(&self, day: Day) -> &OfficeHours {
        self.later.range(..=day).next_back().map_or(&self.hours, |(_, hours)| hours)
    }

    /// What kind of day it is. A free day with a name is `Holiday` even on a weekend.
    pub fn kind(&self, day: Day) -> DayKind {
        if let Some(kind) = self.special.get(&day) {
            return kind.clone();
        }
        match (day.weekday(), self.weekend) {
            (Weekday::Sun, _) => DayKind::Weekend,
            (Weekday::Sat, _) if self.hours(day).saturday_morning => DayKind::HalfMorning,
            (Weekday::Sat, WeekendRule::SaturdaySunday) => DayKind::Weekend,
            _ => DayKind::Working,
        }
    }

    /// Whether the day counts in terms: a full working day.
    pub fn is_working(&self, day: Day) -> bool {
        match self.special.get(&day) {
            Some(kind) => matches!(kind, DayKind::Working | DayKind::MakeUp),
            None => self.kind(day) == DayKind::Working,
        }
    }

    /// Whether the office opens at all.
    pub fn is_open(&self, day: Day) -> bool {
        self.is_working(day) || self.kind(day) == DayKind::HalfMorning
    }

    /// The first full working day after `day`.
    pub fn next_working(&self, day: Day) -> Day {
        self.add_working_days(day, 1)
    }

    /// `day` itself if the office opens, else the first day after on which it does.
    pub fn open_on_or_after(&self, day: Day) -> Day {
        let mut found = day;
        for _ in 0..FARTHEST {
            if self.is_open(found) {
                break;
            }
            found = found.next();
        }
        found
    }

    /// The `n`th working day after `day`; `day` itself for 0, whatever it is.
    pub fn add_working_days(&self, day: Day, n: u32) -> Day {
        let mut found = day;
        for _ in 0..n.min(FARTHEST) {
            let before = found;
            found = found.next();
            while !self.is_working(found) && found != found.next() {
                found = found.next();
            }
            if found == before {
                break;
            }
        }
        found
    }

    /// Working days after `from` up to and with `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.next();
            count += i64::from(self.is_working(day));
        }
        count
    }

    /// `n` half-days further, two to a working day; unchanged for 0.
    /// From a day that counts in no term it is counted from the morning of the next that does.
    pub fn add_half_days(&self, day: Day, half: Half, n: u32) -> (Day, Half) {
        if n == 0 {
            return (day, half);
        }
        let (day, half) = self.counted_half(day, half);
        let halves = n.saturating_add(u32::from(half == Half::Afternoon));
        let reached = if halves.is_multiple_of(2) { Half::Morning } else { Half::Afternoon };
        (self.add_working_days(day, halves / 2), reached)
    }

    /// Half-days of full working days from the half `from` lies in to the half `to` lies in;
    /// a day that counts in no term stands for the morning of the next that does.
    pub fn half_days_between(&self, from: Moment, to: Moment) -> i64 {
        let (first, early) = self.counted_half(from.day(), Half::of(from.time()));
        let (last, late) = self.counted_half(to.day(), Half::of(to.time()));
        let place = |half| i64::from(half == Half::Afternoon);
        self.working_days_between(first, last) * 2 + place(late) - place(early)
    }

    fn counted_half(&self, day: Day, half: Half) -> (Day, Half) {
        if self.is_working(day) { (day, half) } else { (self.next_working(day), Half::Morning) }
    }

    /// When a half-day opens.
    pub fn start_of_half(&self, day: Day, half: Half) -> Moment {
        day.at(match half {
            Half::Morning => self.hours(day).morning.0,
            Half::Afternoon => self.hours(day).afternoon.0,
        })
    }

    /// When a half-day ends; on a day of which only the morning is worked, at noon's closing.
    pub fn end_of_half(&self, day: Day, half: Half) -> Moment {
        let morning = half == Half::Morning || self.kind(day) == DayKind::HalfMorning;
        day.at(if morning { self.hours(day).morning.1 } else { self.hours(day).afternoon.1 })
    }

    /// `moment` if the office is open or on its midday break before noon,
    /// else the next moment it opens.
    pub fn opening(&self, moment: Moment) -> Moment {
        let (day, time) = (moment.day(), moment.time());
        let OfficeHours { morning, afternoon, .. } = *self.hours(day);
        if self.is_open(day) {
            if time < morning.0 {
                return day.at(morning.0);
            }
            if Half::of(time) == Half::Morning || time <= morning.1 {
                return moment;
            }
            if self.is_working(day) && time <= afternoon.1 {
                return moment.max(day.at(afternoon.0));
            }
        }
        let next = self.open_on_or_after(day.next());
        next.at(self.hours(next).morning.0)
    }

    /// The moment after so many worked minutes.
    pub fn add_working_minutes(&self, moment: Moment, minutes: u32) -> Moment {
        self.walk_minutes(moment, minutes, true)
    }

    /// As `add_working_minutes`, with or without the days of which only the morning is worked:
    /// a term that counts whole days too knows full working days only.
    pub(crate) fn walk_minutes(&self, moment: Moment, minutes: u32, half_mornings: bool) -> Moment {
        let mut left = i64::from(minutes);
        let mut day = moment.day();
        for _ in 0..FARTHEST {
            for (open, close) in self.spans(day).filter(|_| half_mornings || self.is_working(day)) {
                let from = open.max(moment);
                let room = from.minutes_until(close);
                if room > 0 && left <= room {
                    return from.plus_minutes(left);
                }
                left -= room.max(0);
            }
            day = self.open_on_or_after(day.next());
        }
        day.at(self.hours(day).morning.0)
    }

    /// Worked minutes from `from` to `to`; negative when `to` is earlier.
    pub fn working_minutes_between(&self, from: Moment, to: Moment) -> i64 {
        if to < from {
            return -self.working_minutes_between(to, from);
        }
        let mut count = 0;
        let mut day = from.day();
        while day <= to.day() {
            for (open, close) in self.spans(day) {
                count += open.max(from).minutes_until(close.min(to)).max(0);
            }
            if day.next() == day {
                break;
            }
            day = day.next();
        }
        count
    }

    /// The worked stretches of a day.
    fn spans(&self, day: Day) -> impl Iterator<Item = (Moment, Moment)> + use<> {
        let OfficeHours { morning, afternoon, .. } = *self.hours(day);
        let first = self.is_open(day).then(|| (day.at(morning.0), day.at(morning.1)));
        let second = self.is_working(day).then(|| (day.at(afternoon.0), day.at(afternoon.1)));
        first.into_iter().chain(second)
    }
}

#[cfg(test)]
mod tests;
