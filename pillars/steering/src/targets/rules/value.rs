//! From counted records to a value with its uncertainty: shares, percentiles of working time, plain counts.

use kernel::{Share, percentile};
use std::collections::BTreeMap;

/// What the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 100 × numerator / denominator.
    Share,
    /// A percentile of working time, kept in half days.
    Percentile(u8),
    /// The numerator itself.
    Count,
}

/// How a value is made and what may be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// What the value is.
    pub kind: Kind,
    /// For answers of people: the fewest people of whom a value may be published; none for other records.
    pub people: Option<i64>,
}

/// One row that counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Records.
    pub count: i64,
    /// People behind them; the records themselves where nobody answered.
    pub people: i64,
    /// Σ numerator.
    pub numerator: i64,
    /// Σ denominator.
    pub denominator: i64,
}

/// Records counted together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Total {
    /// Records.
    pub count: i64,
    /// People behind them.
    pub people: i64,
    /// Σ numerator.
    pub numerator: i64,
    /// Σ denominator.
    pub denominator: i64,
    /// Σ denominator by half days, for percentiles.
    pub buckets: BTreeMap<i64, i64>,
}

impl Total {
    /// Adds one cell.
    pub fn add(&mut self, bucket: i64, cell: Counted) {
        self.count += cell.count;
        self.people += cell.people;
        self.numerator += cell.numerator;
        self.denominator += cell.denominator;
        *self.buckets.entry(bucket).or_default() += cell.denominator;
    }

    /// Both together.
    pub fn merge(&mut self, other: &Total) {
        self.count += other.count;
        self.people += other.people;
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        for (bucket, weight) in &other.buckets {
            *self.buckets.entry(*bucket).or_default() += weight;
        }
    }
}

/// A value with what it rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// The value; none when no record counts.
    pub value: Option<f64>,
    /// 95 % interval: Wilson's for a share, by order statistics for a percentile, none for a count.
    pub interval: Option<(f64, f64)>,
    /// Records behind it.
    pub count: i64,
    /// People behind it; the records themselves where nobody answered.
    pub people: i64,
    /// So few people answered that nothing but their number may be published.
    pub withheld: bool,
    /// Σ numerator.
    pub numerator: i64,
    /// Σ denominator.
    pub denominator: i64,
}

/// The value of a total. A count of nothing is no figure either: nothing was recorded.
///
/// Of people's answers the interval rests on people: five answers of one person carry no more than one. Where fewer
/// people answered than may be published, there is neither value nor sum.
pub fn measured(how: How, total: &Total) -> Measured {
    if how.people.is_some_and(|minimum| total.people < minimum) {
        let withheld = total.count > 0;
        return Measured { count: total.count, people: total.people, withheld, ..Measured::default() };
    }
    let (value, interval) = match how.kind {
        Kind::Share if how.people.is_some() && total.people < total.denominator => {
            let percent = Share::new(total.numerator, total.denominator).percent();
            let satisfied = percent.map(|p| (p / 100.0 * total.people as f64).round() as i64);
            (percent, satisfied.and_then(|s| Share::new(s, total.people).interval()))
        }
        Kind::Share => {
            let share = Share::new(total.numerator, total.denominator);
            (share.percent(), share.interval())
        }
        Kind::Percentile(p) => percentile_days(total, p),
        Kind::Count => ((total.count > 0).then_some(total.numerator as f64), None),
    };
    Measured {
        value,
        interval,
        count: total.count,
        people: total.people,
        withheld: false,
        numerator: total.numerator,
        denominator: total.denominator,
    }
}

