//! Every place that dossiers can come to, whatever they say: so that a join that waits for ever is found before one does.

use crate::advance::{Marking, Token, arrived, complete, take};
use crate::model::{Flow, Kind};
use std::collections::BTreeSet;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Space {
    /// Places at which a dossier waits for somebody or something.
    pub settled: BTreeSet<Marking>,
    /// Joins at which it waits for what cannot come any more.
    pub waits: BTreeSet<String>,
    /// Ends that are reached while branches still run.
    pub left_over: BTreeSet<String>,
    /// Nodes that a dossier comes to twice at once.
    pub twice: BTreeSet<String>,
    /// There are more than can be looked at.
    pub too_many: bool,
}

/// Places looked at, at most.
const MOST: usize = 20_000;

/// Looks at all of them.
pub(crate) fn explore(flow: &Flow) -> Space {
    let mut space = Space::default();
    let mut seen = BTreeSet::new();
    let mut open = vec![Marking::start(flow)];
    while let Some(marking) = open.pop() {
        if !seen.insert(marking.clone()) {
            continue;
        }
        if seen.len() > MOST {
            space.too_many = true;
            return space;
        }
        let doubled: Vec<&Token> = marking
            .0
            .windows(2)
            .filter(|pair| pair.first() == pair.last())
            .filter_map(<[_]>::first)
            .collect();
        if !doubled.is_empty() {
            space.twice.extend(doubled.into_iter().map(|token| token.at.clone()));
            continue;
        }
        open.extend(next(flow, &marking, &mut space));
    }
    space
}

/// The places one move away. What moves by itself moves first, and alone: it hinders nothing else.
fn next(flow: &Flow, marking: &Marking, space: &mut Space) -> Vec<Marking> {
    if let Some(moved) = by_itself(flow, marking, space) {
        return moved;
    }
    if marking.0.is_empty() {
        return Vec::new();
    }
    space.settled.insert(marking.clone());
    let mut all = Vec::new();
    for (index, token) in marking.0.iter().enumerate() {
        if flow.node(&token.at).is_some_and(|node| node.kind.holds()) {
            all.extend(
                flow.outgoing(&token.at).map(|link| without(marking, index, vec![arrived(flow, link)])),
            );
        }
    }
    let holds = |token: &Token| flow.node(&token.at).is_some_and(|node| node.kind.holds());
    if !marking.0.iter().any(holds) {
        space.waits.extend(marking.0.iter().map(|token| token.at.clone()));
    }
    all
}

fn by_itself(flow: &Flow, marking: &Marking, space: &mut Space) -> Option<Vec<Marking>> {
    for (index, token) in marking.0.iter().enumerate() {
        let Some(node) = flow.node(&token.at) else { continue };
        let ways = || flow.outgoing(&node.key).map(|link| arrived(flow, link));
        match node.kind {
            Kind::Start | Kind::Action(_) => {
                return Some(vec![without(marking, index, ways().take(1).collect())]);
            }
            Kind::Split => return Some(vec![without(marking, index, ways().collect())]),
            Kind::Choice => return Some(ways().map(|way| without(marking, index, vec![way])).collect()),
            Kind::End => {
                if marking.0.len() > 1 {
                    space.left_over.insert(node.key.clone());
                }
                return Some(vec![without(marking, index, Vec::new())]);
            }
            Kind::Join if complete(flow, node, &marking.0) => {
                let mut tokens = marking.0.clone();
                take(flow, node, &mut tokens);
                tokens.extend(ways().take(1));
                return Some(vec![Marking::of(tokens)]);
            }
            Kind::Join | Kind::Step(_) | Kind::Timer(_) => {}
        }
    }
    None
}

fn without(marking: &Marking, index: usize, new: Vec<Token>) -> Marking {
    let kept = marking.0.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, token)| token.clone());
    Marking::of(kept.chain(new).collect())
}
