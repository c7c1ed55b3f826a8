//! Where a task stands (not begun, under way, done in time or late, overdue, stopped, carried over), how far a plan is, and how
//! far a measured value is on its way to the target.

use kernel::{Day, Share};

/// What is known of a task's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// First day; none: unknown.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Done so far, per cent, as last told.
    pub percent: i64,
    /// When it was done.
    pub done: Option<Day>,
    /// It was given up.
    pub stopped: bool,
    /// It goes on in a later plan.
    pub carried: bool,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its last day is over and it is not done.
    Overdue,
    /// Begun.
    UnderWay,
    /// Not begun.
    NotBegun,
    /// Done after its last day.
    DoneLate,
    /// Done by its last day.
    Done,
    /// Goes on in a later plan.
    Carried,
    /// Given up, with a reason.
    Stopped,
}

impl Standing {
    /// All, what needs an eye first.
    pub const ALL: [Standing; 7] = [
        Standing::Overdue,
        Standing::UnderWay,
        Standing::NotBegun,
        Standing::DoneLate,
        Standing::Done,
        Standing::Carried,
        Standing::Stopped,
    ];

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::UnderWay => "under-way",
            Standing::NotBegun => "not-begun",
            Standing::DoneLate => "done-late",
            Standing::Done => "done",
            Standing::Carried => "carried",
            Standing::Stopped => "stopped",
        }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Standing::Overdue | Standing::UnderWay | Standing::NotBegun)
    }
}

/// Where a task stands today; the last day itself is in time.
pub fn standing(facts: &Facts, today: Day) -> Standing {
    if facts.stopped {
        return Standing::Stopped;
    }
    if let Some(done) = facts.done {
        return if facts.to.is_some_and(|to| done > to) { Standing::DoneLate } else { Standing::Done };
    }
    if facts.carried {
        return Standing::Carried;
    }
    if facts.to.is_some_and(|to| today > to) {
        return Standing::Overdue;
    }
    if facts.percent > 0 { Standing::UnderWay } else { Standing::NotBegun }
}

/// Whether a task may still be told of on a day: not once it was given up, and one that was carried over only until its own plan
/// is over, since the plan it goes on in is written before its period begins.
pub fn may_tell(facts: &Facts, (today, plan_ends): (Day, Day)) -> bool {
    !(facts.stopped || facts.carried && today > plan_ends)
}

/// Days a task is late, or was when it was done; none in time.
pub fn days_late(facts: &Facts, today: Day) -> Option<i64> {
    let to = facts.to?;
    let end = match standing(facts, today) {
        Standing::DoneLate => facts.done?,
        Standing::Overdue => today,
        _ => return None,
    };
    Some(to.days_until(end))
}

/// Whether nobody told of an open task for longer than a number of days; before its first day nothing is expected.
pub fn is_stale(facts: &Facts, told: Option<Day>, (today, after): (Day, i64)) -> bool {
    let begun = facts.from.is_none_or(|from| from <= today);
    let since = told.max(facts.from);
    standing(facts, today).is_open() && begun && since.is_some_and(|since| since.days_until(today) > after)
}

/// Tasks of a plan by where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All.
    pub all: i64,
    /// Done by their last day.
    pub done: i64,
    /// Done later.
    pub done_late: i64,
    /// Overdue.
    pub overdue: i64,
    /// Under way.
    pub under_way: i64,
    /// Not begun.
    pub not_begun: i64,
    /// Carried over.
    pub carried: i64,
    /// Stopped.
    pub stopped: i64,
}

impl Tally {
    /// Per cent of the tasks that are done, of those that were not stopped; none where there are none. What was carried over was
    /// not done: else a plan would be done by carrying over all that is left of it.
    pub fn percent(&self) -> Option<f64> {
        Share::new(self.done + self.done_late, self.all - self.stopped).percent()
    }
}

/// Counts tasks by where they stand.
pub fn tally(standings: impl IntoIterator<Item = Standing>) -> Tally {
    let mut tally = Tally::default();
    for standing in standings {
        tally.all += 1;
        let part = match standing {
            Standing::Overdue => &mut tally.overdue,
            Standing::UnderWay => &mut tally.under_way,
            Standing::NotBegun => &mut tally.not_begun,
            Standing::DoneLate => &mut tally.done_late,
            Standing::Done => &mut tally.done,
            Standing::Carried => &mut tally.carried,
            Standing::Stopped => &mut tally.stopped,
        };
        *part += 1;
    }
    tally
}

