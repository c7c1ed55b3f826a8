//! What is wrong with a flow, told before it is published.

use crate::explore::explore;
use crate::guard::Guard;
use crate::model::{Flow, Kind, Link, Node, Role, Step};
use crate::times::{longest, minutes};
use kernel::Amount;
use std::collections::BTreeSet;

/// What a flow is checked against.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The statutory term, where it is one length of time.
    pub term: Option<Amount>,
    /// Names of the questions of the procedure's electronic form.
    pub fields: Vec<String>,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// There is no start, or more than one.
    Start,
    /// There is no end.
    End,
    /// A link leads from or to a node that is not there.
    Loose,
    /// A dead end: no way on.
    DeadEnd,
    /// No way leads there.
    Unreachable,
    /// No way leads from there to the end.
    NoWayOut,
    /// A circle in which nothing holds: it would go round for ever.
    Round,
    /// More than one way on from what has one.
    ManyWays,
    /// A step without a role.
    NoRole,
    /// The first step is not the one-stop's.
    First,
    /// The clock stands in the first step, before anybody has looked at the dossier.
    FirstPauses,
    /// The end does not follow the step in which the result is signed.
    Last,
    /// A choice without a way for all other cases.
    NoDefault,
    /// A choice with more than one way for all other cases.
    ManyDefaults,
    /// A condition on a way that leaves no choice: nobody asks it, the way is always taken.
    NoChoice,
    /// A condition that no machine can decide.
    Words,
    /// A condition on a result that no step has.
    Result,
    /// A condition on a question that the form does not ask.
    Field,
    /// A join waits for what never comes: join without split.
    Waits,
    /// The end is reached while a branch still runs: split without join.
    LeftOver,
    /// Branches meet without a join: the same step would be begun twice.
    Twice,
    /// A split or join with one way only.
    OneWay,
    /// The longest way is longer than the statutory term.
    OverTerm,
    /// Times in calendar days are not compared with a term in working days.
    NotSummed,
    /// A step without a time.
    NoTime,
    /// Too large to be looked at wholly.
    Large,
}

impl Fault {
    /// Word, for its text.
    pub fn code(self) -> &'static str {
        match self {
            Fault::Start => "start",
            Fault::End => "end",
            Fault::Loose => "loose",
            Fault::DeadEnd => "dead-end",
            Fault::Unreachable => "unreachable",
            Fault::NoWayOut => "no-way-out",
            Fault::Round => "round",
            Fault::ManyWays => "many-ways",
            Fault::NoRole => "no-role",
            Fault::First => "first",
            Fault::FirstPauses => "first-pauses",
            Fault::Last => "last",
            Fault::NoDefault => "no-default",
            Fault::ManyDefaults => "many-defaults",
            Fault::NoChoice => "no-choice",
            Fault::Words => "words",
            Fault::Result => "result",
            Fault::Field => "field",
            Fault::Waits => "waits",
            Fault::LeftOver => "left-over",
            Fault::Twice => "twice",
            Fault::OneWay => "one-way",
            Fault::OverTerm => "over-term",
            Fault::NotSummed => "not-summed",
            Fault::NoTime => "no-time",
            Fault::Large => "large",
        }
    }

    /// Whether such a flow must not be published.
    pub fn blocks(self) -> bool {
        !matches!(self, Fault::OneWay | Fault::NotSummed | Fault::NoTime)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// Key of the node or link; empty where it is the flow's as a whole.
    pub at: String,
    /// Its name, or what the condition says.
    pub name: String,
}

/// Whether nothing that was found forbids publishing.
pub fn sound(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| !finding.fault.blocks())
}

/// Everything that is wrong, each once.
pub fn check(flow: &Flow, around: &Surroundings) -> Vec<Finding> {
    let mut found = BTreeSet::new();
    ends(flow, &mut found);
    for node in &flow.nodes {
        ways(flow, node, &mut found);
    }
    for link in &flow.links {
        if flow.node(&link.from).is_none() || flow.node(&link.to).is_none() {
            found.insert(of_link(flow, Fault::Loose, link));
        }
        guard(flow, link, around, &mut found);
    }
    reach(flow, &mut found);
    places(flow, &mut found);
    times(flow, around, &mut found);
    found.into_iter().collect()
}

fn of_node(fault: Fault, node: &Node) -> Finding {
    Finding { fault, at: node.key.clone(), name: node.name.clone() }
}

/// A link is named by what it joins.
fn of_link(flow: &Flow, fault: Fault, link: &Link) -> Finding {
    let name = |key: &str| flow.node(key).map_or(key.to_owned(), |node| node.name.clone());
    let name = format!("{} → {}", name(&link.from), name(&link.to));
    Finding { fault, at: link.key.clone(), name }
}

fn whole(fault: Fault) -> Finding {
    Finding { fault, at: String::new(), name: String::new() }
}

