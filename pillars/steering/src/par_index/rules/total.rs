//! From leaves to the index: sums by domain, what does not apply taken off the possible, classes, ranks, two years compared.

use super::dec::Dec;
use super::tree::{Part, Tree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of a leaf.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    /// It does not apply to this agency.
    pub not_applicable: bool,
    /// Points; none where nothing is known yet.
    pub points: Option<Dec>,
}

/// A domain's sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainSum {
    /// Code.
    pub code: String,
    /// Points reached.
    pub points: Dec,
    /// Points that could be reached.
    pub possible: Dec,
}

impl DomainSum {
    /// Reached of possible, in per cent.
    pub fn share(&self) -> Option<Dec> {
        self.points.times(100, 1)?.times(10_000, self.possible.0)
    }
}

/// An index with what it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The domains in order.
    pub domains: Vec<DomainSum>,
    /// Points after bonus and penalty.
    pub points: Dec,
    /// Points that could be reached.
    pub possible: Dec,
    /// Points ÷ possible × 100.
    pub index: Dec,
    /// Leaves without points yet.
    pub open: usize,
}

/// The index of an agency.
///
/// Regular points end at their sum of maxima and begin at nothing, as do those of bonus domains; penalties are taken off; the
/// total stays between nothing and the possible. `off` says whether the maximum of what does not apply is taken off the possible.
pub fn total(tree: &Tree, given: &BTreeMap<String, Given>, off: bool) -> Total {
    let mut sums: Vec<DomainSum> = Vec::new();
    let mut open = 0;
    let (mut regular, mut bonus, mut penalty, mut removed) = (Dec::ZERO, Dec::ZERO, Dec::ZERO, Dec::ZERO);
    for domain in &tree.domains {
        let mut sum = DomainSum { code: domain.code.clone(), points: Dec::ZERO, possible: Dec::ZERO };
        for leaf in tree.leaves().into_iter().filter(|l| l.domain.code == domain.code) {
            let known = given.get(&leaf.node.code).copied().unwrap_or_default();
            if known.not_applicable {
                // Bonus points that are not to be had cost nothing.
                if domain.part == Part::Regular && off {
                    removed = removed + leaf.max();
                } else {
                    sum.possible = sum.possible + leaf.max();
                }
                continue;
            }
            sum.possible = sum.possible + leaf.max();
            match known.points {
                Some(points) => sum.points = sum.points + points,
                None => open += usize::from(domain.part != Part::Penalty),
            }
        }
        match domain.part {
            Part::Regular => regular = regular + sum.points,
            Part::Bonus => bonus = bonus + sum.points,
            Part::Penalty => penalty = penalty + sum.points.abs(),
        }
        sums.push(sum);
    }
    let (most, extra) = (tree.most(Part::Regular), tree.most(Part::Bonus));
    let possible = most + extra - removed;
    let earned = regular.within(Dec::ZERO, most) + bonus.within(Dec::ZERO, extra);
    let points = (earned - penalty).within(Dec::ZERO, possible);
    let index = points.times(100, 1).and_then(|p| p.times(10_000, possible.0)).unwrap_or(Dec::ZERO);
    Total { domains: sums, points, possible, index, open }
}

/// A class by thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Word of it in data.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Least index.
    pub min: Dec,
    /// The least index itself is not enough.
    #[serde(default)]
    pub above: bool,
    /// Least share of its maximum that every domain must have reached.
    #[serde(default)]
    pub min_each: Option<Dec>,
    /// The level it is for; none: every one without classes of its own.
    #[serde(default)]
    pub level: Option<String>,
}

/// The class of an index, by the classes of its level, the best first.
pub fn class<'a>(classes: &'a [Class], level: &str, total: &Total) -> Option<&'a Class> {
    let own = classes.iter().any(|c| c.level.as_deref() == Some(level));
    let of_level = |c: &&Class| if own { c.level.as_deref() == Some(level) } else { c.level.is_none() };
    let index = total.index.rounded(2);
    let reached = |c: &&Class| index > c.min || (index == c.min && !c.above);
    let each = |c: &&Class| {
        c.min_each.is_none_or(|least| {
            let mut shares = total.domains.iter().filter(|d| d.possible > Dec::ZERO);
            shares.all(|d| d.share().is_some_and(|s| s >= least))
        })
    };
    classes.iter().filter(of_level).filter(reached).filter(each).max_by_key(|c| c.min)
}

/// Ranks of indices: equal ones, as they are shown to two decimals, share the better place and the next is skipped.
pub fn ranks(indices: &[Dec]) -> Vec<i64> {
    let shown: Vec<Dec> = indices.iter().map(|i| i.rounded(2)).collect();
    let above = |own: &Dec| shown.iter().filter(|other| *other > own).count();
    shown.iter().map(|own| i64::try_from(above(own)).unwrap_or(i64::MAX).saturating_add(1)).collect()
}

#[cfg(test)]
mod tests;
