//! Where a dossier stands in a flow, and where it comes to: deterministic, by the facts alone.

use crate::guard::Guard;
use crate::model::{Flow, Kind, Link, Node, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, VecDeque};

/// One place of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Key of the node.
    pub at: String,
    /// At a join: key of the link it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

impl Token {
    /// A token at a node.
    pub fn at(key: impl Into<String>) -> Token {
        Token { at: key.into(), via: None }
    }
}

/// All places of a dossier, in order: parallel branches are several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marking(pub Vec<Token>);

impl Marking {
    /// Before the first step.
    pub fn start(flow: &Flow) -> Marking {
        Marking(flow.start().map(|node| Token::at(node.key.clone())).into_iter().collect())
    }

    /// These tokens, in order.
    pub fn of(mut tokens: Vec<Token>) -> Marking {
        tokens.sort_unstable();
        Marking(tokens)
    }

    /// Whether a token is at a node.
    pub fn holds(&self, key: &str) -> bool {
        self.0.iter().any(|token| token.at == key)
    }
}

/// What a dossier says where the flow asks.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Key of the step that was ended, or of the timer that ran out; `None` where nothing was.
    pub done: Option<String>,
    /// The fees are paid, or none are owed.
    pub paid: bool,
    /// Role of whoever ended the step.
    pub role: Option<Role>,
    /// What steps ended with, by key.
    pub results: BTreeMap<String, String>,
    /// Answers of the electronic form.
    pub form: Json,
}

/// What an advance came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The new places; none: the end is reached.
    pub marking: Marking,
    /// What was passed on the way, in order.
    pub passed: Vec<Passed>,
}

/// A node that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Key of the node.
    pub node: String,
    /// Key of the link taken; `None` at the end, and where all of them were.
    pub link: Option<String>,
}

/// Why a dossier cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stuck {
    /// A token stands where the flow has no node.
    #[error("{0} is no node of the flow")]
    Unknown(String),
    /// The node has no way on, or its ways have conditions of which none holds.
    #[error("no way on from {0}")]
    NoWay(String),
    /// It goes round without ever coming to a step.
    #[error("the flow goes round without an end")]
    Endless,
}

/// More nodes than this are not passed between two steps.
const MOST: usize = 2000;

/// Moves every token as far as it goes by itself: to the next step, timer or join that still waits, or to the end.
///
/// A token at `facts.done` leaves it; others at steps and timers stay.
///
/// # Errors
/// [`Stuck`] where the flow does not say how to go on: such a flow does not pass [`crate::check`].
pub fn advance(flow: &Flow, marking: &Marking, facts: &Facts) -> Result<Moved, Stuck> {
    let mut done = facts.done.as_deref();
    let mut queue: VecDeque<Token> = marking.0.iter().cloned().collect();
    let mut waiting: Vec<Token> = Vec::new();
    let mut passed = Vec::new();
    while let Some(token) = queue.pop_front() {
        if passed.len() > MOST {
            return Err(Stuck::Endless);
        }
        let node = flow.node(&token.at).ok_or_else(|| Stuck::Unknown(token.at.clone()))?;
        let mut leave = |link: &Link, told: bool| {
            let link_key = told.then(|| link.key.clone());
            queue.push_back(arrived(flow, link));
            passed.push(Passed { node: node.key.clone(), link: link_key });
        };
        match &node.kind {
            Kind::Step(_) | Kind::Timer(_) if done != Some(node.key.as_str()) => waiting.push(token),
            Kind::Start | Kind::Step(_) | Kind::Timer(_) | Kind::Action(_) => {
                // A loop that leads back to the same step stops there.
                done = done.filter(|key| *key != node.key);
                leave(only(flow, node)?, true);
            }
            Kind::Choice => leave(chosen(flow, node, facts)?, true),
            Kind::Split => {
                let mut ways = flow.outgoing(&node.key).peekable();
                if ways.peek().is_none() {
                    return Err(Stuck::NoWay(node.key.clone()));
                }
                ways.for_each(|link| leave(link, false));
            }
            Kind::Join => {
                waiting.push(token);
                if complete(flow, node, &waiting) {
                    take(flow, node, &mut waiting);
                    leave(only(flow, node)?, true);
                }
            }
            Kind::End => passed.push(Passed { node: node.key.clone(), link: None }),
        }
    }
    Ok(Moved { marking: Marking::of(waiting), passed })
}

/// The token that comes by a link.
pub(crate) fn arrived(flow: &Flow, link: &Link) -> Token {
    let joins = flow.node(&link.to).is_some_and(|node| node.kind == Kind::Join);
    Token { at: link.to.clone(), via: joins.then(|| link.key.clone()) }
}

/// Whether a token has come by every link into a join.
pub(crate) fn complete(flow: &Flow, join: &Node, tokens: &[Token]) -> bool {
    flow.incoming(&join.key).all(|link| tokens.iter().any(|t| t.via.as_deref() == Some(link.key.as_str())))
}

/// Takes one token for every link out of a join's waiting ones.
pub(crate) fn take(flow: &Flow, join: &Node, tokens: &mut Vec<Token>) {
    for link in flow.incoming(&join.key) {
        if let Some(index) = tokens.iter().position(|t| t.via.as_deref() == Some(link.key.as_str())) {
            tokens.remove(index);
        }
    }
}

fn only<'a>(flow: &'a Flow, node: &'a Node) -> Result<&'a Link, Stuck> {
    flow.outgoing(&node.key).next().ok_or_else(|| Stuck::NoWay(node.key.clone()))
}

/// The first way whose guard holds, else the one without.
fn chosen<'a>(flow: &'a Flow, node: &'a Node, facts: &Facts) -> Result<&'a Link, Stuck> {
    let holds = |link: &&Link| link.when.as_ref().is_some_and(|guard: &Guard| guard.holds(facts));
    flow.outgoing(&node.key)
        .find(holds)
        .or_else(|| flow.outgoing(&node.key).find(|link| link.when.is_none()))
        .ok_or_else(|| Stuck::NoWay(node.key.clone()))
}
