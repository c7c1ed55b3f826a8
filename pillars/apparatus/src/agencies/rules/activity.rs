//! To which desk the acts of a unit count: its own, or the nearest above it that has one.

use std::collections::{BTreeMap, BTreeSet};

/// What stands under what, and which agencies are only parts of the one above.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The agency above.
    pub parents: BTreeMap<i64, i64>,
    /// Divisions: what they do, the agency above does.
    pub divisions: BTreeSet<i64>,
}

impl Tree {
    fn line(&self, id: i64) -> impl Iterator<Item = i64> + '_ {
        // A tree is never deeper than it has agencies, so a circle ends.
        std::iter::successors(Some(id), |id| self.parents.get(id).copied()).take(self.parents.len() + 1)
    }

    /// The agency a desk belongs to: a district's office receives for the district.
    fn house(&self, desk: i64) -> i64 {
        self.line(desk).find(|id| !self.divisions.contains(id)).unwrap_or(desk)
    }

    /// Acts per agency with a desk: those of a unit without one go to the nearest agency above that has one.
    ///
    /// Every agency with a desk gets a figure, 0 too; acts above all desks belong to none.
    pub fn by_desk(&self, counts: &[(i64, i64)], desks: &[i64]) -> BTreeMap<i64, i64> {
        let mut sums: BTreeMap<i64, i64> = desks.iter().map(|id| (self.house(*id), 0)).collect();
        for (unit, count) in counts {
            let desk = self.line(*unit).find(|id| sums.contains_key(id));
            if let Some(sum) = desk.and_then(|id| sums.get_mut(&id)) {
                *sum += count;
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 1 city · 2 district · 3 its office with the desk · 4 commune with a desk · 5 department without · 6 another division of 2.
    fn tree() -> Tree {
        Tree {
            parents: BTreeMap::from([(2, 1), (3, 2), (4, 2), (5, 1), (6, 2)]),
            divisions: BTreeSet::from([3, 6]),
        }
    }

    #[test]
    fn divisions_work_for_their_district_but_a_commune_for_itself() {
        let sums = tree().by_desk(&[(3, 7), (2, 1), (6, 2), (4, 5), (5, 9), (99, 3)], &[3, 4]);
        assert_eq!(sums, BTreeMap::from([(2, 10), (4, 5)]));
    }

    #[test]
    fn a_desk_without_acts_counts_zero() {
        assert_eq!(tree().by_desk(&[], &[3, 4]), BTreeMap::from([(2, 0), (4, 0)]));
    }

    #[test]
    fn a_circle_ends() {
        let circle = Tree { parents: BTreeMap::from([(7, 8), (8, 7)]), divisions: BTreeSet::from([7, 8]) };
        assert_eq!(circle.by_desk(&[(7, 1)], &[2]), BTreeMap::from([(2, 0)]));
        assert_eq!(circle.by_desk(&[(7, 1)], &[7]), BTreeMap::from([(7, 1)]));
    }

    proptest! {
        #[test]
        fn no_act_counts_twice(counts in proptest::collection::vec((1i64..7, 0i64..100), 0..20)) {
            let all: i64 = counts.iter().map(|(_, n)| n).sum();
            prop_assert!(tree().by_desk(&counts, &[3, 4]).values().sum::<i64>() <= all);
            prop_assert_eq!(tree().by_desk(&counts, &[1, 3, 4]).values().sum::<i64>(), all);
        }
    }
}
