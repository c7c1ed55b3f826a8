//! Whether a dossier will keep its promise as its process plans the steps to come, and the day to offer instead.

use super::{Clock, DeadlineRules, Plan};
use kernel::{Day, DueRule, Moment, Term, WorkingCalendar};

/// Where a dossier stands in its process.
#[derive(Clone, Copy)]
pub struct Ahead<'a> {
    /// The steps.
    pub plan: &'a Plan<'a>,
    /// The rules of its receipt.
    pub rules: &'a DeadlineRules,
    /// Its agency's calendar.
    pub calendar: &'a WorkingCalendar,
    /// The present step.
    pub step: i64,
    /// The present step's own deadline.
    pub step_due: Option<Moment>,
    /// Last day on which another unit's opinion is due.
    pub answer_due: Option<Day>,
    /// It is on paper.
    pub paper: bool,
}

impl Ahead<'_> {
    /// When the steps to come would be done, each in its own time; none where no step says how long it takes.
    ///
    /// A step that is over its time is taken to need some working days more, by the rule of the day: it says of itself only
    /// that it is late.
    pub fn done(&self, now: Moment) -> Option<Moment> {
        let mut known = self.step_due.is_some();
        let mut at = match self.step_due {
            Some(due) if due >= now => due,
            Some(_) => self.later(now),
            None => now,
        };
        if let Some(day) = self.answer_due {
            at = at.max(self.calendar.end_of_half(day, kernel::Half::Afternoon));
        }
        for number in self.step + 1..=self.plan.last() {
            // What is waited for from the applicant is not in the term.
            if self.plan.pause(number).is_some() {
                continue;
            }
            let clock = Clock {
                from: at,
                rules: self.rules,
                calendar: self.calendar,
                pauses: &[],
                paper: self.paper,
                until: None,
            };
            if let Some(due) = self.plan.step(number, &clock).and_then(|step| step.due_at) {
                at = due;
                known = true;
            }
        }
        known.then_some(at)
    }

    fn later(&self, from: Moment) -> Moment {
        let rule = DueRule { due_at: self.rules.due_at, ..DueRule::default() };
        Term::working_days(self.rules.overdue_step_wd).due(from, self.calendar, &rule).at.unwrap_or(from)
    }

    /// Whether a letter of apology is to be prepared today: the legal moment is near, and the steps to come will not be done
    /// in time. Where no step says how long it takes, only the last lawful day tells.
    pub fn needs_apology(&self, due: Moment, now: Moment) -> bool {
        let (today, last) = (now.day(), self.rules.apology_by(due));
        if today > last || !self.calendar.is_open(today) {
            return false;
        }
        let left = self.calendar.working_days_between(today, last);
        if left > self.rules.apology_prepare_wd {
            return false;
        }
        match self.done(now) {
            Some(done) => done > due,
            None => left == 0 && self.step < self.plan.last(),
        }
    }

    /// The day to offer: when the steps to come would be done, a working day after the promise at the earliest, and no
    /// farther than a new promise may lie.
    pub fn offer(&self, due: Moment, now: Moment) -> Day {
        let earliest = self.calendar.next_working(due.day());
        let wanted = match self.done(now) {
            Some(done) => done.day(),
            None => self.calendar.add_working_days(due.day(), self.rules.overdue_step_wd),
        };
        let farthest = due.day().plus_days(self.rules.extension_most_days).max(earliest);
        wanted.max(earliest).min(farthest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::procedures::ProcessStep;
    use platform::profiles::Profiles;
    use proptest::prelude::*;

    fn at(day: u32, minute: i64) -> Moment {
        Day::ymd(2012, 10, day).unwrap().start().plus_minutes(minute)
    }

    fn steps() -> Vec<ProcessStep> {
        serde_json::from_value(serde_json::json!([
            {"name": "Tiếp nhận", "role": "one_stop", "time": {"half_days": 1}},
            {"name": "Thụ lý", "role": "specialist", "time": {"working_days": 2}},
            {"name": "Ký duyệt", "role": "leader", "time": {"working_days": 1}},
            {"name": "Trả kết quả", "role": "one_stop"}
        ]))
        .unwrap()
    }

    fn ahead<T>(step_due: Option<Moment>, steps: &[ProcessStep], ask: impl Fn(&Ahead<'_>) -> T) -> T {
        let rules = DeadlineRules::on(&Profiles::default(), at(3, 0).day()).unwrap();
        let calendar = WorkingCalendar::default();
        let plan = Plan(steps);
        let (rules, calendar, plan) = (&rules, &calendar, &plan);
        ask(&Ahead { plan, rules, calendar, step: 2, step_due, answer_due: None, paper: true })
    }

    /// 11:30 of a day.
    const NOON: i64 = 11 * 60 + 30;

    #[test]
    fn a_step_in_time_leaves_room_for_those_to_come() {
        // Received on the 3rd for the 10th: the specialist is due on the 5th, the signature a working day later.
        let done = ahead(Some(at(5, NOON)), &steps(), |a| a.done(at(5, 420)));
        assert_eq!(done, Some(at(8, NOON)));
        let needs = ahead(Some(at(5, NOON)), &steps(), |a| a.needs_apology(at(10, NOON), at(8, 420)));
        assert!(needs, "on the 8th the specialist is over the time: two working days more, and one to sign");
        assert!(!ahead(Some(at(9, NOON)), &steps(), |a| a.needs_apology(at(10, NOON), at(8, 420))));
    }

    #[test]
    fn nothing_is_prepared_far_ahead_nor_after_the_legal_moment() {
        let needs = |now| ahead(Some(at(4, NOON)), &steps(), |a| a.needs_apology(at(10, NOON), now));
        assert!(!needs(at(4, 800)), "three working days before the 9th");
        assert!(needs(at(8, 420)) && needs(at(9, 420)));
        assert!(!needs(at(10, 420)), "the 9th was the last day");
        assert!(!needs(at(7, 420)), "a Sunday");
    }

    #[test]
    fn an_opinion_that_is_due_later_takes_its_time() {
        let late = ahead(Some(at(5, NOON)), &steps(), |a| {
            let waiting = Ahead { answer_due: Some(at(9, 0).day()), ..*a };
            waiting.done(at(5, 420))
        });
        assert_eq!(late.map(Moment::day), Some(at(10, 0).day()));
    }

    #[test]
    fn where_no_step_tells_its_time_only_the_last_day_tells() {
        let bare = |now| ahead(None, &[], |a| a.needs_apology(at(10, NOON), now));
        assert!(!bare(at(8, 420)) && bare(at(9, 420)));
        assert_eq!(ahead(None, &[], |a| a.offer(at(10, NOON), at(9, 420))), at(12, 0).day());
    }

    proptest! {
        #[test]
        fn an_offer_lies_after_the_promise_and_is_a_day_that_may_be_promised(due in 4u32..28, now in 3u32..28, step in 3u32..28) {
            let (due, now) = (at(due, NOON), at(now, 480));
            let offer = ahead(Some(at(step, NOON)), &steps(), |a| a.offer(due, now));
            prop_assert!(offer > due.day());
            prop_assert!(offer <= due.day().plus_days(180));
        }
    }
}
