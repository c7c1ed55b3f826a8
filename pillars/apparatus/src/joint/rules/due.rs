//! When the whole is promised: stage after stage, in each the slowest part; what has not begun is estimated by its term.
//!
//! Each agency keeps a term of its own (Decree 61/2018/NĐ-CP, art. 19.6); the whole takes their sum where they follow one
//! another and the longest where they run beside one another.

use kernel::{DueRule, Moment, Term, WorkingCalendar};
use std::sync::Arc;

/// What is known of a part's end.
#[derive(Debug, Clone)]
pub enum Leg {
    /// It ended then.
    Ended(Moment),
    /// Its agency has promised then.
    Promised(Moment),
    /// Not received yet: its term, counted by its agency's calendar from the end of the stage before.
    Coming(Term, Arc<WorkingCalendar>),
}

/// The promise of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// When; none where a term promises nothing.
    pub at: Option<Moment>,
    /// Every agency has promised or is done: it is no estimate any more.
    pub promised: bool,
}

/// The promise of the whole by its parts `(stage, leg)`, in any order, filed at `start` and looked at `now`.
///
/// A part whose promise has passed holds the next one up: that cannot begin before now.
pub fn whole(start: Moment, now: Moment, legs: &[(i64, Leg)]) -> Whole {
    let mut stages: Vec<i64> = legs.iter().map(|(stage, _)| *stage).collect();
    stages.sort_unstable();
    stages.dedup();
    let promised = legs.iter().all(|(_, leg)| !matches!(leg, Leg::Coming(..)));
    let mut begins = start;
    let mut at = None;
    for stage in stages {
        let mut ends: Option<Moment> = None;
        let mut over = begins;
        for (_, leg) in legs.iter().filter(|(of, _)| *of == stage) {
            let end = match leg {
                Leg::Ended(end) | Leg::Promised(end) => *end,
                Leg::Coming(term, calendar) => match term.due(begins, calendar, &DueRule::default()).at {
                    Some(end) => end,
                    None => return Whole { at: None, promised },
                },
            };
            ends = Some(ends.map_or(end, |known| known.max(end)));
            over = over.max(if matches!(leg, Leg::Ended(_)) { end } else { end.max(now) });
        }
        at = ends;
        begins = over;
    }
    // Where a stage before was ended late, the last one's promise still says when the whole is there.
    Whole { at, promised }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;
    use kernel::Day;
    use proptest::prelude::*;

    fn calendar() -> Arc<WorkingCalendar> {
        Arc::new(WorkingCalendar::default())
    }

    fn at(day: i64, hour: u32) -> Moment {
        Day::ymd(2012, 10, 1).unwrap().plus_days(day).at(NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
    }

    fn coming(days: u32) -> Leg {
        Leg::Coming(Term::working_days(days), calendar())
    }

    fn end(days: u32, from: Moment) -> Moment {
        Term::working_days(days).due(from, &calendar(), &DueRule::default()).at.unwrap()
    }

    #[test]
    fn one_after_the_other_the_terms_add_up_as_in_the_citys_own_example() {
        // Cần Thơ, Decision 1742/QĐ-UBND (2013): 4 working days at the commune and 10 at the department are 14.
        let whole = whole(at(0, 8), at(0, 8), &[(1, coming(4)), (2, coming(10))]);
        assert_eq!(whole, Whole { at: Some(end(14, at(0, 8))), promised: false });
    }

    #[test]
    fn beside_one_another_the_longest_counts() {
        let whole = whole(at(0, 8), at(0, 8), &[(1, coming(4)), (1, coming(10))]);
        assert_eq!(whole.at, Some(end(10, at(0, 8))));
    }

    #[test]
    fn what_is_promised_replaces_the_estimate_and_what_follows_counts_from_it() {
        let second = whole(at(0, 8), at(1, 8), &[(1, Leg::Promised(at(7, 11))), (2, coming(2))]);
        assert_eq!(second, Whole { at: Some(end(2, at(7, 11))), promised: false });
        let done = whole(at(0, 8), at(8, 8), &[(1, Leg::Ended(at(3, 9))), (2, Leg::Promised(at(9, 11)))]);
        assert_eq!(done, Whole { at: Some(at(9, 11)), promised: true });
    }

    #[test]
    fn a_part_that_is_late_moves_what_has_not_begun() {
        let late = whole(at(0, 8), at(14, 9), &[(1, Leg::Promised(at(7, 11))), (2, coming(2))]);
        assert_eq!(late.at, Some(end(2, at(14, 9))));
    }

    #[test]
    fn without_a_term_nothing_is_promised() {
        let open = Leg::Coming(Term::default(), calendar());
        assert_eq!(whole(at(0, 8), at(0, 8), &[(1, coming(4)), (2, open)]).at, None);
    }

    proptest! {
        #[test]
        fn the_whole_is_never_before_any_part_of_its_last_stage_and_never_sooner_for_a_further_stage(
            terms in proptest::collection::vec((1_i64..4, 1_u32..30), 1..6),
            more in 1_u32..30,
            day in 0_i64..200,
        ) {
            let start = at(day, 9);
            let mut legs: Vec<(i64, Leg)> = terms.iter().map(|(stage, days)| (*stage, coming(*days))).collect();
            let first = whole(start, start, &legs).at.unwrap();
            for (_, days) in &terms {
                prop_assert!(first >= end(*days, start));
            }
            legs.reverse();
            prop_assert_eq!(whole(start, start, &legs).at, Some(first), "the order of the rows does not matter");
            legs.push((9, coming(more)));
            prop_assert!(whole(start, start, &legs).at.unwrap() >= first);
        }
    }
}
