//! Points that an agency lost in a year, criterion by criterion: what its next plan should mend first.

use super::dec::Dec;
use super::total::Given;
use super::tree::{Leaf, Part, Tree};
use std::collections::BTreeMap;

/// A criterion that did not reach its maximum, or a penalty.
#[derive(Debug, Clone, Copy)]
pub struct Lost<'a> {
    /// The criterion.
    pub leaf: Leaf<'a>,
    /// Points reached.
    pub points: Dec,
    /// Points lost.
    pub lost: Dec,
}

/// What was lost, the most first; bonus points that were not earned are no loss, nor is what does not apply.
pub fn lost<'a>(tree: &'a Tree, given: &BTreeMap<String, Given>) -> Vec<Lost<'a>> {
    let mut found: Vec<Lost<'a>> = tree
        .leaves()
        .into_iter()
        .filter_map(|leaf| {
            let known = given.get(&leaf.node.code).copied().unwrap_or_default();
            if known.not_applicable {
                return None;
            }
            let points = known.points.unwrap_or(Dec::ZERO);
            let lost = match leaf.domain.part {
                Part::Regular => leaf.max() - points,
                Part::Penalty => points.abs(),
                Part::Bonus => Dec::ZERO,
            };
            (lost > Dec::ZERO).then_some(Lost { leaf, points, lost })
        })
        .collect();
    // The order of the tree stays among equals.
    found.sort_by_key(|l| std::cmp::Reverse(l.lost));
    found
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::super::tree::{Domain, Node};
    use super::*;
    use proptest::prelude::*;

    fn tree(maxima: &[i64], part: Part) -> Tree {
        let node = |(n, max): (usize, &i64)| Node {
            code: format!("1.{n}"),
            max: Some(Dec::whole(*max)),
            rule: Some(Rule::Judged),
            ..Node::default()
        };
        let criteria = maxima.iter().enumerate().map(node).collect();
        let domain = Domain { code: "1".into(), part, criteria, ..Domain::default() };
        Tree { domains: vec![domain], ..Tree::default() }
    }

    fn given(points: &[Option<i64>]) -> BTreeMap<String, Given> {
        let of = |(n, p): (usize, &Option<i64>)| {
            let points = p.map(Dec::whole);
            (format!("1.{n}"), Given { not_applicable: false, points })
        };
        points.iter().enumerate().map(of).collect()
    }

    #[test]
    fn the_largest_loss_stands_first_and_what_does_not_apply_is_none() {
        let tree = tree(&[3, 8, 2], Part::Regular);
        let mut known = given(&[Some(2), Some(3), None]);
        let codes = |known: &BTreeMap<String, Given>| {
            lost(&tree, known).iter().map(|l| (l.leaf.node.code.clone(), l.lost)).collect::<Vec<_>>()
        };
        let all = [("1.1", 5), ("1.2", 2), ("1.0", 1)].map(|(c, l)| (c.to_owned(), Dec::whole(l)));
        assert_eq!(codes(&known), all);
        known.insert("1.1".into(), Given { not_applicable: true, points: None });
        assert_eq!(codes(&known).len(), 2);
        let penalty = self::tree(&[-3], Part::Penalty);
        assert_eq!(lost(&penalty, &given(&[Some(-2)]))[0].lost, Dec::whole(2));
        assert!(lost(&self::tree(&[3], Part::Bonus), &given(&[Some(0)])).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_lost_and_what_was_reached_make_the_whole(all in proptest::collection::vec((1i64..20, 0i64..20), 1..12)) {
            let maxima: Vec<i64> = all.iter().map(|(max, _)| *max).collect();
            let points: Vec<Option<i64>> = all.iter().map(|(max, p)| Some((*p).min(*max))).collect();
            let tree = tree(&maxima, Part::Regular);
            let sum: Dec = lost(&tree, &given(&points)).iter().map(|l| l.lost).sum();
            let reached: i64 = points.iter().flatten().sum();
            prop_assert_eq!(sum, Dec::whole(maxima.iter().sum::<i64>() - reached));
        }
    }
}
