//! Criteria of a round and how an entry is scored by them: a share of each maximum, what has no data is taken out of the
//! denominator, bonus and penalty are added, and the total stays between 0 and 100.

use super::points::Points;
use serde::{Deserialize, Serialize};

/// Where a criterion's value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The published index of the reform of the year.
    ParIndex,
    /// Tasks of the year's plans done by their last day.
    Plans,
    /// The year's index of service.
    Settlement,
    /// Reports handed in on time.
    Reports,
    /// An indicator that the boards measure, by its code.
    Indicator(String),
    /// The agency's own points, which the appraisal verifies.
    Own,
}

/// A criterion of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Short stable word.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name, or "".
    #[serde(default)]
    pub name_en: String,
    /// Most points, whole.
    pub max: i64,
    /// Where its value comes from.
    pub source: Source,
}

impl Criterion {
    /// Its maximum.
    pub fn most(&self) -> Points {
        Points::whole(self.max)
    }

    /// Whether the city's records say it.
    pub fn is_measured(&self) -> bool {
        self.source != Source::Own
    }
}

/// The points of a share in hundredths of a per cent (9 537 is 95.37 %), between nothing and the maximum.
pub fn share(most: Points, share: i64) -> Points {
    most.part(share.clamp(0, 10_000), 10_000)
}

/// One criterion of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its maximum.
    pub most: Points,
    /// Points that count; none where there is no data.
    pub points: Option<Points>,
}

/// What an entry adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Points of the criteria with data.
    pub reached: Points,
    /// Maxima of these criteria.
    pub possible: Points,
    /// Bonus and penalty together.
    pub extra: Points,
    /// Reached of possible on a scale of 100, with bonus and penalty, between 0 and 100.
    pub total: Points,
    /// The smallest share of a criterion's maximum, hundredths of a per cent; none without criteria.
    pub least: Option<i64>,
}

/// Adds an entry up.
pub fn sum(lines: &[Line], extras: &[Points]) -> Sum {
    let counted = || lines.iter().filter_map(|line| Some((line.most, line.points?)));
    let reached = Points(counted().map(|(_, points)| points.0).sum());
    let possible = Points(counted().map(|(most, _)| most.0).sum());
    let extra = Points(extras.iter().map(|points| points.0).sum());
    let scaled = Points::whole(100).part(reached.0, possible.0);
    let least = counted()
        .filter(|(most, _)| most.0 > 0)
        .map(|(most, points)| Points(10_000).part(points.0, most.0).0)
        .min();
    let total = Points(scaled.0.saturating_add(extra.0).clamp(0, Points::whole(100).0));
    Sum { reached, possible, extra, total, least }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(most: i64, points: Option<i64>) -> Line {
        Line { most: Points::whole(most), points: points.map(Points) }
    }

    #[test]
    fn a_worked_sheet_of_four_criteria_with_one_without_data() {
        // Index 84.05 % of 40, plans 9 of 10 in time of 20, reports nobody keeps, own 15 of 20; bonus 2, penalty 0.5.
        let index = share(Points::whole(40), 8_405);
        let plans = share(Points::whole(20), 9_000);
        assert_eq!((index, plans), (Points(3_362), Points(1_800)));
        let lines = [line(40, Some(index.0)), line(20, Some(plans.0)), line(20, None), line(20, Some(1_500))];
        let sum = sum(&lines, &[Points(200), Points(-50)]);
        assert_eq!((sum.reached, sum.possible), (Points(6_662), Points(8_000)));
        // 66.62 of 80 is 83.275, rounded half up 83.28; with 1.5 it is 84.78.
        assert_eq!(sum.total, Points(8_478));
        assert_eq!(sum.least, Some(7_500));
    }

    #[test]
    fn without_data_there_is_nothing_and_the_total_stays_within_its_scale() {
        let nothing = sum(&[line(40, None)], &[]);
        assert_eq!((nothing.total, nothing.least), (Points(0), None));
        assert_eq!(sum(&[line(10, Some(1_000))], &[Points(500)]).total, Points(10_000));
        assert_eq!(sum(&[line(10, Some(0))], &[Points(-500)]).total, Points(0));
    }

    proptest! {
        #[test]
        fn more_points_never_lower_the_total(
            all in proptest::collection::vec((1i64..50, 0i64..100), 1..8),
            more in 0usize..8,
            extra in -500i64..500,
        ) {
            let lines: Vec<Line> =
                all.iter().map(|(most, share)| line(*most, Some(most * share))).collect();
            let mut better = lines.clone();
            let at = more % better.len();
            better[at].points = Some(better[at].most);
            let (before, after) = (sum(&lines, &[Points(extra)]), sum(&better, &[Points(extra)]));
            prop_assert!(after.total >= before.total);
            prop_assert!(after.least >= before.least);
            prop_assert!((0..=10_000).contains(&after.total.0));
        }
    }
}
