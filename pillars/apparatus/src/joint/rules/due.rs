//! When the whole is promised: stage after stage, in each the slowest part; what has not begun is estimated by its term.
//!
//! Each agency keeps a term of its own (Decree 61/2018/NĐ-CP, art. 19.6); the whole takes their sum where they follow one
//! another and the longest where they run beside one another: the longest path from filing to the last result. A term that the
//! group's own text gives the whole goes before all that.

use kernel::{DueRule, Moment, Pause, SupplementMode, Term, WorkingCalendar};
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
    let promised = legs.iter().all(|(_, leg)| !matches!(leg, Leg::Coming(..)));
    let last = legs.iter().map(|(stage, _)| *stage).max();
    // Where a stage before was ended late, the last one's promise still says when the whole is there.
    let at = ends(start, now, legs).and_then(|ends| {
        let of_last = legs.iter().zip(ends).filter(|((stage, _), _)| Some(*stage) == last);
        of_last.map(|(_, end)| end).max()
    });
    Whole { at, promised }
}

/// The promise of a whole that has a term of its own: it runs from when the whole of the first stage was received
/// (`received`, none where a part has not been), and until then from filing, as an estimate. What the parts need does not move
/// it; while one of them waits for the applicant (`paused`) it stands still, once for parts that wait together, and the promise
/// is an estimate again. No text says that a supplement of one part begins the term of the whole anew, as it may a part's own.
pub fn by_law(
    term: &Term,
    calendar: &WorkingCalendar,
    filed: Moment,
    (received, paused): (&[Option<Moment>], &[Pause]),
) -> Whole {
    let all: Option<Vec<Moment>> = received.iter().copied().collect();
    let begun = all.and_then(|all| all.into_iter().max());
    let rule = DueRule { paused, supplement: SupplementMode::Pause, ..DueRule::default() };
    let due = term.due(begun.unwrap_or(filed), calendar, &rule);
    Whole { at: due.at, promised: begun.is_some() && due.at.is_some() && !due.is_paused() }
}

/// The legs that the promise comes from, by their places in `legs`: of each stage the one that ends last, the first of several
/// that end together. None where a term promises nothing.
pub fn longest(start: Moment, now: Moment, legs: &[(i64, Leg)]) -> Vec<usize> {
    let Some(ends) = ends(start, now, legs) else { return Vec::new() };
    let mut decides: Vec<(i64, usize, Moment)> = Vec::new();
    for (at, ((stage, _), end)) in legs.iter().zip(ends).enumerate() {
        match decides.iter_mut().find(|(of, ..)| of == stage) {
            Some(known) if end > known.2 => *known = (*stage, at, end),
            Some(_) => {}
            None => decides.push((*stage, at, end)),
        }
    }
    decides.sort_unstable_by_key(|(stage, ..)| *stage);
    decides.into_iter().map(|(_, at, _)| at).collect()
}

