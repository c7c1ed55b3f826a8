//! From one version of a flow to the next, and back to a step before: where a running dossier would stand.

use crate::advance::{Marking, Token};
use crate::explore::explore;
use crate::model::{Flow, Kind, Node};
use std::collections::{BTreeMap, BTreeSet};

/// A dossier's places in another version of its flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// The places.
    pub marking: Marking,
    /// Keys of the old nodes with those of the new ones.
    pub nodes: BTreeMap<String, String>,
}

/// Where a dossier that stands at `marking` in `old` would stand in `new`.
///
/// A step keeps its place under the same key, or else under the same name, where its role is the same; a join where the same
/// steps lead to it. The places together must be ones that a dossier of the new flow can come to.
///
/// # Errors
/// Names of the places that have none in the new flow; none named: each has one, but not together.
pub fn moved(old: &Flow, new: &Flow, marking: &Marking) -> Result<Moving, Vec<String>> {
    let mut tokens = Vec::new();
    let mut lost = Vec::new();
    let mut nodes = BTreeMap::new();
    for token in &marking.0 {
        match new_place(old, new, token) {
            Some(place) => {
                nodes.insert(token.at.clone(), place.at.clone());
                tokens.push(place);
            }
            None => lost.push(old.node(&token.at).map_or(token.at.clone(), |node| node.name.clone())),
        }
    }
    if !lost.is_empty() {
        return Err(lost);
    }
    let marking = Marking::of(tokens);
    if explore(new).settled.contains(&marking) { Ok(Moving { marking, nodes }) } else { Err(Vec::new()) }
}

fn new_place(old: &Flow, new: &Flow, token: &Token) -> Option<Token> {
    let node = same(new, old.node(&token.at)?)?;
    let Some(via) = &token.via else { return Some(Token::at(node.key.clone())) };
    let came = old.node(&old.link(via)?.from)?;
    let from = same(new, came)?;
    let link = new.incoming(&node.key).find(|link| link.from == from.key)?;
    Some(Token { at: node.key.clone(), via: Some(link.key.clone()) })
}

/// The node of a flow that stands for one of another version.
fn same<'a>(flow: &'a Flow, node: &Node) -> Option<&'a Node> {
    let fits = |other: &&Node| match (&node.kind, &other.kind) {
        (Kind::Step(a), Kind::Step(b)) => a.role == b.role,
        (a, b) => a.code() == b.code(),
    };
    let by_key = flow.nodes.iter().filter(fits).find(|other| other.key == node.key);
    by_key.or_else(|| flow.nodes.iter().filter(fits).find(|other| other.name == node.name))
}

/// Where a dossier comes to when a step is sent back: the last of `done` that led to it, and the places then.
///
/// Back over a join, the other branches stay done. Back over a split there is no way: the other branches run on.
pub fn back_from(flow: &Flow, marking: &Marking, step: &str, done: &[String]) -> Option<(String, Marking)> {
    let mut rest: Vec<Token> = marking.0.iter().filter(|token| token.at != step).cloned().collect();
    if rest.len() == marking.0.len() {
        return None;
    }
    let (direct, joins) = before(flow, step);
    let last = |keys: &BTreeSet<String>| done.iter().rposition(|key| keys.contains(key) && key != step);
    let mut best = last(&direct).map(|index| (index, None));
    for join in &joins {
        for link in flow.incoming(join) {
            let (mut branch, _) = before_link(flow, &link.from);
            if flow.node(&link.from).is_some_and(|node| node.step().is_some()) {
                branch.insert(link.from.clone());
            }
            if let Some(index) =
                last(&branch).filter(|index| best.as_ref().is_none_or(|(old, _)| index > old))
            {
                best = Some((index, Some((join.clone(), link.key.clone()))));
            }
        }
    }
    let (index, over) = best?;
    let key = done.get(index)?.clone();
    rest.push(Token::at(key.clone()));
    if let Some((join, came)) = over {
        let others = flow.incoming(&join).filter(|link| link.key != came);
        rest.extend(others.map(|link| Token { at: join.clone(), via: Some(link.key.clone()) }));
    }
    Some((key, Marking::of(rest)))
}

/// Steps that lead to a node over choices, timers and actions alone, and the joins met on the way.
fn before(flow: &Flow, key: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut steps, mut joins) = (BTreeSet::new(), BTreeSet::new());
    for link in flow.incoming(key) {
        let (more, met) = before_link(flow, &link.from);
        steps.extend(more);
        joins.extend(met);
        match flow.node(&link.from).map(|node| &node.kind) {
            Some(Kind::Step(_)) => {
                steps.insert(link.from.clone());
            }
            Some(Kind::Join) => {
                joins.insert(link.from.clone());
            }
            _ => {}
        }
    }
    (steps, joins)
}

/// The same, going on back from a node that is passed by itself.
fn before_link(flow: &Flow, from: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut steps, mut joins) = (BTreeSet::new(), BTreeSet::new());
    let mut open = vec![from.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(key) = open.pop() {
        if !seen.insert(key.clone()) {
            continue;
        }
        let passed = |node: &Node| matches!(node.kind, Kind::Choice | Kind::Timer(_) | Kind::Action(_));
        if !flow.node(&key).is_some_and(passed) {
            continue;
        }
        for link in flow.incoming(&key) {
            match flow.node(&link.from).map(|node| &node.kind) {
                Some(Kind::Step(_)) => {
                    steps.insert(link.from.clone());
                }
                Some(Kind::Join) => {
                    joins.insert(link.from.clone());
                }
                _ => open.push(link.from.clone()),
            }
        }
    }
    (steps, joins)
}
