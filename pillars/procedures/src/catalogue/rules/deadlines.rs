//! The days by which a procedure is announced, entered and published, with their arithmetic.
//! Decree 63/2010, articles 15, 24 and 26.2, as amended by Decree 92/2017; the numbers are dated rules.

use kernel::{Amount, Day, WorkingCalendar};

/// The rules in force on the day that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlineRules {
    /// Announced so long before the document takes effect.
    pub announce_before: Amount,
    /// By the short procedure: so long after the document was issued; none where the regime knows no such procedure.
    pub announce_short: Option<Amount>,
    /// Entered so many working days after the decision was signed.
    pub enter_wd: u32,
    /// The same by the short procedure.
    pub enter_short_wd: Option<u32>,
    /// Published so many working days after the entry; 0: the term of the entry is that of publication too.
    pub post_wd: u32,
}

/// A step of the arithmetic; a page says it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reckoned {
    /// The document takes effect.
    Effect(Day),
    /// The document was issued.
    Issued(Day),
    /// The decision was signed.
    Signed(Day),
    /// The procedure was entered.
    Entered(Day),
    /// So long before.
    Before(Amount),
    /// So long after.
    After(Amount),
    /// The last day.
    Due(Day),
}

/// A last day with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub due: Day,
    /// How it was counted.
    pub steps: Vec<Reckoned>,
}

/// What an announcement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rested {
    /// Day on which the document takes effect.
    pub effect: Day,
    /// Day of issue, where it is known.
    pub issued: Option<Day>,
    /// By the short procedure.
    pub shortened: bool,
}

impl DeadlineRules {
    /// The last day to sign the decision: so long before the document takes effect, or, by the short procedure, so long
    /// after its issue.
    pub fn announce(&self, on: &Rested, calendar: &WorkingCalendar) -> Deadline {
        if let (true, Some(after), Some(issued)) = (on.shortened, self.announce_short, on.issued) {
            let due = forward(issued, after, calendar);
            return Deadline {
                due,
                steps: vec![Reckoned::Issued(issued), Reckoned::After(after), Reckoned::Due(due)],
            };
        }
        let due = back(on.effect, self.announce_before, calendar);
        Deadline {
            due,
            steps: vec![
                Reckoned::Effect(on.effect),
                Reckoned::Before(self.announce_before),
                Reckoned::Due(due),
            ],
        }
    }

    /// The last day to enter what was announced on a day.
    pub fn enter(&self, signed: Day, shortened: bool, calendar: &WorkingCalendar) -> Deadline {
        let within = self.enter_short_wd.filter(|_| shortened).unwrap_or(self.enter_wd);
        let due = calendar.add_working_days(signed, within);
        Deadline {
            due,
            steps: vec![
                Reckoned::Signed(signed),
                Reckoned::After(Amount::WorkingDays(within)),
                Reckoned::Due(due),
            ],
        }
    }

    /// The last day to publish: with the entry, or so many working days after it; while it is not entered, after its last day.
    pub fn publish(
        &self,
        signed: Day,
        entered: Option<Day>,
        shortened: bool,
        calendar: &WorkingCalendar,
    ) -> Deadline {
        let enter = self.enter(signed, shortened, calendar);
        if self.post_wd == 0 {
            return enter;
        }
        let from = entered.unwrap_or(enter.due);
        let due = calendar.add_working_days(from, self.post_wd);
        let mut steps = enter.steps;
        if let Some(entered) = entered {
            steps = vec![Reckoned::Entered(entered)];
        }
        steps.extend([Reckoned::After(Amount::WorkingDays(self.post_wd)), Reckoned::Due(due)]);
        Deadline { due, steps }
    }
}

/// A length of time later; what is not counted in days of the calendar is counted in worked ones.
fn forward(from: Day, amount: Amount, calendar: &WorkingCalendar) -> Day {
    match amount {
        Amount::Days(days) => from.plus_days(i64::from(days)),
        Amount::Months(months) => from.plus_months(months),
        other => calendar.add_working_days(from, whole_days(other)),
    }
}

