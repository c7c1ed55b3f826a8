//! The tree of an index: domains, criteria, sub-criteria, as data of a year and a level; and what is wrong with it.

use super::dec::Dec;
use super::rule::{Rule, most};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Levels an index may be of.
pub const LEVELS: [&str; 4] = ["province", "department", "district", "commune"];

/// What a domain counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The index itself.
    #[default]
    Regular,
    /// Points added.
    Bonus,
    /// Points taken.
    Penalty,
}

/// Who gives the figures of a criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The agency scores itself.
    #[default]
    Own,
    /// A survey; the agency gives nothing.
    Survey,
    /// The standing agency; the agency gives nothing.
    Standing,
}

/// A criterion, or a sub-criterion below one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Code, as in the decision: "2.1.1".
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// Maximum of a leaf, below nothing for penalties; of a criterion with parts the sum it must have.
    #[serde(default)]
    pub max: Option<Dec>,
    /// How a leaf is scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Who gives the figures.
    #[serde(default)]
    pub by: By,
    /// Indicator whose value in the year measures it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// It asks for a duty of the agency itself: its own records measure it, none of those of the agencies below it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_records: bool,
    /// When it does not apply, in words; none: it always does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_applicable: String,
    /// Evidence asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// The unit that leads it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// Sub-criteria.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Node>,
}

/// A domain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// What its points are.
    #[serde(default)]
    pub part: Part,
    /// Maximum by the decision; none where no source gives it.
    #[serde(default)]
    pub max: Option<Dec>,
    /// How many criteria the decision has, where they are not listed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria_expected: Option<usize>,
    /// How many sub-criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts_expected: Option<usize>,
    /// Its criteria.
    #[serde(default)]
    pub criteria: Vec<Node>,
}

/// A tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Code of its own.
    pub code: String,
    /// Year it is for.
    pub year: i32,
    /// One of [`LEVELS`].
    pub level: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Where it comes from.
    pub source: String,
    /// Whether a source confirms it.
    #[serde(default)]
    pub confirmed: bool,
    /// The domains.
    pub domains: Vec<Domain>,
}

/// A leaf with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a> {
    /// Its domain.
    pub domain: &'a Domain,
    /// The criterion it is a part of; none for a criterion that is scored itself.
    pub within: Option<&'a Node>,
    /// The leaf.
    pub node: &'a Node,
}

impl Leaf<'_> {
    /// Its maximum; nothing where none is entered.
    pub fn max(&self) -> Dec {
        self.node.max.unwrap_or(Dec::ZERO)
    }
}

/// What is wrong with a tree: where, and the end of a message key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Code of the domain or criterion, or the tree's.
    pub at: String,
    /// What.
    pub what: &'static str,
}

impl Tree {
    /// Every leaf in the order of the tree.
    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut all = Vec::new();
        for domain in &self.domains {
            for node in &domain.criteria {
                if node.parts.is_empty() {
                    all.push(Leaf { domain, within: None, node });
                } else {
                    all.extend(node.parts.iter().map(|part| Leaf { domain, within: Some(node), node: part }));
                }
            }
        }
        all
    }

    /// One leaf.
    pub fn leaf(&self, code: &str) -> Option<Leaf<'_>> {
        self.leaves().into_iter().find(|l| l.node.code == code)
    }

    /// The sum of the maxima of one kind of domain.
    pub fn most(&self, part: Part) -> Dec {
        self.leaves().iter().filter(|l| l.domain.part == part).map(Leaf::max).sum()
    }

    /// What keeps it from being used: gaps, contradictions, codes given twice.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut add = |at: &str, what| found.push(Problem { at: at.to_owned(), what });
        if !LEVELS.contains(&self.level.as_str()) {
            add(&self.code, "level");
        }
        if !(2000..=2100).contains(&self.year) {
            add(&self.code, "year");
        }
        if self.leaves().is_empty() {
            add(&self.code, "empty");
        }
        let mut codes = BTreeSet::new();
        for domain in &self.domains {
            if domain.criteria.is_empty() {
                add(&domain.code, "no-criteria");
            }
            let sum: Dec = domain.criteria.iter().map(|c| c.sum()).sum();
            // Penalties have no sum to keep.
            let kept = domain.part == Part::Penalty || domain.max.is_none_or(|max| max == sum);
            if !domain.criteria.is_empty() && !kept {
                add(&domain.code, "domain-sum");
            }
            for node in domain.criteria.iter().chain(domain.criteria.iter().flat_map(|c| &c.parts)) {
                if !codes.insert(node.code.as_str()) || !is_code(&node.code) {
                    add(&node.code, "code");
                }
            }
            for node in domain.criteria.iter().filter(|c| !c.parts.is_empty()) {
                if node.max.is_some_and(|max| max != node.sum()) {
                    add(&node.code, "criterion-sum");
                }
            }
        }
        for leaf in self.leaves() {
            if let Some(what) = leaf_problem(&leaf) {
                add(&leaf.node.code, what);
            }
        }
        found
    }
}