fn ends(flow: &Flow, found: &mut BTreeSet<Finding>) {
    let count = |kind: &Kind| flow.nodes.iter().filter(|node| node.kind == *kind).count();
    if count(&Kind::Start) != 1 {
        found.insert(whole(Fault::Start));
    }
    if count(&Kind::End) == 0 {
        found.insert(whole(Fault::End));
    }
    let one_stop = |node: &Node| node.step().is_some_and(|step| step.role == Some(Role::OneStop));
    for start in flow.nodes.iter().filter(|node| node.kind == Kind::Start) {
        for link in flow.outgoing(&start.key) {
            let Some(first) = flow.node(&link.to) else { continue };
            if !one_stop(first) {
                found.insert(of_node(Fault::First, first));
            }
            if first.step().is_some_and(|step| step.pauses.is_some()) {
                found.insert(of_node(Fault::FirstPauses, first));
            }
        }
    }
    for end in flow.nodes.iter().filter(|node| node.kind == Kind::End) {
        for link in flow.incoming(&end.key) {
            let signed = flow.node(&link.from).and_then(Node::step);
            if signed.is_none_or(|step| step.pauses.is_some() || step.role == Some(Role::OneStop)) {
                found.insert(of_link(flow, Fault::Last, link));
            }
        }
    }
}

fn ways(flow: &Flow, node: &Node, found: &mut BTreeSet<Finding>) {
    let ways = flow.outgoing(&node.key).count();
    if ways == 0 && node.kind != Kind::End {
        found.insert(of_node(Fault::DeadEnd, node));
    }
    match &node.kind {
        Kind::Choice => {
            let open = flow.outgoing(&node.key).filter(|link| link.when.is_none()).count();
            if ways > 0 && open == 0 {
                found.insert(of_node(Fault::NoDefault, node));
            }
            if open > 1 {
                found.insert(of_node(Fault::ManyDefaults, node));
            }
        }
        Kind::Split if ways == 1 => {
            found.insert(of_node(Fault::OneWay, node));
        }
        Kind::Split => {}
        Kind::Join if flow.incoming(&node.key).count() < 2 => {
            found.insert(of_node(Fault::OneWay, node));
        }
        Kind::End if ways > 0 => {
            found.insert(of_node(Fault::ManyWays, node));
        }
        _ if ways > 1 => {
            found.insert(of_node(Fault::ManyWays, node));
        }
        _ => {}
    }
    if let Some(step) = node.step() {
        if step.role.is_none() {
            found.insert(of_node(Fault::NoRole, node));
        }
        if step.time.is_none() && step.pauses.is_none() {
            found.insert(of_node(Fault::NoTime, node));
        }
    }
}

fn guard(flow: &Flow, link: &Link, around: &Surroundings, found: &mut BTreeSet<Finding>) {
    let asks = flow.node(&link.from).is_none_or(|node| node.kind == Kind::Choice);
    if link.when.is_some() && !asks {
        found.insert(of_link(flow, Fault::NoChoice, link));
    }
    let fault = match &link.when {
        None => return,
        Some(Guard::Words { .. }) => Fault::Words,
        Some(Guard::Result { step, is }) => {
            // A step that waits for the payment ends with it, and the last one with the signature: neither names a result.
            let names = |of: &&Step| of.pauses.is_none() && of.results.contains(is);
            let known = !flow.is_last(step) && flow.node(step).and_then(Node::step).filter(names).is_some();
            if known {
                return;
            }
            Fault::Result
        }
        Some(Guard::Field { name, .. }) => {
            let question = name.split('.').next().unwrap_or(name);
            if around.fields.iter().any(|field| field == question) {
                return;
            }
            Fault::Field
        }
        Some(Guard::Paid { .. } | Guard::Role { .. }) => return,
    };
    found.insert(of_link(flow, fault, link));
}

fn reach(flow: &Flow, found: &mut BTreeSet<Finding>) {
    let Some(start) = flow.start() else { return };
    let reached = flow.reachable(&start.key);
    let ending = flow.ending();
    for node in &flow.nodes {
        let key = node.key.as_str();
        if !reached.contains(key) {
            found.insert(of_node(Fault::Unreachable, node));
        } else if !ending.contains(key) && flow.outgoing(key).next().is_some() {
            found.insert(of_node(Fault::NoWayOut, node));
        }
        if !node.kind.holds() && comes_back(flow, node) {
            found.insert(of_node(Fault::Round, node));
        }
    }
}

/// Whether a way leads back to a node without anything that holds.
fn comes_back(flow: &Flow, node: &Node) -> bool {
    let onward = |key: &str| -> Vec<String> {
        let to = flow.outgoing(key).filter(|l| flow.node(&l.to).is_some_and(|n| !n.kind.holds()));
        to.map(|link| link.to.clone()).collect()
    };
    let mut open = onward(&node.key);
    let mut seen = BTreeSet::new();
    while let Some(key) = open.pop() {
        if key == node.key {
            return true;
        }
        if seen.insert(key.clone()) {
            open.extend(onward(&key));
        }
    }
    false
}

/// Joins, splits and ends against all places that dossiers can come to.
fn places(flow: &Flow, found: &mut BTreeSet<Finding>) {
    let space = explore(flow);
    let mut all = |fault: Fault, keys: &BTreeSet<String>| {
        found.extend(keys.iter().filter_map(|key| flow.node(key)).map(|node| of_node(fault, node)));
    };
    all(Fault::Waits, &space.waits);
    all(Fault::LeftOver, &space.left_over);
    all(Fault::Twice, &space.twice);
    if space.too_many {
        found.insert(whole(Fault::Large));
    }
}

fn times(flow: &Flow, around: &Surroundings, found: &mut BTreeSet<Finding>) {
    let Some(term) = around.term else { return };
    match (minutes(term), longest(flow)) {
        (Some(term), Some((sum, _))) if sum > term => {
            found.insert(whole(Fault::OverTerm));
        }
        (Some(_), Some(_)) => {}
        _ => {
            found.insert(whole(Fault::NotSummed));
        }
    }
}
