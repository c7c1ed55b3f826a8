//! To which desk the acts of a unit count: its own, or the nearest above it that has one.

use std::collections::BTreeMap;

/// Acts per agency with a desk: those of a unit without one go to the nearest agency above that has one.
///
/// `parents` gives the agency above; every agency of `desks` gets a figure, 0 too.
pub fn by_desk(counts: &[(i64, i64)], desks: &[i64], parents: &BTreeMap<i64, i64>) -> BTreeMap<i64, i64> {
    let mut sums: BTreeMap<i64, i64> = desks.iter().map(|id| (*id, 0)).collect();
    for (unit, count) in counts {
        let mut next = Some(*unit);
        // A tree is never deeper than it has agencies.
        for _ in 0..=parents.len() {
            let Some(id) = next else { break };
            if let Some(sum) = sums.get_mut(&id) {
                *sum += count;
                break;
            }
            next = parents.get(&id).copied();
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 1 city · 2 district (desk) · 3 its office · 4 commune (desk) · 5 department without a desk.
    fn parents() -> BTreeMap<i64, i64> {
        BTreeMap::from([(2, 1), (3, 2), (4, 2), (5, 1)])
    }

    #[test]
    fn an_office_works_for_its_district_but_a_commune_for_itself() {
        let sums = by_desk(&[(3, 7), (2, 1), (4, 5), (5, 9), (99, 3)], &[2, 4], &parents());
        assert_eq!(sums, BTreeMap::from([(2, 8), (4, 5)]));
    }

    #[test]
    fn a_desk_without_acts_counts_zero() {
        assert_eq!(by_desk(&[], &[2, 4], &parents()), BTreeMap::from([(2, 0), (4, 0)]));
    }

    #[test]
    fn a_circle_ends() {
        let circle = BTreeMap::from([(7, 8), (8, 7)]);
        assert_eq!(by_desk(&[(7, 1)], &[2], &circle), BTreeMap::from([(2, 0)]));
    }

    proptest! {
        #[test]
        fn no_act_counts_twice(counts in proptest::collection::vec((1i64..6, 0i64..100), 0..20)) {
            let all: i64 = counts.iter().map(|(_, n)| n).sum();
            let sums = by_desk(&counts, &[2, 4], &parents());
            prop_assert!(sums.values().sum::<i64>() <= all);
            let with_root: i64 = by_desk(&counts, &[1, 2, 4], &parents()).values().sum();
            prop_assert_eq!(with_root, all);
        }
    }
}
