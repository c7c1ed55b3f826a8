//! Declared beside measured beside verified, and what the gap is called.

use super::dec::Dec;
use super::rule::{Facts, Of, Rule, held};

/// What the gap between two scores is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Declared more than measured.
    Over,
    /// Declared less than measured.
    Under,
    /// The same, within what counts as rounding.
    Agrees,
}

impl Gap {
    /// Word in message keys and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Gap::Over => "over",
            Gap::Under => "under",
            Gap::Agrees => "agrees",
        }
    }
}

/// The gap between declared and measured points; up to `rounding` it is none.
pub fn gap(declared: Dec, measured: Dec, rounding: Dec) -> Gap {
    let difference = declared - measured;
    if difference > rounding {
        Gap::Over
    } else if difference < -rounding {
        Gap::Under
    } else {
        Gap::Agrees
    }
}

/// A measured figure as the boards have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Value: per cent, number or days.
    pub value: f64,
    /// What counts of it.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
    /// It is a share.
    pub is_share: bool,
}

/// A figure as the facts of a rule; none where the rule does not count such a thing.
pub fn facts_of(rule: &Rule, figure: &Figure) -> Option<Facts> {
    // A measured thing is there: a question whether it is at all is answered by that.
    let yes = matches!(rule, Rule::Depends { .. }).then_some(true);
    let share = || {
        let (value, of) = (Dec::whole(figure.numerator), Dec::whole(figure.denominator));
        (figure.is_share && figure.denominator > 0).then_some(Facts {
            yes,
            value: Some(value),
            of: Some(of),
            ..Facts::default()
        })
    };
    let number = || {
        let value = Dec((figure.value * 10_000.0).round() as i64);
        (!figure.is_share).then_some(Facts { yes, value: Some(value), ..Facts::default() })
    };
    match held(rule, &Facts { yes: Some(true), ..Facts::default() })? {
        Rule::Bands { of: Of::Percent, .. }
        | Rule::Linear { of: Of::Percent, .. }
        | Rule::Survey
        | Rule::Rise { of: Of::Percent } => share(),
        Rule::Bands { .. } | Rule::Linear { .. } | Rule::Rise { .. } | Rule::Events { .. } => number(),
        Rule::YesNo if !figure.is_share => Some(Facts { yes: Some(figure.value > 0.0), ..Facts::default() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::par_index::rules::rule::score;
    use proptest::prelude::*;

    #[test]
    fn a_gap_is_named_beyond_rounding() {
        let rounding = Dec(100);
        assert_eq!(gap(Dec::whole(10), Dec(82_400), rounding), Gap::Over);
        assert_eq!(gap(Dec(82_400), Dec(82_400), rounding), Gap::Agrees);
        assert_eq!(gap(Dec(82_500), Dec(82_400), rounding), Gap::Agrees);
        assert_eq!(gap(Dec::ZERO, Dec(82_400), rounding), Gap::Under);
    }

    #[test]
    fn a_measured_share_scores_by_its_own_records() {
        let rule = Rule::Linear { of: Of::Percent, full: Dec::whole(100), floor: Dec::ZERO, decimals: None };
        let figure = Figure { value: 72.0, numerator: 18, denominator: 25, is_share: true };
        let facts = facts_of(&rule, &figure).unwrap();
        assert_eq!(score(&rule, Dec::whole(5), [Dec::ZERO; 4], &facts), Ok(Dec(36_000)));
        assert_eq!(facts_of(&rule, &Figure { is_share: false, ..figure }), None);
        assert_eq!(facts_of(&Rule::Judged, &figure), None);
    }

    proptest! {
        #[test]
        fn turning_a_gap_round_turns_its_name(a in 0i64..1_000_000, b in 0i64..1_000_000) {
            let (there, back) = (gap(Dec(a), Dec(b), Dec(100)), gap(Dec(b), Dec(a), Dec(100)));
            prop_assert_eq!(there == Gap::Agrees, back == Gap::Agrees);
            prop_assert!(there == Gap::Agrees || there != back);
        }
    }
}
