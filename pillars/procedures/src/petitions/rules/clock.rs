//! The clocks of a petition in working days: not taken up, asked for more, transferred, handled, published.
//! Those of the national system (Decision 766/QĐ-TTg, index 5.2) count from the latest transfer.

use kernel::{Day, WorkingCalendar};
use platform::error::Result;
use platform::profiles::Profiles;

/// Working days of each act, as the rules of a day say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// Not to take it up.
    pub refuse: u32,
    /// To ask for more, the first time.
    pub complete: u32,
    /// To hand it to the agency that has the power (Decree 20/2008 art. 9.1.d).
    pub transfer: u32,
    /// To handle it.
    pub handle: u32,
    /// To publish the answer.
    pub publish: u32,
}

impl Clocks {
    /// Those in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<Clocks> {
        Ok(Clocks {
            refuse: profiles.get_or("feedback.refuse_within_wd", day, 2)?,
            complete: profiles.get_or("feedback.complete_within_wd", day, 5)?,
            transfer: profiles.get_or("feedback.transfer_within_wd", day, 5)?,
            handle: profiles.get_or("feedback.handle_within_wd", day, 15)?,
            publish: profiles.get_or("feedback.publish_within_wd", day, 2)?,
        })
    }
}

/// A last day with its arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day it is counted from, which is not counted itself.
    pub from: Day,
    /// Working days.
    pub days: u32,
    /// Days off passed over.
    pub off: i64,
    /// The last day.
    pub on: Day,
}

/// The last day of so many working days after a day.
pub fn due(calendar: &WorkingCalendar, from: Day, days: u32) -> Due {
    let on = calendar.add_working_days(from, days);
    Due { from, days, off: from.days_until(on) - i64::from(days), on }
}

/// Working days by which a day lies after the last one; 0 while it does not.
pub fn days_late(calendar: &WorkingCalendar, due_on: Day, done: Day) -> i64 {
    calendar.working_days_between(due_on, done).max(0)
}

/// Whether the term was not kept: handled after it, or not handled and it has passed.
pub fn is_late(due_on: Day, settled_on: Option<Day>, today: Day) -> bool {
    settled_on.unwrap_or(today) > due_on
}

/// Whom to tell that a petition is late: nobody, who answers for it in the agency, or the agency above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// It is not late.
    Nobody,
    /// Who answers for the agency's petitions.
    Agency,
    /// The same of the agency above.
    Above,
}

impl Told {
    /// As kept: 0, 1, 2.
    pub fn number(self) -> i64 {
        match self {
            Told::Nobody => 0,
            Told::Agency => 1,
            Told::Above => 2,
        }
    }
}

/// How far up it goes that a petition is late by so many working days.
pub fn told(late_by: i64, above_after: i64) -> Told {
    match late_by {
        ..=0 => Told::Nobody,
        days if days > above_after => Told::Above,
        _ => Told::Agency,
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
    fn fifteen_working_days_pass_over_three_weekends() {
        let due = due(&WorkingCalendar::default(), day("2013-06-10"), 15);
        assert_eq!((due.on, due.off), (day("2013-07-01"), 6));
    }

    #[test]
    fn a_holiday_is_passed_over() {
        // 2 September 2013 was a Monday.
        let due = due(&WorkingCalendar::default(), day("2013-08-30"), 2);
        assert_eq!((due.on, due.off), (day("2013-09-04"), 3));
    }

    #[test]
    fn late_the_day_after_due() {
        let last = day("2013-07-01");
        assert!(!is_late(last, None, last) && is_late(last, None, last.next()));
        assert!(!is_late(last, Some(last), day("2014-01-01")));
        assert_eq!(days_late(&WorkingCalendar::default(), last, day("2013-07-03")), 2);
        assert_eq!(days_late(&WorkingCalendar::default(), last, day("2013-06-03")), 0);
    }

    #[test]
    fn first_the_agency_is_told_then_the_one_above() {
        assert_eq!([0, 1, 3, 4].map(|late| told(late, 3).number()), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn the_last_day_lies_so_many_working_days_on(start in 0i64..3000, days in 1u32..40) {
            let calendar = WorkingCalendar::default();
            let from = day("2012-01-02").plus_days(start);
            let due = due(&calendar, from, days);
            prop_assert!(calendar.is_working(due.on));
            prop_assert_eq!(calendar.working_days_between(from, due.on), i64::from(days));
            prop_assert_eq!(from.plus_days(i64::from(days) + due.off), due.on);
        }

        #[test]
        fn a_longer_term_ends_later(start in 0i64..3000, days in 1u32..40) {
            let calendar = WorkingCalendar::default();
            let from = day("2012-01-02").plus_days(start);
            prop_assert!(due(&calendar, from, days).on < due(&calendar, from, days + 1).on);
        }
    }
}
