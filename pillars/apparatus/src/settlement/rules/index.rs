//! Decision 766/QĐ-TTg: points of one part of the index, linear or up to a threshold, in hundredths of a point.

use serde::{Deserialize, Serialize};

/// What a part gets where there was nothing to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// All its points, as published figures show for agencies without a petition.
    Full,
    /// No point.
    None,
    /// It is left out of what is measured.
    Drop,
}

/// A part of the index, as the dated rule has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexItem {
    /// Word of the part: the number of its formula with a hyphen, such as "2-1"; a name where no source gives a number.
    pub code: String,
    /// publication, progress, online, payment, digital or satisfaction.
    pub group: String,
    /// Points at most.
    pub weight: f64,
    /// Per cent from which all points are given; none: points grow with the ratio up to 100 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Without anything to count.
    pub zero: Zero,
}

impl IndexItem {
    /// Its points at most, hundredths.
    pub fn most(&self) -> i64 {
        hundredths(self.weight)
    }
}

/// Hundredths of a point, halves away from zero.
fn hundredths(points: f64) -> i64 {
    (points * 100.0 + 1e-9).round() as i64
}

/// Points of a ratio in hundredths: `min(1, ratio ÷ threshold) × weight`, rounded to two decimals. None where there is nothing
/// to count and the part is left out then.
pub fn score(item: &IndexItem, numerator: i64, denominator: i64) -> Option<i64> {
    if denominator <= 0 {
        return match item.zero {
            Zero::Full => Some(item.most()),
            Zero::None => Some(0),
            Zero::Drop => None,
        };
    }
    let threshold = item.threshold.filter(|t| *t > 0.0).unwrap_or(100.0) / 100.0;
    let ratio = numerator.max(0) as f64 / denominator as f64;
    Some(hundredths((ratio / threshold).min(1.0) * item.weight))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(weight: f64, threshold: Option<f64>) -> IndexItem {
        IndexItem { code: "x".into(), group: "digital".into(), weight, threshold, zero: Zero::Full }
    }

    /// Test T3 of onestop.md 3.8: Sở Văn hóa, Thể thao và Du lịch Gia Lai, figure by figure.
    #[test]
    fn the_published_figures_of_a_department_come_out_to_the_hundredth() {
        let linear =
            |weight, numerator, denominator| score(&item(weight, None), numerator, denominator).unwrap();
        let upto = |t, weight, n, d| score(&item(weight, Some(t)), n, d).unwrap();
        let publication =
            [linear(6.0, 1, 47), linear(4.0, 43, 47), linear(2.0, 47, 47), linear(6.0, 547, 547)];
        assert_eq!(publication, [13, 366, 200, 600]);
        assert_eq!(publication.iter().sum::<i64>(), 1179);
        let progress = linear(20.0, 653, 654);
        assert_eq!(progress, 1997);
        // 6.72 of the group "online" and one 1.67 of the payments are as published: no source splits them.
        let (online, transactions) = (672, 167);
        let payment = [linear(6.0, 145, 165), upto(80.0, 2.0, 8, 12), transactions];
        assert_eq!(payment, [527, 167, 167]);
        assert_eq!(payment.iter().sum::<i64>(), 861);
        let digital = [
            linear(6.0, 610, 654),
            linear(4.0, 603, 654),
            upto(80.0, 2.0, 636, 654),
            linear(2.0, 220, 654),
            linear(2.0, 16, 147),
            200,
            0,
        ];
        assert_eq!(digital, [560, 369, 200, 67, 22, 200, 0]);
        assert_eq!(digital.iter().sum::<i64>(), 1418);
        let satisfaction = [upto(90.0, 6.0, 653, 654), linear(6.0, 0, 0), linear(6.0, 0, 0)];
        assert_eq!(satisfaction, [600, 600, 600], "no petition gives all points");
        let total = 1179 + progress + online + 861 + 1418 + satisfaction.iter().sum::<i64>();
        assert_eq!(total, 7927);
    }

    #[test]
    fn thresholds_as_the_portal_states_them() {
        // 3.1, 3.5, 4.2 and 4.3 at 80 %, 3.3 at 50 %, 5.4 at 90 %.
        for (threshold, below, at) in [(80, 40, 80), (50, 25, 50), (90, 45, 90)] {
            let item = item(4.0, Some(f64::from(threshold)));
            assert_eq!(score(&item, below, 100), Some(200), "half of {threshold}");
            assert_eq!((score(&item, at, 100), score(&item, 100, 100)), (Some(400), Some(400)));
        }
    }

    #[test]
    fn nothing_to_count_goes_by_the_rule() {
        let of = |zero| score(&IndexItem { zero, ..item(6.0, None) }, 0, 0);
        assert_eq!([of(Zero::Full), of(Zero::None), of(Zero::Drop)], [Some(600), Some(0), None]);
    }

    proptest! {
        #[test]
        fn points_lie_between_none_and_all_and_grow_with_the_ratio(
            numerator in 0i64..5000, more in 0i64..5000, rest in 0i64..5000, weight in 1u32..30, threshold in 1u32..=100
        ) {
            let item = item(f64::from(weight), Some(f64::from(threshold)));
            let denominator = numerator + more + rest + 1;
            let low = score(&item, numerator, denominator).unwrap();
            let high = score(&item, numerator + more, denominator).unwrap();
            prop_assert!(0 <= low && low <= high && high <= item.most());
        }
    }
}
