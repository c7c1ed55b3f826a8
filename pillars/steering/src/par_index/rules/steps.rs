//! The simulator: for a criterion the next steps up, what each needs, and what all chosen ones would make of the index.

use super::dec::{Dec, divided};
use super::rule::{Facts, Of, Rule, held, score, value};

/// What a step needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// It has to be done.
    Done,
    /// This outcome, by its number.
    Outcome(usize),
    /// The value has to rise to this (days: to fall).
    Value {
        /// What is counted.
        of: Of,
        /// Value now; none where nothing is known.
        now: Option<Dec>,
        /// Value needed; it has to be passed where `above` says so.
        to: Dec,
        /// Passed, not only reached.
        above: bool,
        /// Of a share: how many more of its records that is.
        more: Option<i64>,
    },
    /// So many fewer events.
    Fewer(i64),
}

/// A step up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Points after it.
    pub points: Dec,
    /// What it needs.
    pub need: Need,
}

/// The steps above the present points, the nearest first.
pub fn steps(rule: &Rule, max: Dec, facts: &Facts, now: Dec) -> Vec<Step> {
    let Some(rule) = held(rule, facts) else {
        // A question not answered yet: what it opens cannot be told.
        return Vec::new();
    };
    let mut found = match rule {
        Rule::YesNo => vec![Step { points: max, need: Need::Done }],
        Rule::Choice { options } => options
            .iter()
            .enumerate()
            .map(|(n, o)| Step { points: o.points, need: Need::Outcome(n) })
            .collect(),
        Rule::Bands { of, bands } => bands.iter().filter_map(|b| band_step(*of, b, facts)).collect(),
        Rule::Linear { of, full, floor, .. } => linear_steps(rule, max, (*of, *full, *floor), facts),
        Rule::Rise { of } => {
            let need = Need::Value {
                of: *of,
                now: value(*of, facts),
                to: facts.before.unwrap_or(Dec::ZERO),
                above: true,
                more: None,
            };
            vec![Step { points: max, need }]
        }
        Rule::Events { each } if each.0 < 0 => {
            let events = facts.value.map_or(0, |v| v.0 / 10_000);
            if events > 0 { vec![Step { points: Dec::ZERO, need: Need::Fewer(events) }] } else { Vec::new() }
        }
        _ => Vec::new(),
    };
    found.retain(|s| s.points > now);
    found.sort_by_key(|s| s.points);
    found.dedup_by_key(|s| s.points);
    found
}

/// How many more records bring a share to a bound; those counted stay as many.
fn more_records(of: Of, facts: &Facts, to: Dec, above: bool) -> Option<i64> {
    let (Of::Percent, Some(value), Some(all)) = (of, facts.value, facts.of) else { return None };
    let (value, all) = (value.0 / 10_000, all.0 / 10_000);
    let needed = i128::from(to.0) * i128::from(all);
    let whole = (needed + 999_999).div_euclid(1_000_000);
    let whole = if above && whole * 1_000_000 == needed { whole + 1 } else { whole };
    let more = i64::try_from(whole).ok()? - value;
    (more > 0 && value + more <= all).then_some(more)
}

fn band_step(of: Of, band: &super::rule::Band, facts: &Facts) -> Option<Step> {
    // Days have to stay below the band's end; all else has to come up to its beginning.
    let (to, above) = if of == Of::Days { (band.to?, false) } else { (band.from?, band.above) };
    let more = more_records(of, facts, to, above);
    let need = Need::Value { of, now: value(of, facts), to, above, more };
    Some(Step { points: band.points, need })
}

fn linear_steps(rule: &Rule, max: Dec, (of, full, floor): (Of, Dec, Dec), facts: &Facts) -> Vec<Step> {
    let at = |to: Dec| {
        let more = more_records(of, facts, to, false);
        Need::Value { of, now: value(of, facts), to, above: false, more }
    };
    let mut found = vec![Step { points: max, need: at(full) }];
    if floor > Dec::ZERO {
        let bare = match of {
            Of::Percent => Facts { value: Some(floor), of: Some(Dec::whole(100)), ..Facts::default() },
            Of::Count | Of::Days => Facts { value: Some(floor), ..Facts::default() },
        };
        if let Ok(points) = score(rule, max, [Dec::ZERO; 4], &bare) {
            found.push(Step { points, need: at(floor) });
        }
    }
    found
}

/// What a step adds to the index, in points of a hundred.
pub fn gain(step: &Step, now: Dec, possible: Dec) -> Dec {
    let gained = step.points - now;
    divided(i128::from(gained.0) * 1_000_000, i128::from(possible.0)).map_or(Dec::ZERO, Dec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::par_index::rules::rule::Band;
    use proptest::prelude::*;

    fn share(value: i64, of: i64) -> Facts {
        Facts { value: Some(Dec::whole(value)), of: Some(Dec::whole(of)), ..Facts::default() }
    }

    fn tasks() -> Rule {
        let band = |from: i64, to: Option<i64>, points: i64| Band {
            from: Some(Dec::whole(from)),
            above: false,
            to: to.map(Dec::whole),
            below: true,
            points: Dec::whole(points),
        };
        let bands = vec![band(100, None, 10), band(90, Some(100), 8), band(80, Some(90), 6)];
        Rule::Bands { of: Of::Percent, bands }
    }

    #[test]
    fn the_nearest_band_comes_first_with_the_records_it_needs() {
        let found = steps(&tasks(), Dec::whole(10), &share(17, 20), Dec::whole(6));
        let points: Vec<i64> = found.iter().map(|s| s.points.0 / 10_000).collect();
        assert_eq!(points, [8, 10]);
        let more: Vec<_> = found
            .iter()
            .map(|s| match &s.need {
                Need::Value { more, .. } => *more,
                _ => None,
            })
            .collect();
        assert_eq!(more, [Some(1), Some(3)]);
    }

    #[test]
    fn in_proportion_there_is_the_floor_and_the_top() {
        let rule =
            Rule::Linear { of: Of::Percent, full: Dec::whole(85), floor: Dec::whole(60), decimals: Some(2) };
        let found = steps(&rule, Dec::whole(10), &share(50, 100), Dec::ZERO);
        assert_eq!(found.iter().map(|s| s.points).collect::<Vec<_>>(), [Dec(70_600), Dec::whole(10)]);
        assert!(steps(&rule, Dec::whole(10), &share(90, 100), Dec::whole(10)).is_empty());
    }

    #[test]
    fn a_gain_is_told_in_points_of_the_index() {
        let step = Step { points: Dec::whole(8), need: Need::Done };
        assert_eq!(gain(&step, Dec::whole(6), Dec::whole(80)), Dec(25_000));
        assert_eq!(gain(&step, Dec::whole(6), Dec::ZERO), Dec::ZERO);
    }

    proptest! {
        #[test]
        fn every_step_gives_more_than_now(value in 0i64..100, now in 0i64..10) {
            let now = Dec::whole(now);
            for step in steps(&tasks(), Dec::whole(10), &share(value, 100), now) {
                prop_assert!(step.points > now);
            }
        }

        #[test]
        fn the_records_a_step_names_bring_it(value in 0i64..100, all in 1i64..200) {
            let value = value.min(all);
            for step in steps(&tasks(), Dec::whole(10), &share(value, all), Dec::ZERO) {
                if let Need::Value { more: Some(more), .. } = step.need {
                    let points = score(&tasks(), Dec::whole(10), [Dec::ZERO; 4], &share(value + more, all)).unwrap();
                    prop_assert!(points >= step.points);
                }
            }
        }
    }
}
