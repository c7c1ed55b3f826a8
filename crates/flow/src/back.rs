//! Back to a step before: where a dossier comes to when a step is sent back, and what of its other branches is taken back
//! with it.

use crate::advance::{Marking, Token};
use crate::explore::explore;
use crate::model::{Flow, Kind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// Key of the step that is done again.
    pub to: String,
    /// The places then.
    pub marking: Marking,
    /// Keys of the open steps and running waits of other branches that are taken back.
    pub taken: Vec<String>,
}

/// A join that a way back leads over, with the link by which it is left.
type Crossed = (String, String);

/// Where a dossier comes to when a step is sent back: the last of `done` that led to it, and the places then.
///
/// Back over a join, the other branches stay done: they wait at it. Back over a split, all that came of the split is taken back,
/// what is open as well as what waits at the join: the split is entered anew when the step before it ends again. Branches that
/// do not come of that step run on.
///
/// None where `marking` does not hold the step, where no step of `done` led to it, and where the places would be ones that no
/// dossier of the flow comes to: from those it is not known that the end is reached.
pub fn back_from(flow: &Flow, marking: &Marking, step: &str, done: &[String]) -> Option<Back> {
    let others: Vec<&Token> = marking.0.iter().filter(|token| token.at != step).collect();
    if others.len() == marking.0.len() {
        return None;
    }
    let before = before(flow, step);
    let (to, crossed) = done.iter().rev().find_map(|key| before.get_key_value(key))?;
    let after = after(flow, to);
    let came_of = |token: &Token| {
        let link = token.via.as_deref().and_then(|via| flow.link(via));
        after.contains(link.map_or(token.at.as_str(), |link| link.from.as_str()))
    };
    let (taken, kept): (Vec<&Token>, Vec<&Token>) = others.into_iter().partition(|token| came_of(token));
    let waiting: Vec<Token> = waiting(flow, crossed).into_iter().filter(|token| !came_of(token)).collect();
    let alone = taken.is_empty() && waiting.is_empty();
    let places = kept.into_iter().cloned().chain(waiting).chain([Token::at(to.clone())]);
    let marking = Marking::of(places.collect());
    // Where nothing but the step itself moves, the places are as they were before it.
    if !alone && !explore(flow).settled.contains(&marking) {
        return None;
    }
    let holds = |token: &&Token| flow.node(&token.at).is_some_and(|node| node.kind.holds());
    let taken = taken.into_iter().filter(holds).map(|token| token.at.clone()).collect();
    Some(Back { to: to.clone(), marking, taken })
}

/// The steps that lead to a step with no other step between, each with the joins met on the way.
fn before(flow: &Flow, step: &str) -> BTreeMap<String, Vec<Crossed>> {
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::from([(step.to_owned(), Vec::new())]);
    while let Some((key, crossed)) = open.pop_front() {
        let joins = flow.node(&key).is_some_and(|node| node.kind == Kind::Join);
        for link in flow.incoming(&key) {
            // A step that leads round to itself is not before itself.
            if link.from == step || !seen.insert(link.from.clone()) {
                continue;
            }
            let mut crossed: Vec<Crossed> = crossed.clone();
            if joins {
                crossed.push((key.clone(), link.key.clone()));
            }
            match flow.node(&link.from).map(|node| &node.kind) {
                Some(Kind::Step(_)) => {
                    found.insert(link.from.clone(), crossed);
                }
                Some(Kind::Start | Kind::End) | None => {}
                Some(_) => open.push_back((link.from.clone(), crossed)),
            }
        }
    }
    found
}

/// What waits at the joins that are crossed: a token by each of their other links.
fn waiting(flow: &Flow, crossed: &[Crossed]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (join, came) in crossed {
        let others = flow.incoming(join).filter(|link| link.key != *came);
        tokens.extend(others.map(|link| Token { at: join.clone(), via: Some(link.key.clone()) }));
    }
    tokens
}

/// What comes after a node, itself among it, by the links that do not lead back.
fn after<'a>(flow: &'a Flow, key: &'a str) -> BTreeSet<&'a str> {
    let back = flow.back_links();
    let mut seen = BTreeSet::new();
    let mut open = vec![key];
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            let on = flow.outgoing(at).filter(|link| !back.contains(link.key.as_str()));
            open.extend(on.map(|link| link.to.as_str()));
        }
    }
    seen
}