/// How far a measured value is on its way to its target, whole per cent: all of it where it is met; where less is better, the
/// target's share of the value.
pub fn reached(value: f64, target: f64, up: bool) -> i64 {
    let met = if up { value >= target } else { value <= target };
    if met {
        return 100;
    }
    let (part, whole) = if up { (value, target) } else { (target, value) };
    if whole <= 0.0 || !part.is_finite() || !whole.is_finite() {
        return 0;
    }
    // Not met is never shown as all of it.
    (part / whole * 100.0).floor().clamp(0.0, 99.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn task(done: Option<&str>) -> Facts {
        Facts {
            from: Some(day("2013-02-01")),
            to: Some(day("2013-06-30")),
            done: done.map(day),
            ..Facts::default()
        }
    }

    #[test]
    fn late_the_day_after_its_last() {
        assert_eq!(standing(&task(None), day("2013-06-30")), Standing::NotBegun);
        assert_eq!(standing(&task(None), day("2013-07-01")), Standing::Overdue);
        assert_eq!(days_late(&task(None), day("2013-07-03")), Some(3));
        assert_eq!(standing(&task(Some("2013-06-30")), day("2013-09-01")), Standing::Done);
        assert_eq!(standing(&task(Some("2013-07-02")), day("2013-09-01")), Standing::DoneLate);
        assert_eq!(days_late(&task(Some("2013-07-02")), day("2013-09-01")), Some(2));
        assert_eq!(days_late(&task(Some("2013-06-30")), day("2013-09-01")), None);
    }

    #[test]
    fn a_stopped_or_carried_task_is_not_overdue() {
        let stopped = Facts { stopped: true, ..task(None) };
        let carried = Facts { carried: true, percent: 40, ..task(None) };
        assert_eq!(standing(&stopped, day("2014-01-01")), Standing::Stopped);
        assert_eq!(standing(&carried, day("2014-01-01")), Standing::Carried);
    }

    #[test]
    fn what_is_carried_over_is_told_of_until_its_plan_is_over_and_is_not_done() {
        let carried = Facts { carried: true, ..task(None) };
        let ends = day("2013-12-31");
        assert!(may_tell(&carried, (ends, ends)) && !may_tell(&carried, (day("2014-01-01"), ends)));
        assert!(!may_tell(&Facts { stopped: true, ..task(None) }, (day("2013-03-01"), ends)));
        let all = tally([Standing::Done, Standing::Carried, Standing::Stopped]);
        assert_eq!(all.percent(), Some(50.0));
    }

    #[test]
    fn nobody_told_of_it_for_a_month() {
        let facts = task(None);
        assert!(!is_stale(&facts, None, (day("2013-01-15"), 30)), "it has not begun");
        assert!(!is_stale(&facts, None, (day("2013-03-03"), 30)));
        assert!(is_stale(&facts, None, (day("2013-03-04"), 30)));
        assert!(!is_stale(&facts, Some(day("2013-03-01")), (day("2013-03-04"), 30)));
        assert!(!is_stale(&task(Some("2013-03-01")), None, (day("2013-05-01"), 30)), "it is done");
    }

    #[test]
    fn a_value_is_on_its_way_to_its_target() {
        assert_eq!(reached(60.0, 80.0, true), 75);
        assert_eq!(reached(80.0, 80.0, true), 100);
        assert_eq!(reached(79.99, 80.0, true), 99);
        assert_eq!(reached(10.0, 5.0, false), 50);
        assert_eq!(reached(4.0, 5.0, false), 100);
        assert_eq!(reached(3.0, 0.0, false), 0);
    }

    proptest! {
        #[test]
        fn a_tally_loses_no_task(kinds in proptest::collection::vec(0usize..7, 0..60)) {
            let tally = tally(kinds.iter().map(|k| Standing::ALL[*k]));
            let parts = tally.done + tally.done_late + tally.overdue + tally.under_way + tally.not_begun
                + tally.carried + tally.stopped;
            prop_assert_eq!(parts, tally.all);
            prop_assert_eq!(tally.all, kinds.len() as i64);
            prop_assert!(tally.percent().is_none_or(|p| (0.0..=100.0).contains(&p)));
        }

        #[test]
        fn late_days_grow_by_one_a_day_and_end_with_the_doing(late in 1i64..400) {
            let to = day("2013-06-30");
            prop_assert_eq!(days_late(&task(None), to.plus_days(late)), Some(late));
            let done = Facts { done: Some(to.plus_days(late)), ..task(None) };
            prop_assert_eq!(days_late(&done, to.plus_days(late + 50)), Some(late));
        }

        #[test]
        fn only_a_target_met_is_all_of_it(value in 0.0f64..1000.0, target in 0.1f64..1000.0, up in proptest::bool::ANY) {
            let reached = reached(value, target, up);
            let met = if up { value >= target } else { value <= target };
            prop_assert!((0..=100).contains(&reached));
            prop_assert_eq!(reached == 100, met);
        }
    }
}
