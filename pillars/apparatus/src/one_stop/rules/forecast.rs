//! Whether a dossier will keep its promise as its process plans the steps to come, and the day to offer instead.

use super::{Clock, DeadlineRules, Plan, flow_pause, flow_step, wait_over};
use flow::{Flow, Kind, Node};
use kernel::{Day, DueRule, Moment, Term, WorkingCalendar};
use std::collections::BTreeMap;

/// What lies before a dossier.
#[derive(Clone, Copy)]
pub enum Course<'a> {
    /// A list of steps, one after the other.
    List {
        /// The steps.
        plan: &'a Plan<'a>,
        /// Number of the present one.
        step: i64,
        /// Its own deadline.
        due: Option<Moment>,
    },
    /// A flow.
    Flow {
        /// The flow.
        flow: &'a Flow,
        /// Keys of its open steps and waits, each with when it is due or over.
        open: &'a [(String, Option<Moment>)],
    },
}

/// Where a dossier stands in its process.
#[derive(Clone, Copy)]
pub struct Ahead<'a> {
    /// What lies before it.
    pub course: Course<'a>,
    /// The rules of its receipt.
    pub rules: &'a DeadlineRules,
    /// Its agency's calendar.
    pub calendar: &'a WorkingCalendar,
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
        match self.course {
            Course::List { plan, step, due } => self.through_list(plan, (step, due), now),
            Course::Flow { flow, open } => self.through_flow(flow, open, now),
        }
    }

    fn through_list(
        &self,
        plan: &Plan<'_>,
        (step, due): (i64, Option<Moment>),
        now: Moment,
    ) -> Option<Moment> {
        let mut known = due.is_some();
        let mut at = self.present(due, now);
        for number in step + 1..=plan.last() {
            // What is waited for from the applicant is not in the term.
            if plan.pause(number).is_some() {
                continue;
            }
            if let Some(due) = plan.step(number, &self.clock(at)).and_then(|step| step.due_at) {
                at = due;
                known = true;
            }
        }
        known.then_some(at)
    }

    /// Every node that can be come to begins when the last of those before it is done: of branches beside one another, and of ways
    /// of which one will be chosen, the longest counts. What leads back is not walked again.
    fn through_flow(&self, flow: &Flow, open: &[(String, Option<Moment>)], now: Moment) -> Option<Moment> {
        let mut known = open.iter().any(|(_, due)| due.is_some());
        let mut done: BTreeMap<&str, Moment> =
            open.iter().map(|(key, due)| (key.as_str(), self.present(*due, now))).collect();
        let back = flow.back_links();
        let order = flow.order();
        for node in order.iter().filter_map(|key| flow.node(key)) {
            if done.contains_key(node.key.as_str()) {
                continue;
            }
            let before = flow.incoming(&node.key).filter(|link| !back.contains(link.key.as_str()));
            let Some(from) = before.filter_map(|link| done.get(link.from.as_str()).copied()).max() else {
                continue;
            };
            let over = self.over(flow, node, from);
            known |= over.is_some();
            done.insert(node.key.as_str(), over.unwrap_or(from));
        }
        done.into_values().max().filter(|_| known)
    }

    /// When a node that begins at a moment is done with; none where it takes no time, or says of none.
    fn over(&self, flow: &Flow, node: &Node, from: Moment) -> Option<Moment> {
        match &node.kind {
            Kind::Timer(timer) => Some(wait_over(timer.wait, &self.clock(from))),
            // As in the list: what is waited for from the applicant is not in the term.
            Kind::Step(_) if flow_pause(node).is_none() => {
                flow_step(flow, node, &self.clock(from)).and_then(|step| step.due_at)
            }
            _ => None,
        }
    }

    /// When the present step is done, with the opinion that it waits for.
    fn present(&self, due: Option<Moment>, now: Moment) -> Moment {
        let at = match due {
            Some(due) if due >= now => due,
            Some(_) => self.later(now),
            None => now,
        };
        match self.answer_due {
            Some(day) => at.max(self.calendar.end_of_half(day, kernel::Half::Afternoon)),
            None => at,
        }
    }

    fn clock(&self, from: Moment) -> Clock<'_> {
        Clock {
            from,
            rules: self.rules,
            calendar: self.calendar,
            pauses: &[],
            paper: self.paper,
            until: None,
        }
    }

    /// Whether the signature is all that is left to do.
    fn is_last(&self) -> bool {
        match self.course {
            Course::List { plan, step, .. } => step >= plan.last(),
            Course::Flow { flow, open } => open.iter().all(|(key, _)| flow.is_last(key)),
        }
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
            None => left == 0 && !self.is_last(),
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
        let course = Course::List { plan, step: 2, due: step_due };
        ask(&Ahead { course, rules, calendar, answer_due: None, paper: true })
    }

    /// Receipt; two opinions at once, one day and three; the signature, a day.
    fn drawn() -> Flow {
        let step = |key: &str, role: &str, days: u32| serde_json::json!({"key": key, "name": key, "kind": {"step": {"role": role, "time": {"working_days": days}}}});
        let plain = |key: &str, kind: &str| serde_json::json!({"key": key, "name": key, "kind": kind});
        let ways = [
            ("dau", "nhan"),
            ("nhan", "tach"),
            ("tach", "ngan"),
            ("tach", "dai"),
            ("ngan", "gop"),
            ("dai", "gop"),
            ("gop", "ky"),
            ("ky", "het"),
        ];
        let links: Vec<_> = ways
            .iter()
            .map(|(from, to)| serde_json::json!({"key": format!("{from}-{to}"), "from": from, "to": to}))
            .collect();
        serde_json::from_value(serde_json::json!({
            "nodes": [
                plain("dau", "start"), step("nhan", "one_stop", 1), plain("tach", "split"),
                step("ngan", "specialist", 1), step("dai", "head", 3), plain("gop", "join"),
                step("ky", "leader", 1), plain("het", "end")
            ],
            "links": links
        }))
        .unwrap()
    }

    #[test]
    fn of_the_branches_of_a_flow_the_longest_is_waited_for() {
        let (flow, rules) = (drawn(), DeadlineRules::on(&Profiles::default(), at(3, 0).day()).unwrap());
        let calendar = WorkingCalendar::default();
        let done = |open: &[(&str, Option<Moment>)], now: Moment| {
            let open: Vec<(String, Option<Moment>)> =
                open.iter().map(|(key, due)| ((*key).to_owned(), *due)).collect();
            let course = Course::Flow { flow: &flow, open: &open };
            Ahead { course, rules: &rules, calendar: &calendar, answer_due: None, paper: true }.done(now)
        };
        let (short, long) = (Some(at(4, NOON)), Some(at(8, NOON)));
        let both = done(&[("ngan", short), ("dai", long)], at(4, 420));
        assert_eq!(both, Some(at(9, NOON)), "a day to sign after the longer opinion");
        assert_eq!(done(&[("dai", long)], at(5, 420)), both, "the short one is done");
        assert_eq!(done(&[("ky", Some(at(9, NOON)))], at(8, 420)), Some(at(9, NOON)));
        assert!(done(&[("dai", short)], at(5, 420)) > both, "over its time it needs some days more");
        assert_eq!(done(&[], at(5, 420)), None);
        let from_receipt = done(&[("nhan", Some(at(3, NOON)))], at(3, 420));
        assert_eq!(from_receipt, Some(at(9, NOON)), "three days from the 3rd, and one");
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
