//! Whether a target was met on the day of the figures: by comparison alone, so that anybody can check it. A light may be amber near a
//! target; a verdict is not.

use contracts::programme::Comparator;

/// What a review says of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Reached.
    Met,
    /// Not reached.
    Missed,
    /// Nothing measures it, nothing was recorded, or nothing to compare it with.
    Unmeasured,
}

impl Verdict {
    /// All.
    pub const ALL: [Verdict; 3] = [Verdict::Met, Verdict::Missed, Verdict::Unmeasured];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::Unmeasured => "unmeasured",
        }
    }

    /// From the word; what is no verdict of a target, such as a figure of work done, has none.
    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|v| v.code() == code)
    }

    /// Whether the responsible agency owes a cause.
    pub fn wants_cause(self) -> bool {
        self == Verdict::Missed
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// How.
    pub comparator: Comparator,
    /// Measured.
    pub value: Option<f64>,
    /// Planned.
    pub target: Option<f64>,
    /// Measured a year before, for what must fall.
    pub year_before: Option<f64>,
}

/// Values nearer than this differ only by the arithmetic of fractions.
const SAME: f64 = 1e-9;

/// The verdict.
pub fn judge(judged: &Judged) -> Verdict {
    let falls = judged.comparator == Comparator::FallsYearly;
    let bound = if falls { judged.year_before } else { judged.target };
    let (Some(value), Some(bound)) = (judged.value, bound) else { return Verdict::Unmeasured };
    let same = (value - bound).abs() < SAME;
    let met = match judged.comparator {
        Comparator::Gt => value > bound && !same,
        Comparator::Ge => value > bound || same,
        Comparator::Eq => same,
        Comparator::Lt => value < bound && !same,
        Comparator::Le => value < bound || same,
        // What was nothing and is nothing cannot fall further.
        Comparator::FallsYearly => (value < bound && !same) || (same && bound.abs() < SAME),
    };
    if met { Verdict::Met } else { Verdict::Missed }
}

/// What became of the tasks of plans that carry out an item of the programme.
#[derive(Debug, Clone, Copy)]
pub struct Carried {
    /// All of them.
    pub tasks: i64,
    /// Done, late or not.
    pub done: i64,
    /// Not done, their last day over.
    pub overdue: i64,
    /// Stopped with a reason.
    pub dropped: i64,
}

/// The verdict on an item of the programme: missed with a task that is overdue, met with all done but those stopped with a reason. What
/// is under way, was stopped whole or stands in no plan has none.
pub fn judge_tasks(of: Carried) -> Option<Verdict> {
    if of.overdue > 0 {
        return Some(Verdict::Missed);
    }
    (of.done > 0 && of.done + of.dropped >= of.tasks).then_some(Verdict::Met)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(comparator: Comparator, value: f64, target: f64) -> Verdict {
        judge(&Judged { comparator, value: Some(value), target: Some(target), year_before: Some(target) })
    }

    #[test]
    fn above_eighty_is_not_met_by_eighty_and_sixty_or_more_is_by_sixty() {
        assert_eq!(of(Comparator::Gt, 80.0, 80.0), Verdict::Missed);
        assert_eq!(of(Comparator::Gt, 80.1, 80.0), Verdict::Met);
        assert_eq!(of(Comparator::Ge, 60.0, 60.0), Verdict::Met);
        assert_eq!(of(Comparator::Eq, 0.1 + 0.2, 0.3), Verdict::Met);
        assert_eq!(of(Comparator::FallsYearly, 0.0, 0.0), Verdict::Met);
        assert_eq!(of(Comparator::FallsYearly, 5.0, 5.0), Verdict::Missed);
    }

    #[test]
    fn without_a_value_or_a_bound_nothing_is_said() {
        let nothing =
            Judged { comparator: Comparator::Ge, value: None, target: Some(1.0), year_before: None };
        assert_eq!(judge(&nothing), Verdict::Unmeasured);
        let unbound =
            Judged { comparator: Comparator::Ge, value: Some(1.0), target: None, year_before: None };
        assert_eq!(judge(&unbound), Verdict::Unmeasured);
        assert!(!Verdict::Unmeasured.wants_cause() && Verdict::Missed.wants_cause());
    }

    #[test]
    fn an_item_is_missed_by_one_overdue_task_and_met_when_nothing_is_under_way() {
        let of = |tasks, done, overdue, dropped| judge_tasks(Carried { tasks, done, overdue, dropped });
        assert_eq!(of(10, 8, 1, 1), Some(Verdict::Missed));
        assert_eq!(of(10, 9, 0, 1), Some(Verdict::Met));
        assert_eq!(of(10, 8, 0, 1), None, "one is under way");
        assert_eq!((of(0, 0, 0, 0), of(2, 0, 0, 2)), (None, None), "in no plan; stopped whole");
    }

    proptest! {
        #[test]
        fn a_better_value_never_loses_a_met_target(value in -100.0..100.0f64, more in 0.0..50.0f64, target in -100.0..100.0f64) {
            for (comparator, sign) in [(Comparator::Gt, 1.0), (Comparator::Ge, 1.0), (Comparator::Lt, -1.0), (Comparator::Le, -1.0)] {
                if of(comparator, value, target) == Verdict::Met {
                    prop_assert_eq!(of(comparator, value + sign * more, target), Verdict::Met);
                }
            }
            for verdict in Verdict::ALL {
                prop_assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
            }
        }
    }
}