/// When each leg ends, in their order; none where a term promises nothing.
fn ends(start: Moment, now: Moment, legs: &[(i64, Leg)]) -> Option<Vec<Moment>> {
    let mut stages: Vec<i64> = legs.iter().map(|(stage, _)| *stage).collect();
    stages.sort_unstable();
    stages.dedup();
    let mut ends = vec![start; legs.len()];
    let mut begins = start;
    for stage in stages {
        let mut over = begins;
        for ((_, leg), place) in legs.iter().zip(&mut ends).filter(|((of, _), _)| *of == stage) {
            let end = match leg {
                Leg::Ended(end) | Leg::Promised(end) => *end,
                Leg::Coming(term, calendar) => term.due(begins, calendar, &DueRule::default()).at?,
            };
            *place = end;
            over = over.max(if matches!(leg, Leg::Ended(_)) { end } else { end.max(now) });
        }
        begins = over;
    }
    Some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;
    use kernel::{Day, PauseReason};
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

    #[test]
    fn a_term_of_the_wholes_own_goes_before_what_its_parts_add_up_to() {
        let term = Term::working_days(7);
        let filed = by_law(&term, &calendar(), at(0, 8), (&[None, Some(at(1, 9))], &[]));
        assert_eq!(
            filed,
            Whole { at: Some(end(7, at(0, 8))), promised: false },
            "a part is not received yet"
        );
        let received = by_law(&term, &calendar(), at(0, 8), (&[Some(at(2, 9)), Some(at(1, 9))], &[]));
        assert_eq!(received, Whole { at: Some(end(7, at(2, 9))), promised: true });
        let open = by_law(&Term::default(), &calendar(), at(0, 8), (&[Some(at(1, 9))], &[]));
        assert_eq!(open, Whole { at: None, promised: false });
    }

    #[test]
    fn waiting_for_the_applicant_is_taken_out_of_the_wholes_own_term_once() {
        let (term, received) = (Term::working_days(7), [Some(at(0, 8)), Some(at(0, 8))]);
        let found = |paused: &[Pause]| by_law(&term, &calendar(), at(0, 8), (&received, paused));
        let pause = |from, to| Pause { from, to, reason: PauseReason::Supplement };
        // Two working days of one part, in the second of which the other waited too.
        let both = [pause(at(1, 8), Some(at(3, 8))), pause(at(2, 8), Some(at(3, 8)))];
        assert_eq!(found(&both), Whole { at: Some(end(9, at(0, 8))), promised: true });
        let open = found(&[pause(at(1, 8), None)]);
        assert_eq!(open, Whole { at: Some(end(7, at(0, 8))), promised: false }, "it will move");
    }

    #[test]
    fn of_each_stage_the_slowest_leg_decides_and_of_equal_ones_the_first() {
        let legs = [(1, coming(4)), (1, coming(10)), (2, coming(3)), (2, coming(3))];
        assert_eq!(longest(at(0, 8), at(0, 8), &legs), [1, 2]);
        let ended = [(1, Leg::Ended(at(3, 9))), (1, Leg::Promised(at(2, 9)))];
        assert_eq!(longest(at(0, 8), at(3, 10), &ended), [0]);
        assert!(longest(at(0, 8), at(0, 8), &[(1, Leg::Coming(Term::default(), calendar()))]).is_empty());
    }

    /// Every way from filing to the end: one leg of each stage, one after the other.
    fn paths(stages: &[Vec<u32>]) -> Vec<Vec<u32>> {
        stages.iter().fold(vec![Vec::new()], |paths, stage| {
            let longer = |path: &Vec<u32>| {
                stage.iter().map(|days| [&path[..], &[*days]].concat()).collect::<Vec<Vec<u32>>>()
            };
            paths.iter().flat_map(longer).collect()
        })
    }

    proptest! {
        #[test]
        fn the_whole_is_the_longest_of_all_paths_and_never_their_sum_beside_one_another(
            stages in proptest::collection::vec(proptest::collection::vec(1_u32..20, 1..4), 1..4),
            day in 0_i64..200,
        ) {
            let start = at(day, 9);
            let legs: Vec<(i64, Leg)> = (1..)
                .zip(&stages)
                .flat_map(|(stage, all)| all.iter().map(move |days| (stage, coming(*days))))
                .collect();
            let found = whole(start, start, &legs).at.unwrap();
            let walked = |path: &Vec<u32>| path.iter().fold(start, |from, days| end(*days, from));
            prop_assert_eq!(Some(found), paths(&stages).iter().map(walked).max());
            // The legs that are named are such a path, and the others can go without moving anything.
            let places = longest(start, start, &legs);
            prop_assert_eq!(places.len(), stages.len());
            let alone: Vec<(i64, Leg)> = places.iter().map(|place| legs[*place].clone()).collect();
            prop_assert_eq!(whole(start, start, &alone).at, Some(found));
        }

        #[test]
        fn the_wholes_own_term_does_not_move_with_what_is_received_sooner(
            days in 1_u32..30,
            first in 0_i64..100,
            second in 0_i64..100,
        ) {
            let term = Term::working_days(days);
            let received = [Some(at(first, 9)), Some(at(second, 9))];
            let found = by_law(&term, &calendar(), at(0, 8), (&received, &[]));
            prop_assert_eq!(found.at, Some(end(days, at(first.max(second), 9))));
        }

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