impl Node {
    /// The sum of its leaves.
    fn sum(&self) -> Dec {
        if self.parts.is_empty() {
            self.max.unwrap_or(Dec::ZERO)
        } else {
            self.parts.iter().map(|p| p.max.unwrap_or(Dec::ZERO)).sum()
        }
    }
}

fn leaf_problem(leaf: &Leaf<'_>) -> Option<&'static str> {
    if !leaf.node.parts.is_empty() {
        return Some("too-deep");
    }
    let Some(max) = leaf.node.max else { return Some("no-max") };
    let penalty = leaf.domain.part == Part::Penalty;
    if max == Dec::ZERO || (max < Dec::ZERO) != penalty {
        return Some("sign");
    }
    let Some(rule) = &leaf.node.rule else { return Some("no-rule") };
    // A rule that gives more than its criterion may, or never all of it, is not what the decision says.
    if !penalty && most(rule).is_some_and(|most| most != max) { Some("rule-max") } else { None }
}

/// Codes stand in addresses: letters, digits, dots and hyphens.
fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= 40
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(code: &str, max: Option<i64>) -> Node {
        let (code, max) = (code.to_owned(), max.map(Dec::whole));
        Node { code, name: "x".into(), max, rule: Some(Rule::YesNo), ..Node::default() }
    }

    fn tree(criteria: Vec<Node>, max: i64) -> Tree {
        let domain = Domain { code: "1".into(), max: Some(Dec::whole(max)), criteria, ..Domain::default() };
        Tree {
            code: "t".into(),
            year: 2013,
            level: "district".into(),
            domains: vec![domain],
            ..Tree::default()
        }
    }

    fn whats(tree: &Tree) -> Vec<&'static str> {
        tree.problems().into_iter().map(|p| p.what).collect()
    }

    #[test]
    fn sums_have_to_hold_at_every_level() {
        let parts = vec![leaf("1.1.1", Some(2)), leaf("1.1.2", Some(3))];
        let parent = Node { code: "1.1".into(), max: Some(Dec::whole(5)), parts, ..Node::default() };
        let good = tree(vec![parent.clone(), leaf("1.2", Some(5))], 10);
        assert_eq!(whats(&good), Vec::<&str>::new());
        assert_eq!(good.leaves().len(), 3);
        assert_eq!(good.most(Part::Regular), Dec::whole(10));
        assert_eq!(whats(&tree(vec![parent.clone()], 10)), ["domain-sum"]);
        let short = Node { max: Some(Dec::whole(6)), ..parent };
        assert_eq!(whats(&tree(vec![short], 5)), ["criterion-sum"]);
    }

    #[test]
    fn gaps_and_codes_given_twice_are_named() {
        assert_eq!(whats(&tree(vec![leaf("1.1", None)], 0)), ["no-max"]);
        assert_eq!(whats(&tree(vec![leaf("1.1", Some(1)), leaf("1.1", Some(1))], 2)), ["code"]);
        assert_eq!(whats(&tree(vec![leaf("a b", Some(1))], 1)), ["code"]);
        assert_eq!(whats(&tree(vec![leaf("1.1", Some(-1))], -1)), ["sign"]);
        let bare = Tree { domains: Vec::new(), ..tree(Vec::new(), 0) };
        assert_eq!(whats(&bare), ["empty"]);
    }
}
