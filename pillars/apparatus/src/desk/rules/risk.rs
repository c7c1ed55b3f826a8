//! How likely an open dossier comes late: the working time left to its promise against what nine in ten dossiers of the same
//! procedure needed from the same step on. Every figure of the judgement is told; nothing else goes into it.

use super::pace::Pace;
use kernel::{Moment, WorkingCalendar};

/// What is known of a dossier that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Its promise.
    pub due: Option<Moment>,
    /// When its present step began.
    pub step_since: Option<Moment>,
    /// When it was received.
    pub received: Option<Moment>,
    /// The clock runs: somebody of the agency is to act.
    pub running: bool,
    /// From this step on.
    pub from_step: Option<Pace>,
    /// From the receipt on.
    pub from_receipt: Option<Pace>,
}

/// What the city sets.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Fewest dossiers that a figure must rest on.
    pub fewest: i64,
    /// Half days to spare below which a dossier is to be watched.
    pub margin: i64,
}

/// How likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The promise has passed.
    Late,
    /// Less time is left than nine in ten needed.
    High,
    /// Hardly more.
    Watch,
    /// Enough.
    Calm,
    /// Nothing was promised, the applicant is waited for, or too few dossiers tell.
    Unknown,
}

impl Level {
    /// Every level, the most pressing first.
    pub const ALL: [Level; 5] = [Level::Late, Level::High, Level::Watch, Level::Calm, Level::Unknown];

    /// Word in texts and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Level::Late => "late",
            Level::High => "high",
            Level::Watch => "watch",
            Level::Calm => "calm",
            Level::Unknown => "unknown",
        }
    }
}

/// Why a judgement rests on what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// What nine in ten needed from this step on.
    Step,
    /// What nine in ten needed from the receipt on: too few tell of the step.
    Receipt,
    /// The promise has passed.
    Passed,
    /// No promise.
    NoPromise,
    /// The clock stands.
    Waiting,
    /// Too few dossiers tell.
    Few,
}

impl Ground {
    /// Word in texts.
    pub fn code(self) -> &'static str {
        match self {
            Ground::Step => "step",
            Ground::Receipt => "receipt",
            Ground::Passed => "passed",
            Ground::NoPromise => "no-promise",
            Ground::Waiting => "waiting",
            Ground::Few => "few",
        }
    }
}

/// A judgement with all it rests on, in half working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk {
    /// How likely.
    pub level: Level,
    /// Why.
    pub ground: Ground,
    /// Left to the promise.
    pub left: i64,
    /// Still needed by the figure: the figure less what was spent.
    pub needed: i64,
    /// Spent since the beginning that the figure counts from.
    pub spent: i64,
    /// The figure.
    pub usual: i64,
    /// Dossiers that the figure rests on.
    pub dossiers: i64,
}

