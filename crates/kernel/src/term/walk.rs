//! Walking a term through a calendar, remembering the days it passed over.

use super::due::DueAt;
use super::{Amount, DueStep};
use crate::{Day, DayKind, Half, Moment, WorkingCalendar};
use chrono::{NaiveTime, Weekday};
use std::collections::BTreeSet;

/// Where the counting stands.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    calendar: &'a WorkingCalendar,
    day: Day,
    half: Half,
    time: NaiveTime,
    precision: Precision,
    half_mornings: bool,
    passed: BTreeSet<Day>,
}

/// How finely the promise is written; an added amount can only make it coarser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    /// Only hours were counted: the minute itself.
    Minute,
    /// Working days: the half-day, if the rule asks for it.
    Half,
    /// Calendar days, or done the same day: closing time.
    Day,
}

/// Where a walk ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) at: Moment,
    pub(super) half: Option<(Half, Moment, Moment)>,
}

impl<'a> Walk<'a> {
    /// Begins at `start`; worked minutes include half mornings only where nothing but hours counts.
    pub(super) fn from(calendar: &'a WorkingCalendar, start: Moment, half_mornings: bool) -> Walk<'a> {
        Walk {
            calendar,
            day: start.day(),
            half: Half::of(start.time()),
            time: start.time(),
            precision: Precision::Minute,
            half_mornings,
            passed: BTreeSet::new(),
        }
    }

    pub(super) fn coarsen(&mut self, to: Precision) {
        self.precision = self.precision.max(to);
    }

    /// Moves on by an amount and grows coarser with it.
    pub(super) fn go(&mut self, amount: Amount) {
        self.shift(amount);
        match amount {
            Amount::WorkingMinutes(_) | Amount::WorkingHours(_) => {}
            Amount::HalfDays(_) | Amount::WorkingDays(_) => self.coarsen(Precision::Half),
            Amount::Days(_) | Amount::Months(_) => {
                // A term in days or months lasts to the end of its last day; what follows comes after.
                self.coarsen(Precision::Day);
                self.half = Half::Afternoon;
                self.time = self.calendar.hours(self.day).afternoon.1;
            }
        }
    }

    /// Moves the start by the time the clock stood still; half-days begin at their opening.
    pub(super) fn stand_still(&mut self, stopped: Amount) {
        self.shift(stopped);
        if matches!(stopped, Amount::HalfDays(_) | Amount::WorkingDays(_)) && stopped.number() > 0 {
            self.time = self.calendar.start_of_half(self.day, self.half).time();
        }
    }

    /// Moves the start by so many minutes of the clock on the wall.
    pub(super) fn wait(&mut self, minutes: i64) {
        self.stand_at(self.day.at(self.time).plus_minutes(minutes));
    }

    fn stand_at(&mut self, moment: Moment) {
        (self.day, self.time) = (moment.day(), moment.time());
        self.half = Half::of(self.time);
    }

    fn pass_days(&mut self, after: Day) {
        let mut day = after;
        while day < self.day {
            day = day.next();
            self.passed.insert(day);
        }
    }

    /// Moves on by an amount without changing how finely the promise is written.
    fn shift(&mut self, amount: Amount) {
        let before = self.day;
        match amount {
            Amount::WorkingMinutes(n) => self.minutes(n),
            Amount::WorkingHours(n) => self.minutes(n.saturating_mul(60)),
            Amount::HalfDays(n) => self.halves(n),
            Amount::WorkingDays(n) => self.halves(n.saturating_mul(2)),
            Amount::Days(n) => self.day = self.day.plus_days(i64::from(n)),
            Amount::Months(n) => self.day = self.day.plus_months(n),
        }
        if !matches!(amount, Amount::Days(_) | Amount::Months(_)) {
            self.pass_days(before);
        }
    }

    fn minutes(&mut self, minutes: u32) {
        if minutes > 0 {
            let reached = self.calendar.walk_minutes(self.day.at(self.time), minutes, self.half_mornings);
            (self.day, self.time) = (reached.day(), reached.time());
            self.half = Half::of(self.time);
        }
    }

    fn halves(&mut self, halves: u32) {
        let before = self.half;
        if halves > 0 && !self.calendar.is_working(self.day) {
            self.passed.insert(self.day);
        }
        (self.day, self.half) = self.calendar.add_half_days(self.day, before, halves);
        if self.half != before {
            self.time = self.calendar.start_of_half(self.day, self.half).time();
        }
    }

    /// Where the promise falls, never on a day off and never before `floor`:
    /// a last day that is free gives way to the next open one (Civil Code 2005 art. 153.5,
    /// 2015 art. 148.5).
    pub(super) fn end(&mut self, due_at: DueAt, floor: Moment) -> End {
        if self.day.at(self.time) < floor {
            let before = self.day;
            self.stand_at(floor);
            self.pass_days(before);
        }
        let open = self.calendar.open_on_or_after(self.day);
        while self.day < open {
            self.passed.insert(self.day);
            self.day = self.day.next();
        }
        let halved = due_at == DueAt::HalfDayEnd;
        match self.precision {
            Precision::Minute => End { at: self.day.at(self.time), half: None },
            Precision::Half if halved => self.half_end(floor),
            Precision::Half | Precision::Day => {
                let at = self.calendar.end_of_half(self.day, Half::Afternoon);
                if at < floor { self.half_end(floor) } else { End { at, half: None } }
            }
        }
    }

    fn half_end(&mut self, floor: Moment) -> End {
        if self.calendar.end_of_half(self.day, self.half) < floor {
            // Received on the midday break: that half is over, the next one is meant.
            self.shift(Amount::HalfDays(1));
        }
        let (day, calendar) = (self.day, self.calendar);
        let short = calendar.kind(day) == DayKind::HalfMorning;
        let half = if short { Half::Morning } else { self.half };
        let at = calendar.end_of_half(day, half);
        End { at, half: Some((half, calendar.start_of_half(day, half), at)) }
    }

    /// What was passed over and what counted though it looks like a day off.
    pub(super) fn passed_steps(&self) -> Vec<DueStep> {
        let mut weekend = 0;
        let mut steps = Vec::new();
        for &day in &self.passed {
            match self.calendar.kind(day) {
                DayKind::Working => {}
                DayKind::Weekend => weekend += 1,
                DayKind::HalfMorning if self.half_mornings => {}
                DayKind::HalfMorning if day.weekday() == Weekday::Sat => weekend += 1,
                DayKind::HalfMorning => steps.push(DueStep::HalfMorningNotCounted { day }),
                DayKind::Holiday(name) => steps.push(DueStep::SkippedHoliday { day, name }),
                DayKind::MakeUp => steps.push(DueStep::MakeUpCounted { day }),
            }
        }
        if weekend > 0 {
            steps.insert(0, DueStep::SkippedWeekend { count: weekend });
        }
        steps
    }
}
