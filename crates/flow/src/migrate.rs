//! From one version of a flow to the next: where a running dossier would stand.

use crate::advance::{Marking, Token};
use crate::explore::explore;
use crate::model::{Flow, Kind, Node};
use std::collections::BTreeMap;

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
