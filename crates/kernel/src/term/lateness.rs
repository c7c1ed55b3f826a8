//! Early, on time or late: one classification for every list, report and index.

use super::Pause;
use crate::{Moment, WorkingCalendar};
use serde::{Deserialize, Serialize};

/// Where a dossier stands against its promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lateness {
    /// Settled on an earlier day than promised (sớm hạn).
    Early,
    /// Settled on the promised day, not after the promised minute (đúng hạn).
    OnTime,
    /// Settled after the promised minute (quá hạn).
    Late,
    /// Open, the promise still ahead (trong hạn).
    InTime,
    /// Open, the promise past.
    Overdue,
    /// Nothing was promised.
    NoPromise,
}

impl Lateness {
    /// Classes a dossier that ended at `end`, or is open at `now`.
    /// Early is decided by days in Vietnam; late by minutes, as promises are written to the minute:
    /// settled at 11:30:40 for 11:30 is on time, at 11:31 late.
    /// Reports over a past period pass its end as `now`.
    pub fn classify(end: Option<Moment>, due: Option<Moment>, now: Moment) -> Lateness {
        let Some(due) = due else { return Lateness::NoPromise };
        let past = |moment: Moment| moment.whole_minute() > due;
        match end {
            Some(end) if past(end) => Lateness::Late,
            Some(end) if end.day() < due.day() => Lateness::Early,
            Some(_) => Lateness::OnTime,
            None if past(now) => Lateness::Overdue,
            None => Lateness::InTime,
        }
    }

    /// Whether it counts as kept in "trước hạn, đúng hạn"; `None` for what is open or unpromised.
    pub fn kept(self) -> Option<bool> {
        match self {
            Lateness::Early | Lateness::OnTime => Some(true),
            Lateness::Late => Some(false),
            Lateness::InTime | Lateness::Overdue | Lateness::NoPromise => None,
        }
    }
}

/// Working days `moment` lies after `due`: 0 when not late, at least 1 when late at all
/// (a begun day of delay is a day, also on the promised day itself).
pub fn days_late(moment: Moment, due: Moment, calendar: &WorkingCalendar) -> i64 {
    if moment.whole_minute() <= due {
        return 0;
    }
    calendar.working_days_between(due.day(), moment.day()).max(1)
}

/// Half-days of work from `from` to `to`, counted as promises are, without the time the clock stood still:
/// settled in the half-day ten working days after that of receipt makes twenty.
pub fn half_days_spent(from: Moment, to: Moment, paused: &[Pause], calendar: &WorkingCalendar) -> i64 {
    let start = calendar.opening(from.whole_minute());
    let mut spent = calendar.half_days_between(start, to);
    let mut paused = paused.to_vec();
    paused.sort_by_key(|pause| (pause.from, pause.to));
    let mut counted = start;
    for pause in paused {
        let (began, ended) = (pause.from.max(counted), pause.to.unwrap_or(to).min(to));
        if ended > began {
            spent -= calendar.half_days_between(calendar.opening(began), calendar.opening(ended)).max(0);
            counted = ended;
        }
    }
    spent.max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Day;
    use crate::calendar::hours::clock;

    fn at(day: u32, hour: u32, minute: u32) -> Moment {
        Day::ymd(2012, 10, day).unwrap().at(clock(hour, minute))
    }

    #[test]
    fn ten_full_days_are_twenty_half_days_and_waiting_is_none_of_them() {
        use crate::PauseReason;
        let calendar = WorkingCalendar::default();
        let spent = |paused: &[Pause]| half_days_spent(at(1, 8, 0), at(15, 8, 30), paused, &calendar);
        assert_eq!(spent(&[]), 20);
        let wait = |from, to| Pause { from, to, reason: PauseReason::Supplement };
        assert_eq!(spent(&[wait(at(3, 9, 0), Some(at(5, 14, 0)))]), 15);
        // Overlapping waits are taken out once, and one still open lasts to the end.
        let twice = [wait(at(3, 9, 0), Some(at(5, 9, 0))), wait(at(4, 9, 0), Some(at(5, 14, 0)))];
        assert_eq!(spent(&twice), 15);
        assert_eq!(spent(&[wait(at(11, 8, 0), None)]), 16);
        assert_eq!(half_days_spent(at(1, 8, 0), at(1, 9, 0), &[], &calendar), 0);
    }

    #[test]
    fn late_the_minute_after_due() {
        let due = at(16, 11, 30);
        let class = |end| Lateness::classify(Some(end), Some(due), at(30, 8, 0));
        assert_eq!(class(at(15, 17, 0)), Lateness::Early);
        assert_eq!(class(at(16, 8, 0)), Lateness::OnTime);
        assert_eq!(class(Moment::from_micros(due.micros() + 40_000_000)), Lateness::OnTime);
        assert_eq!(class(at(16, 11, 31)), Lateness::Late);
        assert_eq!(class(at(17, 8, 0)), Lateness::Late);
    }

    #[test]
    fn open_dossiers_are_measured_now() {
        let due = Some(at(16, 11, 30));
        assert_eq!(Lateness::classify(None, due, at(16, 11, 30)), Lateness::InTime);
        assert_eq!(Lateness::classify(None, due, at(16, 12, 0)), Lateness::Overdue);
        assert_eq!(Lateness::classify(None, None, at(16, 12, 0)), Lateness::NoPromise);
        assert_eq!(Lateness::classify(Some(at(1, 8, 0)), None, at(16, 12, 0)).kept(), None);
    }

    #[test]
    fn delay_is_counted_in_working_days() {
        let calendar = WorkingCalendar::default();
        let due = at(12, 11, 30);
        assert_eq!(days_late(at(12, 11, 30), due, &calendar), 0);
        assert_eq!(days_late(at(12, 14, 0), due, &calendar), 1);
        assert_eq!(days_late(at(13, 14, 0), due, &calendar), 1);
        assert_eq!(days_late(at(15, 8, 0), due, &calendar), 1);
        assert_eq!(days_late(at(17, 8, 0), due, &calendar), 3);
    }
}