/// Judges a dossier at a moment.
pub fn judge(facts: &Facts, now: Moment, calendar: &WorkingCalendar, limits: Limits) -> Risk {
    let told = |level, ground, left| Risk { level, ground, left, needed: 0, spent: 0, usual: 0, dossiers: 0 };
    let Some(due) = facts.due else { return told(Level::Unknown, Ground::NoPromise, 0) };
    let left = calendar.half_days_between(now, due);
    if !facts.running {
        return told(Level::Unknown, Ground::Waiting, left);
    }
    // A minute begun after the promise is late.
    if now.whole_minute() > due {
        return told(Level::Late, Ground::Passed, left);
    }
    let enough = |pace: Option<Pace>| pace.filter(|pace| pace.dossiers >= limits.fewest);
    let found = match (enough(facts.from_step), facts.step_since) {
        (Some(pace), Some(since)) => Some((Ground::Step, pace, since)),
        _ => enough(facts.from_receipt).zip(facts.received).map(|(pace, at)| (Ground::Receipt, pace, at)),
    };
    let Some((ground, pace, since)) = found else { return told(Level::Unknown, Ground::Few, left) };
    let spent = calendar.half_days_between(since, now).max(0);
    // Whoever is beyond what nine in ten needed still needs something: half a day at least.
    let needed = (pace.half_days - spent).max(1);
    let level = match left - needed {
        short if short < 0 => Level::High,
        spare if spare < limits.margin => Level::Watch,
        _ => Level::Calm,
    };
    Risk { level, ground, left, needed, spent, usual: pace.half_days, dossiers: pace.dossiers }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;

    const LIMITS: Limits = Limits { fewest: 10, margin: 2 };

    fn at(day: &str, hour: i64) -> Moment {
        day.parse::<Day>().unwrap().start().plus_minutes(hour * 60)
    }

    /// Received on Monday 10 June 2013, at its step since Tuesday, promised for Friday afternoon.
    fn facts(from_step: Option<(i64, i64)>) -> Facts {
        let pace = |(half_days, dossiers)| Pace { half_days, dossiers };
        Facts {
            due: Some(at("2013-06-14", 16)),
            step_since: Some(at("2013-06-11", 8)),
            received: Some(at("2013-06-10", 8)),
            running: true,
            from_step: from_step.map(pace),
            from_receipt: Some(Pace { half_days: 9, dossiers: 100 }),
        }
    }

    fn judged(facts: &Facts, now: Moment) -> Risk {
        judge(facts, now, &WorkingCalendar::default(), LIMITS)
    }

    #[test]
    fn the_figure_of_the_step_less_what_was_spent_against_what_is_left() {
        // Wednesday morning: two half days spent at the step, five left up to Friday afternoon.
        let now = at("2013-06-12", 9);
        let risk = judged(&facts(Some((6, 40))), now);
        assert_eq!((risk.left, risk.spent, risk.needed), (5, 2, 4));
        assert_eq!((risk.level, risk.ground), (Level::Watch, Ground::Step));
        assert_eq!(judged(&facts(Some((8, 40))), now).level, Level::High);
        assert_eq!(judged(&facts(Some((4, 40))), now).level, Level::Calm);
    }

    #[test]
    fn where_too_few_tell_of_the_step_the_whole_way_does_and_else_nothing() {
        let now = at("2013-06-12", 9);
        let risk = judged(&facts(Some((6, 9))), now);
        assert_eq!((risk.ground, risk.usual, risk.spent), (Ground::Receipt, 9, 4));
        let none = Facts { from_receipt: None, ..facts(None) };
        assert_eq!((judged(&none, now).level, judged(&none, now).ground), (Level::Unknown, Ground::Few));
    }

    #[test]
    fn what_has_passed_is_late_and_what_waits_is_not_judged() {
        assert_eq!(judged(&facts(Some((4, 40))), at("2013-06-17", 8)).level, Level::Late);
        let waiting = Facts { running: false, ..facts(Some((4, 40))) };
        assert_eq!(judged(&waiting, at("2013-06-17", 8)).ground, Ground::Waiting);
        let open = Facts { due: None, ..facts(Some((4, 40))) };
        assert_eq!(judged(&open, at("2013-06-12", 8)).ground, Ground::NoPromise);
    }

    proptest::proptest! {
        #[test]
        fn time_that_passes_never_calms(usual in 1_i64..30, first in 0_i64..6_000, then in 0_i64..6_000) {
            let start = at("2013-06-11", 8);
            let (now, later) = (start.plus_minutes(first), start.plus_minutes(first + then));
            let facts = Facts { due: Some(at("2013-06-14", 16)), ..facts(Some((usual, 40))) };
            proptest::prop_assert!(judged(&facts, later).level <= judged(&facts, now).level);
        }

        #[test]
        fn a_later_promise_never_alarms(usual in 1_i64..30, first in 0_i64..4_000, more in 0_i64..20_000) {
            let now = at("2013-06-11", 8).plus_minutes(first);
            let near = facts(Some((usual, 40)));
            let far = Facts { due: near.due.map(|due| due.plus_minutes(more)), ..near };
            proptest::prop_assert!(judged(&far, now).level >= judged(&near, now).level);
        }
    }
}
