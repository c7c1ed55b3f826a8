//! How long dossiers of a procedure take from a step to their result: the figure nine in ten stay within.

use std::collections::BTreeMap;

/// From a step on to the result: (procedure, step); step 0 stands for the whole way from the receipt.
pub type Way = (String, i64);

/// A kept figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Half working days within which nine of ten came to their result.
    pub half_days: i64,
    /// How many dossiers tell.
    pub dossiers: i64,
}

/// How often each time was taken, by way.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<Way, BTreeMap<i64, u64>>);

impl Tally {
    /// Counts so many dossiers that took so many half days.
    pub fn add(&mut self, way: Way, half_days: i64, dossiers: u64) {
        *self.0.entry(way).or_default().entry(half_days.max(0)).or_default() += dossiers;
    }

    /// The figures: the least time within which at least nine of ten stayed.
    pub fn paces(&self) -> Vec<(Way, Pace)> {
        self.0.iter().filter_map(|(way, times)| Some((way.clone(), ninth_tenth(times)?))).collect()
    }
}

fn ninth_tenth(times: &BTreeMap<i64, u64>) -> Option<Pace> {
    let all: u64 = times.values().sum();
    let enough = (all * 9).div_ceil(10);
    let mut within = 0;
    for (half_days, dossiers) in times {
        within += dossiers;
        if within >= enough && all > 0 {
            return Some(Pace { half_days: *half_days, dossiers: i64::try_from(all).unwrap_or(i64::MAX) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace_of(times: &[(i64, u64)]) -> Option<Pace> {
        let mut tally = Tally::default();
        times.iter().for_each(|(half_days, dossiers)| tally.add(("A".into(), 2), *half_days, *dossiers));
        tally.paces().pop().map(|(_, pace)| pace)
    }

    #[test]
    fn nine_of_ten_stay_within_the_figure() {
        assert_eq!(pace_of(&[(4, 8), (6, 1), (20, 1)]), Some(Pace { half_days: 6, dossiers: 10 }));
        assert_eq!(pace_of(&[(4, 9), (20, 1)]), Some(Pace { half_days: 4, dossiers: 10 }));
        assert_eq!(pace_of(&[(7, 1)]), Some(Pace { half_days: 7, dossiers: 1 }));
        assert_eq!(pace_of(&[]), None);
    }

    proptest::proptest! {
        #[test]
        fn at_least_nine_of_ten_and_no_less_time_would_do(times in proptest::collection::vec((0_i64..40, 1_u64..9), 1..20)) {
            let pace = pace_of(&times).unwrap();
            let all: u64 = times.iter().map(|(_, n)| n).sum();
            let within = |limit: i64| times.iter().filter(|(t, _)| *t <= limit).map(|(_, n)| n).sum::<u64>();
            proptest::prop_assert!(within(pace.half_days) * 10 >= all * 9);
            proptest::prop_assert!(within(pace.half_days - 1) * 10 < all * 9);
        }
    }
}
