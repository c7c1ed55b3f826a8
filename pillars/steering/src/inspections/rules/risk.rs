//! The risk of a unit from live figures: each figure gives 0 to 100 points between a good and a bad value, weighed by a dated
//! rule; a figure that is not there is left out and named, so that nobody is judged by what was not measured.

use serde::{Deserialize, Serialize};

/// One figure of the risk, as the dated rule `inspections.risk` gives it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskRule {
    /// Code of an indicator, or `years_since_inspection`.
    pub figure: String,
    /// Its weight.
    pub weight: f64,
    /// The value without risk.
    pub good: f64,
    /// The value of the full risk.
    pub bad: f64,
}

/// A figure as it stood for a unit, kept with the choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Code of the figure.
    pub figure: String,
    /// Its weight.
    pub weight: f64,
    /// Its value; none where nothing was measured.
    pub value: Option<f64>,
    /// Points, 0 to 100; none where nothing was measured.
    pub points: Option<f64>,
    /// Records behind it.
    pub count: i64,
    /// Where they are.
    pub href: String,
}

/// Points of a value between good and bad, whichever is the greater.
fn points(rule: &RiskRule, value: f64) -> f64 {
    let width = rule.bad - rule.good;
    if width == 0.0 {
        return 0.0;
    }
    (100.0 * (value - rule.good) / width).clamp(0.0, 100.0)
}

/// A value judged by its rule.
pub fn judged(rule: &RiskRule, value: Option<f64>, count: i64, href: String) -> Part {
    Part {
        figure: rule.figure.clone(),
        weight: rule.weight,
        value,
        points: value.map(|v| points(rule, v)),
        count,
        href,
    }
}

/// The weighted mean of what was measured, 0 to 100; none where nothing was.
pub fn risk(parts: &[Part]) -> Option<f64> {
    let measured = parts.iter().filter_map(|p| p.points.map(|points| (p.weight, points)));
    let (weights, sum) =
        measured.fold((0.0, 0.0), |(w, s), (weight, points)| (w + weight, s + weight * points));
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(weight: f64, good: f64, bad: f64) -> RiskRule {
        RiskRule { figure: "dossiers_on_time".to_owned(), weight, good, bad }
    }

    fn part(weight: f64, value: Option<f64>) -> Part {
        judged(&rule(weight, 100.0, 60.0), value, 1, String::new())
    }

    #[test]
    fn a_share_on_time_of_eighty_is_half_the_way_to_sixty() {
        assert_eq!(points(&rule(1.0, 100.0, 60.0), 80.0), 50.0);
        assert_eq!(points(&rule(1.0, 100.0, 60.0), 20.0), 100.0);
        assert_eq!(points(&rule(1.0, 0.0, 3.0), 1.5), 50.0);
        assert_eq!(points(&rule(1.0, 5.0, 5.0), 9.0), 0.0);
    }

    #[test]
    fn what_is_not_measured_neither_raises_nor_lowers_the_risk() {
        assert_eq!(risk(&[part(30.0, Some(80.0)), part(70.0, None)]), Some(50.0));
        assert_eq!(risk(&[part(30.0, None)]), None);
        assert_eq!(risk(&[]), None);
    }

    proptest! {
        #[test]
        fn a_risk_lies_between_its_least_and_greatest_part(values in proptest::collection::vec((1.0f64..50.0, 0.0f64..120.0), 1..6)) {
            let parts: Vec<Part> = values.iter().map(|(w, v)| part(*w, Some(*v))).collect();
            let all: Vec<f64> = parts.iter().filter_map(|p| p.points).collect();
            let risk = risk(&parts).unwrap();
            let (least, most) = (all.iter().copied().fold(f64::MAX, f64::min), all.iter().copied().fold(0.0, f64::max));
            prop_assert!(risk >= least - 1e-9 && risk <= most + 1e-9);
        }

        #[test]
        fn a_worse_value_never_lowers_the_points(a in 0.0f64..120.0, b in 0.0f64..120.0) {
            let rule = rule(1.0, 100.0, 60.0);
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(points(&rule, low) >= points(&rule, high));
        }
    }
}