/// A length of time earlier: of working days, the latest day from which so many lie before `until`.
fn back(until: Day, amount: Amount, calendar: &WorkingCalendar) -> Day {
    if let Amount::Days(days) = amount {
        return until.plus_days(-i64::from(days));
    }
    if let Amount::Months(months) = amount {
        return until.plus_days(-i64::from(months) * 30);
    }
    let mut day = until;
    for _ in 0..whole_days(amount) {
        day = day.previous();
        while !calendar.is_working(day) && day != day.previous() {
            day = day.previous();
        }
    }
    day
}

fn whole_days(amount: Amount) -> u32 {
    match amount {
        Amount::WorkingDays(days) => days,
        Amount::HalfDays(halves) => halves.div_ceil(2),
        other => other.number().div_ceil(8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::default()
    }

    const OLD: DeadlineRules = DeadlineRules {
        announce_before: Amount::WorkingDays(10),
        announce_short: None,
        enter_wd: 5,
        enter_short_wd: None,
        post_wd: 5,
    };
    const NEW: DeadlineRules = DeadlineRules {
        announce_before: Amount::Days(5),
        announce_short: Some(Amount::Days(3)),
        enter_wd: 5,
        enter_short_wd: Some(2),
        post_wd: 0,
    };

    #[test]
    fn ten_working_days_before_the_effect_under_the_text_of_2010() {
        // Monday 1 July 2013; two weekends lie before it, no holiday.
        let on = Rested { effect: day("2013-07-01"), issued: None, shortened: false };
        let deadline = OLD.announce(&on, &calendar());
        assert_eq!(deadline.due, day("2013-06-17"));
        assert_eq!(
            deadline.steps,
            [
                Reckoned::Effect(day("2013-07-01")),
                Reckoned::Before(Amount::WorkingDays(10)),
                Reckoned::Due(day("2013-06-17"))
            ]
        );
    }

    #[test]
    fn five_days_before_the_effect_from_2017_and_three_after_issue_when_short() {
        let on = Rested { effect: day("2018-03-15"), issued: Some(day("2018-03-12")), shortened: false };
        assert_eq!(NEW.announce(&on, &calendar()).due, day("2018-03-10"));
        let ministry = DeadlineRules { announce_before: Amount::Days(20), ..NEW };
        assert_eq!(ministry.announce(&on, &calendar()).due, day("2018-02-23"));
        let short = Rested { shortened: true, ..on };
        assert_eq!(NEW.announce(&short, &calendar()).due, day("2018-03-15"));
    }

    #[test]
    fn entered_within_five_working_days_and_posted_within_five_more_before_2017() {
        // Signed on Thursday 13 June 2013.
        let signed = day("2013-06-13");
        assert_eq!(OLD.enter(signed, false, &calendar()).due, day("2013-06-20"));
        assert_eq!(OLD.publish(signed, None, false, &calendar()).due, day("2013-06-27"));
        assert_eq!(OLD.publish(signed, Some(day("2013-06-17")), false, &calendar()).due, day("2013-06-24"));
        assert_eq!(NEW.publish(day("2018-06-14"), None, false, &calendar()).due, day("2018-06-21"));
        assert_eq!(NEW.publish(day("2018-06-14"), None, true, &calendar()).due, day("2018-06-18"));
    }

    proptest! {
        #[test]
        fn so_many_working_days_lie_before_the_effect(shift in 0i64..700, days in 1u32..30) {
            let effect = day("2013-01-01").plus_days(shift);
            let calendar = calendar();
            let due = back(effect, Amount::WorkingDays(days), &calendar);
            prop_assert!(due < effect && calendar.is_working(due));
            let between = (0..due.days_until(effect)).filter(|n| calendar.is_working(due.plus_days(*n))).count();
            prop_assert_eq!(between, days as usize);
        }

        #[test]
        fn a_later_signature_is_never_due_earlier(a in 0i64..400, b in 0i64..400) {
            let (first, second) = (day("2013-01-01").plus_days(a.min(b)), day("2013-01-01").plus_days(a.max(b)));
            prop_assert!(OLD.enter(first, false, &calendar()).due <= OLD.enter(second, false, &calendar()).due);
        }
    }
}