/// The nearest-rank percentile in days, and its distribution-free interval: the values at the ranks
/// n·p ± 1.96·√(n·p·(1−p)) (binomial, normal approximation); none below ten records.
fn percentile_days(total: &Total, p: u8) -> (Option<f64>, Option<(f64, f64)>) {
    let counted: Vec<(f64, u64)> = total
        .buckets
        .iter()
        .filter_map(|(half_days, weight)| Some((*half_days as f64 / 2.0, u64::try_from(*weight).ok()?)))
        .collect();
    let n: u64 = counted.iter().map(|(_, weight)| weight).sum();
    let value = percentile(&counted, f64::from(p));
    if n < 10 {
        return (value, None);
    }
    let (n, share) = (n as f64, f64::from(p) / 100.0);
    let half = 1.959_963_984_540_054 * (n * share * (1.0 - share)).sqrt();
    let at = |rank: f64| percentile(&counted, (rank / n * 100.0).clamp(0.0, 100.0));
    let low = at((n * share - half).floor().max(1.0));
    let high = at((n * share + half).ceil().min(n));
    (value, low.zip(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(cells: &[(i64, i64, i64, i64)]) -> Total {
        let mut total = Total::default();
        for (bucket, count, numerator, denominator) in cells.iter().copied() {
            total.add(bucket, Counted { count, people: count, numerator, denominator });
        }
        total
    }

    /// Of records, not of people.
    fn measured(kind: Kind, total: &Total) -> Measured {
        super::measured(How { kind, people: None }, total)
    }

    #[test]
    fn few_people_are_withheld_however_much_they_answered() {
        let how = How { kind: Kind::Share, people: Some(5) };
        let answers = |people: i64| {
            let mut total = Total::default();
            total.add(
                0,
                Counted { count: 5 * people, people, numerator: 5 * people, denominator: 5 * people },
            );
            super::measured(how, &total)
        };
        let one = answers(1);
        assert_eq!((one.value, one.interval, one.numerator, one.denominator), (None, None, 0, 0));
        assert_eq!((one.withheld, one.count, one.people), (true, 5, 1));
        assert_eq!(answers(4).value, None);
        assert_eq!((answers(5).value, answers(5).withheld), (Some(100.0), false));
        assert!(!super::measured(how, &Total::default()).withheld);
    }

    #[test]
    fn the_interval_of_answers_rests_on_people() {
        let how = How { kind: Kind::Share, people: Some(5) };
        let mut total = Total::default();
        total.add(0, Counted { count: 50, people: 10, numerator: 40, denominator: 50 });
        let (low, high) = super::measured(how, &total).interval.unwrap();
        assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01, "{low} {high}");
    }

    #[test]
    fn a_share_by_hand() {
        let m = measured(Kind::Share, &total(&[(0, 10, 8, 10)]));
        assert_eq!((m.value, m.count), (Some(80.0), 10));
        let (low, high) = m.interval.unwrap();
        assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01);
        assert_eq!(measured(Kind::Share, &Total::default()).value, None);
    }

    #[test]
    fn percentiles_by_hand() {
        // Half days 2, 2, 4, 10: the median is the second of four, 1 day; p90 the fourth, 5 days.
        let t = total(&[(2, 2, 2, 2), (4, 1, 1, 1), (10, 1, 1, 1)]);
        assert_eq!(measured(Kind::Percentile(50), &t).value, Some(1.0));
        assert_eq!(measured(Kind::Percentile(90), &t).value, Some(5.0));
        assert_eq!(measured(Kind::Percentile(50), &t).interval, None);
        // 100 records of 1..100 half days: ranks 50 ± 9.8 → 40 and 60.
        let mut many = Total::default();
        (1..=100).for_each(|b| many.add(b, Counted { count: 1, people: 1, numerator: 1, denominator: 1 }));
        assert_eq!(measured(Kind::Percentile(50), &many).interval, Some((20.0, 30.0)));
    }

    #[test]
    fn a_count_is_its_numerator() {
        assert_eq!(measured(Kind::Count, &total(&[(0, 3, 7, 3)])).value, Some(7.0));
        assert_eq!(measured(Kind::Count, &Total::default()).value, None);
    }

    proptest! {
        #[test]
        fn merging_is_adding(cells in proptest::collection::vec((0i64..40, 1i64..5, 0i64..5, 0i64..5), 0..30), at in 0usize..30) {
            let at = at.min(cells.len());
            let mut parts = total(&cells[..at]);
            parts.merge(&total(&cells[at..]));
            prop_assert_eq!(parts, total(&cells));
        }

        #[test]
        fn the_interval_holds_the_value(weights in proptest::collection::vec(0i64..50, 1..60), p in prop::sample::select(vec![50u8, 90])) {
            let mut t = Total::default();
            (0i64..).zip(&weights).for_each(|(b, w)| t.add(b, Counted { count: *w, people: *w, numerator: *w, denominator: *w }));
            let m = measured(Kind::Percentile(p), &t);
            if let (Some(v), Some((low, high))) = (m.value, m.interval) {
                prop_assert!(low <= v && v <= high);
            }
        }
    }
}
